/** The media hosts: the kinds that the `mediaHost` argument can be. */
import { HOSTNAME_CHECK } from "../validation/name-patterns";
import { hostnameProblems } from "../validation/names";
import { exactlyOne, membersSet } from "../validation/exactly-one";
import { at, type Problem } from "../validation/problem";
import * as shapes from "../validation/argument-shapes";
import { listedAlready } from "../validation/listed-already";
import { ownMember } from "../validation/own-member";
import { argsProblems, nested, type Finding, type Rules } from "../validation/rules";
import { isMap } from "../validation/shape";
import type { MediaHostArgs, MediaHostKinds } from "./args";
import { CACHE_RULES } from "./cache";
import { cloudFront } from "./cloudfront";
import { DNS_DEFINITIONS } from "./dns";
import { external } from "./external";
import { LEGACY_RULES } from "./legacy";
import { r2 } from "./r2";
import type { Host, HostKind, HostCapabilities, HostDefinition, HostedStore, HostUse } from "./host";

/** The kinds of media host. A member of `MediaHostKinds` without a row is a type error. */
export const HOST_DEFINITIONS: { [K in HostKind]: HostDefinition<NonNullable<MediaHostKinds[K]>> } = {
  cloudFront,
  r2,
  external,
};

export const HOST_KINDS = Object.keys(HOST_DEFINITIONS) as HostKind[];

/** What serves the host: the name of the member that is set, of args in which `mediaHostProblems` finds nothing. */
export function hostKindOf(host: MediaHostArgs): HostKind {
  const [kind] = kindsIn(host);
  if (kind === undefined)
    throw new Error("bug: nothing serves the host, although mediaHostProblems found nothing");
  return kind;
}

function kindsIn(host: { [K in HostKind]?: unknown }): HostKind[] {
  return membersSet(HOST_KINDS, host);
}

/** The host of args in which `mediaHostProblems` finds nothing. */
export function hostOf(
  args: MediaHostArgs,
  use: HostUse = { publishesBucket: false, hidesFiles: false },
): Host {
  const kind = hostKindOf(args);
  // TypeScript cannot see that both are of one kind.
  const definition = HOST_DEFINITIONS[kind];
  const { legacy, previousHosts = [] } = args;
  return {
    kind,
    can: definition.can,
    previousHosts,
    ...(legacy && { legacy }),
    ...definition.open(args, (args[kind] ?? {}) as never, use),
  };
}

/** Whether the library creates what serves hosts of this kind. The kind may be that of another version of the package. */
export function isManagedKind(kind: string): boolean {
  return ownMember(HOST_DEFINITIONS, kind)?.can.managed ?? false;
}

/** Whether the host of these args, which may have problems, can do something. */
function hostCan(host: unknown, cell: keyof HostCapabilities): boolean {
  return isMap(host) && kindsIn(host).some((kind) => HOST_DEFINITIONS[kind].can[cell]);
}

/** Whether the library creates what serves the host of these args, which may have problems. */
export function isManagedHost(host: unknown): boolean {
  return hostCan(host, "managed");
}

/** Whether the host of these args, which may have problems, reads the bucket in a way of its own, so that the bucket behind it can be private. */
export function readsPrivately(host: unknown): boolean {
  return (
    hostCan(host, "signsRequests") ||
    (isMap(host) && kindsIn(host).some((kind) => HOST_DEFINITIONS[kind].readsPrivately?.(host[kind])))
  );
}

/** Whether the host of these args, which may have problems, can serve every object of the bucket. */
export function canPublishBucket(host: unknown): boolean {
  return hostCan(host, "publishesBucket");
}

/** The kinds of host that can read private buckets of a store. */
export function hostsOfPrivateBuckets(store: HostedStore): HostKind[] {
  return HOST_KINDS.filter((kind) => {
    const definition = HOST_DEFINITIONS[kind];
    const canRead = definition.can.signsRequests || definition.readsPrivateBuckets?.(store) === true;
    return canRead && (definition.storeProblems?.(store, undefined) ?? []).length === 0;
  });
}

/** How a message shows a kind of host in the config, for a bucket of this store. */
export function hostInWords(kind: HostKind, store: HostedStore): string {
  const { inWords, inWordsAt } = HOST_DEFINITIONS[kind];
  return inWordsAt?.(store) ?? inWords;
}

/** Whether the bucket policy lets the host of these args, which may have problems, read by an ARN for each hostname. */
export function isNamedInPolicy(host: unknown): boolean {
  return hostCan(host, "namedInPolicy");
}

/** The hostnames of args that may have problems, the current one first. Each has a distribution of its own. */
export function hostnamesOf(host: unknown): string[] {
  if (!isMap(host)) return [];
  const { previousHosts } = host;
  const others: unknown[] = Array.isArray(previousHosts) ? previousHosts : [];
  const all = [host["hostname"], ...others];
  return all.filter((name) => typeof name === "string");
}

/** The command that removes some paths from the cache of a host of this kind. The kind may be that of another version of the package. */
export function purgeCommand(kind: string, hostname: string, paths: string): string | undefined {
  return ownMember(HOST_DEFINITIONS, kind)?.purgeCommand?.(hostname, paths);
}

/** The status with which a kind of host answers for a private key; undefined if it is not known. */
export function refusalStatus(kind: string): number | undefined {
  return ownMember(HOST_DEFINITIONS, kind)?.refusalStatus;
}

/** Whether a kind of host can be asked by the `domainName` of the output `mediaHosts` before a DNS record names it. */
export function answersBeforeDns(kind: string): boolean {
  return ownMember(HOST_DEFINITIONS, kind)?.answersBeforeDns ?? false;
}

/** Whether the operator creates the DNS record of a host whose facts have this `dns`. */
export function isDnsManual(dns: string): boolean {
  return ownMember(DNS_DEFINITIONS, dns)?.isManual ?? false;
}

/** Host and path as they stand between the scheme and the key in a media URL. */
export function hostAndPath({ hostname, path }: Pick<Host, "hostname" | "path">): string {
  return path === undefined ? hostname : `${hostname}/${path}`;
}

/** The rules about a media host. Those about how it fits the app are the app's. */
export const MEDIA_HOST_RULES: Rules<MediaHostArgs> = [
  { at: "hostname", reasons: hostnameProblems, editor: HOSTNAME_CHECK },
  { at: "previousHosts[]", reasons: hostnameProblems, editor: HOSTNAME_CHECK },
  {
    at: "previousHosts",
    findings: ({ hostname, previousHosts = [] }) =>
      listedAlready("previous-host-same", previousHosts, { item: hostname, by: "hostname" }),
    editor: { isUnique: true },
  },
  nested("cache", CACHE_RULES),
  nested("legacy", LEGACY_RULES, (host: MediaHostArgs) => host),
  ...HOST_KINDS.flatMap((kind) => [
    nested<MediaHostArgs, unknown, never, MediaHostArgs>(kind, HOST_DEFINITIONS[kind].rules, (host) => host),
    ...(HOST_DEFINITIONS[kind].hostRules ?? []),
  ]),
  ...exactlyOne<MediaHostArgs>(HOST_KINDS, {
    none: {
      code: "media-host-missing",
      message: `does not set what serves the host; set ${HOST_KINDS.map((kind) => HOST_DEFINITIONS[kind].inWords).join(", or ")}`,
    },
    several: { code: "media-host-both" },
  }),
  {
    at: "protect",
    code: "media-host-unmanaged",
    when: (host) => host.protect !== undefined && kindsIn(host).length > 0 && !isManagedHost(host),
    message: "has no effect, because your own proxy serves the host; remove it",
    editor: HOST_KINDS.filter((kind) => !HOST_DEFINITIONS[kind].can.managed).map((kind) => ({
      isRefused: true,
      when: [{ at: kind }],
      message: "has no effect, because your own proxy serves the host; remove it",
    })),
  },
];

/** All problems of a media host, which may be anything. */
export function mediaHostProblems(host: unknown, path: string): Problem[] {
  return argsProblems({ shape: shapes.MediaHostArgs, rules: MEDIA_HOST_RULES }, host, path);
}

/** Why a media host cannot serve a bucket of this store, each below the member that serves it. */
export function storeHostProblems(
  host: MediaHostArgs | undefined,
  store: HostedStore,
  region: string | undefined,
): Finding[] {
  return kindsIn(host ?? {}).flatMap((kind) =>
    (HOST_DEFINITIONS[kind].storeProblems?.(store, region) ?? []).map((reason) => ({
      ...reason,
      path: kind,
    })),
  );
}

/** The arguments of a media host that do not fit a store, each below the member that serves it. */
export function storeHostArgsProblems(host: MediaHostArgs, store: HostedStore): Finding[] {
  return kindsIn(host).flatMap((kind) =>
    // TypeScript cannot see that both are of one kind.
    (HOST_DEFINITIONS[kind].storeArgsProblems?.((host[kind] ?? {}) as never, store) ?? []).map((finding) => ({
      ...finding,
      path: at(kind, finding.path ?? ""),
    })),
  );
}

const unsigned = (app: string): string =>
  `is only used for presigned URLs, but ${app}'s media host serves public files over https; remove it`;

/** The members that only matter for presigned URLs, on the host of an app whose media is public. */
export function unusedSigningRules(app: string): Rules<{ mediaHost?: MediaHostArgs }> {
  return (["signing", "https"] as const).map((member) => ({
    at: `mediaHost.external.${member}`,
    code: "media-host-unsigned",
    when: ({ mediaHost }) => mediaHost?.external?.[member] !== undefined,
    message: unsigned(app),
    editor: { isRefused: true, message: unsigned(app) },
  }));
}
