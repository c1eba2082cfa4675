import type { Pair } from "yaml";
import { UserError } from "../../validation/user-error";
import { checkEntries, valueProblem } from "../../env/check";
import type { EnvEntry } from "../../env/entry";
import { chartValues, checkPlainSecretName, memberOf, unquotedProblem, withEndpoint } from "./helm-values";
import { checkSecretName } from "../../env/formats/kubernetes";
import { member, quoted } from "../../env/formats/yaml";

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
 * The block as values for the superseded Helm chart https://github.com/mastodon/chart, with the keys in the Secret of the given name
 * (`kubernetesSecret` of the secret entries). Throws an error that names, never shows, a value it cannot carry.
 */
export function mastodonLegacyHelmValues(title: string, entries: EnvEntry[], secretName: string): string {
  checkSecretName(secretName);
  const all = withEndpoint(entries);
  checkEntries(
    all,
    (value, entry) =>
      valueProblem(value) ?? (memberOf(MEMBERS, entry) === undefined ? undefined : unquotedProblem(value)),
  );
  return chartValues({ title, entries: all, members: MEMBERS, first: [credentials(entries, secretName)] });
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
    checkPlainSecretName(secretName);
    return member("existingSecret", quoted(secretName));
  }
  // templates/_secrets.tpl: the chart's own Secret has blank keys then, and the SDK would not look for a role.
  return member(
    "existingSecret",
    quoted(""),
    "The role writes: mastodon.secrets.existingSecret must be set, else the chart sets blank keys.",
  );
}
