import { Scalar } from "yaml";
import { ownMember } from "../../validation/own-member";
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

/** The chart's own members for these, below `mastodon.s3` (charts/mastodon/templates/_env.tpl at 1.0.2). It leaves an empty one out. */
const MEMBERS: Record<string, string> = {
  S3_BUCKET: "bucket",
  S3_REGION: "region",
  S3_PROTOCOL: "protocol",
  S3_HOSTNAME: "hostname",
  S3_ENDPOINT: "endpoint",
  S3_ALIAS_HOST: "aliasHost",
  S3_PERMISSION: "permission",
  S3_OVERRIDE_PATH_STYLE: "overridePathStyle",
};

/** Written empty where the block has none, which the chart leaves out: your own values.yaml may still have one of another store. */
const BLANK = ["aliasHost", "permission", "overridePathStyle"];

/** The keys of the Secret, by the names in `mastodon.s3.existingSecretKeys`. */
const SECRET_KEYS: Record<string, string> = {
  AWS_ACCESS_KEY_ID: "accessKeyId",
  AWS_SECRET_ACCESS_KEY: "secretAccessKey",
};

const CHART = "The chart mastodon/helm-charts";

/**
 * The block as values for the Helm chart `mastodon` of https://github.com/mastodon/helm-charts, with the keys in the Secret of the given
 * name (`kubernetesSecret` of the secret entries). Throws an error that names, never shows, a value it cannot carry, and one for a writer
 * that is a role.
 */
export function mastodonHelmValues(title: string, entries: EnvEntry[], secretName: string): string {
  checkSecretName(secretName);
  checkSecrets(entries);
  checkPlainSecretName(secretName);
  const all = withEndpoint(entries);
  // Of the members below s3 only the protocol is written without quotes (`S3_PROTOCOL: {{ .protocol }}`).
  checkEntries(
    all,
    (value, entry) =>
      valueProblem(value) ??
      cacheBusterProblem(value, entry) ??
      (entry.name === "S3_PROTOCOL" ? unquotedProblem(value) : undefined),
  );
  const set = all.map((entry) => memberOf(MEMBERS, entry));
  const blank = BLANK.filter((name) => !set.includes(name));
  const keys = Object.entries(SECRET_KEYS).map(([key, name]) => member(name, quoted(key)));
  return chartValues({
    title,
    entries: all,
    members: MEMBERS,
    first: [member("existingSecret", quoted(secretName)), member("existingSecretKeys", mapOf(keys))],
    last: blank.map((name) => member(name, quoted(""))),
    beside: [
      member("pvc", mapOf([member("enabled", new Scalar(false))]), "The chart takes either S3 or a volume."),
      ...cacheBuster(all, [
        member("existingSecret", quoted(secretName)),
        member("existingSecretKeys", mapOf([member("authToken", quoted(PURGE_SECRET))])),
      ]),
    ],
  });
}

/** The chart sets both variables of the key from a Secret in any case (templates/_secrets.tpl), and of the others only that of `cacheBuster`. */
function checkSecrets(entries: EnvEntry[]): void {
  const secrets = entries.filter(({ secret }) => secret).map(({ name }) => name);
  const strange = secrets.filter(
    (name) => ownMember(SECRET_KEYS, name) === undefined && name !== PURGE_SECRET,
  );
  if (strange.length > 0) {
    throw new UserError(
      `${CHART} has no place for the secret ${strange.join(", ")}; use --format kubernetes-secret.`,
    );
  }
  if (Object.keys(SECRET_KEYS).every((name) => secrets.includes(name))) return;
  throw new UserError(
    `${CHART} always sets an access key, so its pods cannot use a role; give the writer keys (writer.keys or writer.given), use ` +
      "--format kubernetes-secret with manifests of your own, or --format helm-legacy for the superseded chart.",
  );
}
