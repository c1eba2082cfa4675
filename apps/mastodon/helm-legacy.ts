import type { Pair } from "yaml";
import { UserError } from "../../validation/user-error";
import { checkEntries, valueProblem } from "../../env/check-entries";
import type { EnvEntry } from "../../env/entry";
import {
  cacheBuster,
  cacheBusterProblem,
  chartValues,
  checkPlainSecretName,
  memberOf,
  PURGE_SECRET,
  unquotedProblem,
  withEndpoint,
} from "./helm-values";
import { checkSecretName } from "../../env/formats/kubernetes";
import { mapOf, member, quoted } from "../../env/formats/yaml";

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

const isKey = ({ name, secret }: EnvEntry): boolean => secret && SECRETS.includes(name);

/**
 * The block as values for the superseded Helm chart https://github.com/mastodon/chart, with the keys in the Secret of the given name
 * (`kubernetesSecret` of the secret entries). Throws an error that names, never shows, a value it cannot carry.
 */
export function mastodonLegacyHelmValues(title: string, entries: EnvEntry[], secretName: string): string {
  checkSecretName(secretName);
  const all = withEndpoint(entries);
  checkEntries(
    all,
    (value, entry) =>
      valueProblem(value) ??
      cacheBusterProblem(value, entry) ??
      (memberOf(MEMBERS, entry) === undefined ? undefined : unquotedProblem(value)),
  );
  // The Secret's key is always "password" (templates/deployment-sidekiq.yaml), see `legacySecretEntries`.
  const authToken = member("authToken", mapOf([member("existingSecret", quoted(secretName))]));
  return chartValues({
    title,
    entries: all,
    members: MEMBERS,
    first: [credentials(entries, secretName)],
    beside: cacheBuster(all, [authToken]),
  });
}

/** The entries of the Secret, with the purge secret under the key that the chart reads. */
export function legacySecretEntries(entries: EnvEntry[]): EnvEntry[] {
  return entries.map((entry) => (entry.name === PURGE_SECRET ? { ...entry, name: "password" } : entry));
}

function credentials(entries: EnvEntry[], secretName: string): Pair {
  const strange = entries.filter((entry) => entry.secret && !isKey(entry) && entry.name !== PURGE_SECRET);
  if (strange.length > 0) {
    const names = strange.map(({ name }) => name).join(", ");
    throw new UserError(
      `The chart mastodon/chart has no place for the secret ${names}; use the form "kubernetes-secret".`,
    );
  }
  if (entries.some(({ secret }) => secret)) checkPlainSecretName(secretName);
  if (entries.some(isKey)) return member("existingSecret", quoted(secretName));
  // templates/_secrets.tpl: the chart's own Secret has blank keys then, and the SDK would not look for a role.
  return member(
    "existingSecret",
    quoted(""),
    "The role writes: mastodon.secrets.existingSecret must be set, else the chart sets blank keys.",
  );
}
