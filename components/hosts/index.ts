import { output, type Input, type Output, type Resource } from "@pulumi/pulumi";
import { hostKindOf } from "../../hosts";
import type { MediaHostArgs, MediaHostKinds } from "../../hosts/args";
import type { HostKind } from "../../hosts/host";
import type { MediaHostOutput } from "../../storage/media-host-output";
import type { BucketPlan } from "../../storage/plan";
import type { LateCheck } from "../late-values";
import type { Problem } from "../../validation/problem";
import type { ChildOptions } from "../options";
import { cloudflarePackageProblems } from "../cloudflare";
import { randomPackageProblems } from "../random";
import { createCloudFront } from "./cloudfront";
import { createExternal } from "./external";
import { createR2 } from "./r2";
import type { SharedParts } from "./shared-parts";

/** What the resources of a media host are made from. */
export interface HostContext {
  /** The name of the component. */
  name: string;
  plan: BucketPlan;
  mediaHost: MediaHostArgs;
  check: LateCheck;
  child: ChildOptions;
  tags?: Record<string, Input<string>>;
  /** The parts that the component shares with others; by default it makes its own. */
  parts?: SharedParts;
}

/** A hostname and what serves it, known after the deployment. */
type LateHost = { [M in keyof MediaHostOutput]: Input<MediaHostOutput[M]> };

/** The resources of a media host, as others use them. */
export interface CreatedHost {
  /** The ARNs of the distributions that may read the bucket. */
  distributionArns: Output<string>[];
  /** What serves each hostname, the current one first. */
  hosts: LateHost[];
  /** Makes what leads readers to the hostnames, such as DNS records, after what they need. */
  open(after: Resource[]): void;
}

type Create<Args> = (context: HostContext, args: Args) => CreatedHost | undefined;

/** By the member of `MediaHostArgs`; a member without a row is a type error. */
const HOST_RESOURCES: { [K in HostKind]: Create<NonNullable<MediaHostKinds[K]>> } = {
  external: createExternal,
  cloudFront: createCloudFront,
  r2: createR2,
};

/** Creates what serves the media host; undefined if the library creates nothing for it. */
export function createMediaHost(context: HostContext): CreatedHost | undefined {
  const { mediaHost } = context;
  const kind = hostKindOf(mediaHost);
  // TypeScript cannot see that both are of one kind.
  return HOST_RESOURCES[kind](context, (mediaHost[kind] ?? {}) as never);
}

/** The packages that the resources of a media host need and that are not installed. */
export function hostPackageProblems(host: MediaHostArgs | undefined): Problem[] {
  if (host?.cloudFront?.dns.cloudflare !== undefined)
    return cloudflarePackageProblems("mediaHost.cloudFront.dns.cloudflare");
  if (host?.r2 !== undefined) return cloudflarePackageProblems("mediaHost.r2");
  const { dns, purge } = host?.external ?? {};
  return [
    ...(dns?.cloudflare === undefined ? [] : cloudflarePackageProblems("mediaHost.external.dns.cloudflare")),
    ...(purge === undefined ? [] : randomPackageProblems("mediaHost.external.purge")),
  ];
}

/** The output `mediaHosts` of a component. */
export function mediaHostsOutput(created: CreatedHost | undefined): Output<MediaHostOutput[] | undefined> {
  return created === undefined ? output(undefined) : output(created.hosts);
}
