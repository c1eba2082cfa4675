/** The region of Pulumi's AWS provider, `aws:region`, which is beside the instances. Otherwise only `pulumi up` notices a typing error. */
import { regionProblems, regionWarnings } from "../stores/aws";
import { storeProductOf } from "../stores";
import { hasPlaceholder } from "../validation/placeholder";
import type { Problem } from "../validation/problem";
import { isMap } from "../validation/shape";
import { about, type Warning } from "../validation/warning";
import { bucketOfInstance } from "./bucket-settings";
import type { ConfigValues } from "./check-config";

const PATH = "aws:region";

/** The problems of the region. `instances` is the value of the config's instances, which may be anything. */
export function providerRegionProblems(values: ConfigValues, instances: unknown): Problem[] {
  const region = checkedRegion(values, instances);
  if (region === undefined) return [];
  return (
    regionProblems(region)
      // A store cannot be there, but the provider knows these regions.
      .filter(({ code }) => code !== "store-region-isolated")
      .map((reason) => ({ ...reason, path: PATH }))
  );
}

/** The warning about a region in the right form that the SDK does not know. */
export function providerRegionWarnings(values: ConfigValues, instances: unknown): Warning[] {
  const region = checkedRegion(values, instances);
  if (region === undefined || regionProblems(region).length > 0) return [];
  return about(PATH, regionWarnings(PATH, region));
}

/** The region, if it must be one of AWS; undefined if it is not set, encrypted, or not used. */
function checkedRegion(values: ConfigValues, instances: unknown): string | undefined {
  const region = values.get(PATH);
  if (region === undefined || hasPlaceholder(region)) return undefined;
  // Another server that speaks the API of AWS has regions with any name.
  if (values.has("aws:endpoints") || values.get("aws:skipRegionValidation") === "true") return undefined;
  return isMap(instances) && Object.values(instances).some(isOnAws) ? region : undefined;
}

/** Only with keys for AWS itself, which DNS records at Route 53 need too, is its region used. */
function isOnAws(instance: unknown): boolean {
  return storeProductOf(bucketOfInstance(instance)?.bucket["store"])?.hasRoute53 === true;
}
