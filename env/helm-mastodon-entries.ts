/** What Mastodon's two charts have in common. */
import { parse } from "yaml";
import { UserError } from "../problems/user-error";
import type { EnvEntry } from "./entry";

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
