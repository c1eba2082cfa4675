/** What Mastodon's two charts have in common. */
import { parse, Scalar, type Pair } from "yaml";
import { ownMember } from "../../validation/own-member";
import { UserError } from "../../validation/user-error";
import type { EnvEntry } from "../../env/entry";
import { mapOf, member, quoted, yamlText } from "../../env/formats/yaml";

/** What a chart would write into its YAML without quotes, and its reader take for something else. */
export function unquotedProblem(value: string): string | undefined {
  const reads = (version: "1.1" | "1.2"): boolean => {
    try {
      return (parse(`name: ${value}`, { version }) as { name: unknown }).name === value;
    } catch {
      return false;
    }
  };
  // Go's reader takes the types of both versions.
  return /^[ -~]*$/.test(value) && reads("1.1") && reads("1.2")
    ? undefined
    : "is written without quotes by the chart, where YAML takes it for a number or something else";
}

/** Both charts write the Secret's name without quotes. */
export function checkPlainSecretName(name: string): void {
  const problem = unquotedProblem(name);
  if (problem !== undefined) throw new UserError(`"${name}" ${problem}; write another one.`);
}

/**
 * The entries with `S3_ENDPOINT` on AWS as well: both charts set it in any case, and a blank one breaks Mastodon. With an endpoint Mastodon
 * changes to path style, whose presigned URLs are on a host that its content security policy does not list, so that is turned off again.
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
      "The chart sets it in any case, and blank it would break Mastodon.",
    ),
    add(
      "S3_OVERRIDE_PATH_STYLE",
      "true",
      "As without an endpoint: the bucket is in the host of presigned URLs.",
    ),
  ];
}

/** The chart's member for an entry, by its table of members; undefined for an empty value, which both charts leave out. */
export function memberOf(
  members: Readonly<Record<string, string>>,
  { name, value }: EnvEntry,
): string | undefined {
  return value === "" ? undefined : ownMember(members, name);
}

/** What a chart's values are made of. */
interface ChartValues {
  title: string;
  entries: EnvEntry[];
  /** The chart's own members below `mastodon.s3` by variable; all other variables go into `extraEnvVars`. */
  members: Readonly<Record<string, string>>;
  /** What else is below `mastodon.s3`, before and after those members. */
  first: Pair[];
  last?: Pair[];
  /** What else is below `mastodon`. */
  beside?: Pair[];
}

/** The values as text. Secrets are in a Secret, and that S3 is on is a member of the chart's. */
export function chartValues({ title, entries, members, first, last = [], beside = [] }: ChartValues): string {
  const plain = entries.filter(({ name, secret }) => !secret && name !== "S3_ENABLED");
  const pair = (name: string, { value, comment }: EnvEntry): Pair => member(name, quoted(value), comment);
  const s3 = plain.flatMap((entry) => {
    const name = memberOf(members, entry);
    return name === undefined ? [] : [pair(name, entry)];
  });
  const extra = plain
    .filter((entry) => memberOf(members, entry) === undefined)
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
