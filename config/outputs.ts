import { at, type Problem } from "../validation/problem";

/** The suffixes of an instance's name in the names of its outputs; "" is the deployment. */
export const OUTPUTS = [
  "",
  "Env",
  "EnvEntries",
  "Facts",
  "BucketName",
  "BucketArn",
  "Region",
  "PublicBaseUrl",
  "PresignedBaseUrl",
  "MediaHosts",
  "ComposeOverlay",
] as const;
export type OutputSuffix = (typeof OUTPUTS)[number];

/** Reports outputs with the same name, because the program would export only one of them. */
export function sharedOutputs(instances: readonly string[], path: string): Problem[] {
  return instances.flatMap((name) => {
    const other = instances.find((one) => OUTPUTS.some((suffix) => suffix !== "" && name === one + suffix));
    if (other === undefined) return [];
    const message = `is also the name of an output of the instance ${other}; rename one of them`;
    return [{ code: "instance-name-output", path: at(path, name), message }];
  });
}
