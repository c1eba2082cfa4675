/** The place that still serves files that are not in the bucket yet. */
import { HOSTNAME_CHECK } from "../validation/name-patterns";
import { hostnameProblems } from "../validation/names";
import { isPrivateUrl } from "../validation/private-url";
import type { Rule, Rules } from "../validation/rules";
import type { LegacyHostArgs, MediaHostArgs } from "./args";
import type { HostKind } from "./host";
import { PATH_RULE } from "./path";

/** The rules about the legacy host of any media host. Those about the bucket are in storage/validate-media-host.ts. */
export const LEGACY_RULES: Rules<LegacyHostArgs, MediaHostArgs> = [
  { at: "hostname", reasons: hostnameProblems, editor: HOSTNAME_CHECK },
  {
    at: "hostname",
    code: "legacy-same",
    isValid: (name, _, { hostname, previousHosts = [] }) =>
      name !== hostname && !previousHosts.includes(String(name)),
    message:
      "is served by this media host itself, so a missing file would be requested again and again; set the hostname that still serves the old files, or remove legacy",
  },
  PATH_RULE,
];

/** A legacy host that only private networks know, behind a host of this kind; `who` requests the files. */
export function unreachableLegacyRule(kind: HostKind, who: string): Rule<MediaHostArgs> {
  return {
    at: "legacy.hostname",
    code: "legacy-unreachable",
    when: (host) =>
      host[kind] !== undefined && host.legacy !== undefined && isPrivateName(host.legacy.hostname),
    message: `is known only in private networks, where ${who} cannot request files; set a public hostname, or remove legacy`,
  };
}

/** Whether it is a valid name that only private networks know. */
function isPrivateName(hostname: string): boolean {
  return hostnameProblems(hostname).length === 0 && isPrivateUrl(`https://${hostname}`);
}

/** The URL before "/" and the key at the legacy host. */
export function legacyUrl({ hostname, path }: LegacyHostArgs): string {
  return `https://${hostname}${path === undefined ? "" : `/${path}`}`;
}

/** What the operator of any media host should know while it falls back. */
export function legacyWarnings(host: Pick<MediaHostArgs, "hostname" | "legacy">): string[] {
  const { hostname, legacy } = host;
  if (legacy === undefined) return [];
  const old = `${legacyUrl(legacy)}/`;
  return [
    `${hostname} requests files that are missing in the bucket at ${old} (mediaHost.legacy). This is for a move of days or weeks: each request for a missing file costs a second one, ` +
      `and a file that the app deletes comes back for as long as it exists at ${old}. When all files are in the bucket, remove legacy and run \`pulumi up\`, then delete the old files. ` +
      `Do not switch ${legacy.hostname} off before that, and neither redirect nor proxy ${old} to ${hostname}: readers would get an error for every file that is not copied yet.`,
  ];
}
