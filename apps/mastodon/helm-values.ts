/** Shared by the forms for Mastodon's two charts. */
import { parse, Scalar, type Pair } from "yaml";
import { ownMember } from "../../validation/own-member";
import { UserError } from "../../validation/user-error";
import type { EnvEntry } from "../../env/entry";
import { mapOf, member, quoted, yamlText } from "../../env/formats/yaml";

/** Why a chart cannot write this value without quotes; undefined if YAML then reads the same string. */
export function unquotedProblem(value: string): string | undefined {
  const reads = (version: "1.1" | "1.2"): boolean => {
    try {
      return (parse(`name: ${value}`, { version }) as { name: unknown }).name === value;
    } catch {
      return false;
    }
  };
  // Go's YAML reader supports the types of both versions.
  return /^[ -~]*$/.test(value) && reads("1.1") && reads("1.2")
    ? undefined
    : "would not be read as a string, because the chart writes it into YAML without quotes";
}

/** Both charts write the Secret's name without quotes. */
export function checkPlainSecretName(name: string): void {
  const problem = unquotedProblem(name);
  if (problem !== undefined) throw new UserError(`"${name}" ${problem}; use another one.`);
}

/**
 * The entries, with `S3_ENDPOINT` on AWS too: both charts always set it, and an empty one breaks Mastodon. With an endpoint Mastodon uses
 * path style, but its content security policy does not list the host of such presigned URLs, so path style is turned off again.
 */
export function withEndpoint(entries: EnvEntry[]): EnvEntry[] {
  const valueOf = (name: string): string | undefined => entries.find((entry) => entry.name === name)?.value;
  const hostname = valueOf("S3_HOSTNAME");
  if (hostname === undefined || valueOf("S3_ENDPOINT") !== undefined) return entries;
  const add = (name: string, value: string, comment: string): EnvEntry => ({
    name,
    value,
    secret: false,
    comment,
  });
  return [
    ...entries,
    add(
      "S3_ENDPOINT",
      `https://${hostname}`,
      "The chart always sets it, and an empty value would break Mastodon.",
    ),
    add(
      "S3_OVERRIDE_PATH_STYLE",
      "true",
      "As without an endpoint, presigned URLs have the bucket in the host.",
    ),
  ];
}

/** The chart's member for an entry, by its table of members; undefined for an empty value, which both charts omit. */
export function memberOf(
  members: Readonly<Record<string, string>>,
  { name, value }: EnvEntry,
): string | undefined {
  return value === "" ? undefined : ownMember(members, name);
}

/** The names of the lines for purge requests, by the members below `mastodon.cacheBuster` of both charts; `enabled` is their switch. */
const CACHE_BUSTER: Readonly<Record<string, string>> = {
  CACHE_BUSTER_HTTP_METHOD: "httpMethod",
  CACHE_BUSTER_SECRET_HEADER: "authHeader",
};

/** The secret of purge requests, which is in the same Secret as the key. */
export const PURGE_SECRET = "CACHE_BUSTER_SECRET";

/** Whether a line is in `cacheBuster`: an extra variable would be overridden by the chart's own `CACHE_BUSTER_ENABLED: "false"`. */
function isOfCacheBuster({ name }: EnvEntry): boolean {
  return name === "CACHE_BUSTER_ENABLED" || ownMember(CACHE_BUSTER, name) !== undefined;
}

/** The member `cacheBuster`, without quotes as both charts write its values; none if Mastodon sends no purge requests. */
export function cacheBuster(entries: EnvEntry[], secret: Pair[]): Pair[] {
  const own = entries.filter(isOfCacheBuster);
  if (own.length === 0) return [];
  const members = own.flatMap(({ name, value }) => {
    const at = ownMember(CACHE_BUSTER, name);
    return at === undefined ? [] : [member(at, quoted(value))];
  });
  const enabled = member("enabled", new Scalar(true));
  return [member("cacheBuster", mapOf([enabled, ...members, ...secret]))];
}

/** Why a chart cannot write a value of `cacheBuster`; undefined if it can, or if it is another one's. */
export function cacheBusterProblem(value: string, entry: EnvEntry): string | undefined {
  return isOfCacheBuster(entry) && entry.name !== "CACHE_BUSTER_ENABLED" ? unquotedProblem(value) : undefined;
}

/** The parts of a chart's values. */
interface ChartValues {
  title: string;
  entries: EnvEntry[];
  /** The chart's own members below `mastodon.s3` by variable; all other variables go into `extraEnvVars`. */
  members: Readonly<Record<string, string>>;
  /** Other members below `mastodon.s3`, before and after those. */
  first: Pair[];
  last?: Pair[];
  /** Other members below `mastodon`. */
  beside?: Pair[];
}

/** The values as text, without secrets, which are in a Secret, and without `S3_ENABLED`, for which the chart has a member. */
export function chartValues({ title, entries, members, first, last = [], beside = [] }: ChartValues): string {
  const plain = entries.filter(({ name, secret }) => !secret && name !== "S3_ENABLED");
  const pair = (name: string, { value, comment }: EnvEntry): Pair => member(name, quoted(value), comment);
  const s3 = plain.flatMap((entry) => {
    const name = memberOf(members, entry);
    return name === undefined ? [] : [pair(name, entry)];
  });
  const extra = plain
    .filter((entry) => memberOf(members, entry) === undefined && !isOfCacheBuster(entry))
    .map((entry) => pair(entry.name, entry));
  return yamlText(
    title,
    mapOf([
      member(
        "mastodon",
        mapOf([
          member("s3", mapOf([member("enabled", new Scalar(true)), ...first, ...s3, ...last])),
          ...beside,
          member("extraEnvVars", mapOf(extra)),
        ]),
      ),
    ]),
  );
}
