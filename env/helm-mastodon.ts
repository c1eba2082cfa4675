import { parse, Scalar, type Pair } from "yaml";
import { ownMember } from "../problems/own-member";
import { UserError } from "../problems/user-error";
import { checkEntries, valueProblem } from "./check";
import type { EnvEntry } from "./entry";
import { checkSecretName } from "./kubernetes";
import { mapOf, member, quoted, yamlText } from "./yaml";

/**
 * The chart's own members for these, below `mastodon.s3`; it writes them into a ConfigMap without quotes, and leaves an
 * empty one out or makes it null (https://github.com/mastodon/chart, templates/configmap-env.yaml).
 */
const MEMBERS: Record<string, string> = {
  S3_BUCKET: "bucket",
  S3_REGION: "region",
  S3_PROTOCOL: "protocol",
  S3_HOSTNAME: "hostname",
  S3_ENDPOINT: "endpoint",
  S3_ALIAS_HOST: "alias_host",
  S3_PERMISSION: "permission",
};

/** The keys that the chart reads from `mastodon.s3.existingSecret`, which are all it reads there. */
const SECRETS = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];

/**
 * The block as values for the Helm chart `mastodon/chart`, with the keys in the Secret of the given name
 * (`kubernetesSecret` of the secret entries). Throws an error that names, never shows, a value it cannot carry.
 */
export function mastodonHelmValues(title: string, entries: EnvEntry[], secretName: string): string {
  checkSecretName(secretName);
  const all = [...entries, ...endpointOnAws(entries)];
  checkEntries(
    all,
    (value, entry) => valueProblem(value) ?? (isMember(entry) ? plainProblem(value) : undefined),
  );
  const plain = all.filter(({ name, secret }) => !secret && name !== "S3_ENABLED");
  const s3 = plain.filter(isMember);
  const extra = plain.filter((entry) => !isMember(entry));
  return yamlText(
    title,
    mapOf([
      member(
        "mastodon",
        mapOf([
          member(
            "s3",
            mapOf([
              member("enabled", new Scalar(true)),
              credentials(entries, secretName),
              ...s3.map(({ name, value, comment }) =>
                member(ownMember(MEMBERS, name) ?? name, quoted(value), comment),
              ),
            ]),
          ),
          member(
            "extraEnvVars",
            mapOf(extra.map(({ name, value, comment }) => member(name, quoted(value), comment))),
          ),
        ]),
      ),
    ]),
  );
}

function isMember({ name, value }: EnvEntry): boolean {
  return ownMember(MEMBERS, name) !== undefined && value !== "";
}

/** What the chart would write into its YAML and its reader take for something else. */
function plainProblem(value: string): string | undefined {
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

function credentials(entries: EnvEntry[], secretName: string): Pair {
  const strange = entries.filter(({ name, secret }) => secret && !SECRETS.includes(name));
  if (strange.length > 0) {
    const names = strange.map(({ name }) => name).join(", ");
    throw new UserError(
      `The chart mastodon/chart has no place for the secret ${names}; use the form "kubernetes-secret".`,
    );
  }
  if (entries.some(({ secret }) => secret)) {
    const problem = plainProblem(secretName);
    if (problem !== undefined) throw new UserError(`"${secretName}" ${problem}; write another one.`);
    return member("existingSecret", quoted(secretName));
  }
  // templates/_secrets.tpl: the chart's own Secret has blank keys then, and the SDK would not look for a role.
  return member(
    "existingSecret",
    quoted(""),
    "The role writes: mastodon.secrets.existingSecret must be set, else the chart sets blank keys.",
  );
}

/**
 * The chart sets `S3_ENDPOINT` in any case, and a blank one breaks Mastodon. With one Mastodon changes to path style,
 * whose presigned URLs are on a host that its content security policy does not list, so that is turned off again.
 */
function endpointOnAws(entries: EnvEntry[]): EnvEntry[] {
  const valueOf = (name: string): string | undefined => entries.find((entry) => entry.name === name)?.value;
  const hostname = valueOf("S3_HOSTNAME");
  if (hostname === undefined || valueOf("S3_ENDPOINT") !== undefined) return [];
  const add = (name: string, value: string, comment: string): EnvEntry => ({
    name,
    value,
    secret: false,
    comment,
  });
  return [
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
