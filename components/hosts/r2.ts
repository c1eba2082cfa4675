import type { CustomResourceOptions, Input, Resource } from "@pulumi/pulumi";
import type { R2HostArgs } from "../../hosts/args";
import { workerPlan } from "../../hosts/r2/plan";
import type { CloudflarePlace } from "../../stores/store";
import { r2CustomDomainClass, workersCustomDomainClass, workersScriptClass } from "../cloudflare";
import { unprotectedChild } from "../options";
import { lateArg } from "./late-args";
import type { CreatedHost, HostContext } from "./index";

/**
 * What serves a bucket on R2: a Worker with a domain for each hostname, or R2's own domains if the host serves the whole bucket. No
 * DNS record is created, because Cloudflare creates those of both kinds of domain and refuses others.
 */
export function createR2(context: HostContext, args: R2HostArgs): CreatedHost {
  const { plan, mediaHost } = context;
  const place = plan.store.cloudflare;
  if (place === undefined) throw new Error(`bug: a media host on R2 for a bucket on ${plan.store.title}`);
  const hostnames = [mediaHost.hostname, ...(mediaHost.previousHosts ?? [])];
  const zoneId = lateArg(context, ["r2", "zoneId"], args.zoneId, "0".repeat(32));
  const create = plan.host?.publishesBucket === true ? createBucketDomain : workerDomains;
  return {
    distributionArns: [],
    hosts: hostnames.map((hostname) => ({ hostname })),
    open: (after) => {
      const createDomain = create(context, place, zoneId, after);
      for (const hostname of hostnames) createDomain(hostname);
    },
  };
}

type CreateDomain = (hostname: string) => void;

/** The Worker, and a function that creates a domain of it. */
function workerDomains(
  context: HostContext,
  place: CloudflarePlace,
  zoneId: Input<string>,
  after: Resource[],
): CreateDomain {
  const { name, plan, mediaHost, child } = context;
  const { needs, settings } = plan;
  const WorkersScript = workersScriptClass();
  const WorkersCustomDomain = workersCustomDomainClass();
  const prefixes = needs.hostReads?.prefixes ?? [];
  const planned = workerPlan(mediaHost, { bucket: settings.bucket, ...place, prefixes });
  const worker = new WorkersScript(`${name}-worker`, planned, {
    ...unprotectedChild(child),
    dependsOn: after,
  });
  return (hostname) =>
    new WorkersCustomDomain(
      `${name}-host-${hostname}`,
      { accountId: place.accountId, zoneId, hostname, service: planned.scriptName },
      domainOptions(context, [worker]),
    );
}

/** Domains of R2 itself, which serve every object of the bucket. */
function createBucketDomain(
  context: HostContext,
  place: CloudflarePlace,
  zoneId: Input<string>,
  after: Resource[],
): CreateDomain {
  const { name, plan } = context;
  const R2CustomDomain = r2CustomDomainClass();
  const bucketName = plan.settings.bucket;
  return (hostname) =>
    new R2CustomDomain(
      `${name}-host-${hostname}`,
      // R2's own default is TLS 1.0.
      { ...place, bucketName, zoneId, domain: hostname, enabled: true, minTls: "1.2" },
      { ...domainOptions(context, after), replaceOnChanges: ["jurisdiction"] },
    );
}

/**
 * While a service of Cloudflare's fails, its API leaves the zone's id out of a domain, and a refresh then plans to replace the domain
 * (https://github.com/cloudflare/terraform-provider-cloudflare/issues/6837). `protect` refuses that, and the next refresh repairs the
 * state. `ignoreChanges` would not: it keeps the missing id, without which no deployment works. A hostname has one domain, so the old one
 * must be deleted first.
 */
function domainOptions({ mediaHost, child }: HostContext, dependsOn: Resource[]): CustomResourceOptions {
  return {
    ...child,
    protect: mediaHost.protect ?? true,
    retainOnDelete: false,
    deleteBeforeReplace: true,
    dependsOn,
  };
}
