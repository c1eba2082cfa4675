import { Scalar, type Pair } from "yaml";
import { ownMember } from "../problems/own-member";
import { UserError } from "../problems/user-error";
import { checkEntries, valueProblem } from "./check";
import type { EnvEntry } from "./entry";
import { checkPlainSecretName, unquotedProblem, withEndpoint } from "./helm-mastodon-entries";
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
 * The block as values for the superseded Helm chart https://github.com/mastodon/chart, with the keys in the Secret of the given name
 * (`kubernetesSecret` of the secret entries). Throws an error that names, never shows, a value it cannot carry.
 */
export function mastodonLegacyHelmValues(title: string, entries: EnvEntry[], secretName: string): string {
  checkSecretName(secretName);
  const all = withEndpoint(entries);
  checkEntries(
    all,
    (value, entry) => valueProblem(value) ?? (isMember(entry) ? unquotedProblem(value) : undefined),
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
