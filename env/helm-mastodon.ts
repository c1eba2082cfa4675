import { Scalar } from "yaml";
import { ownMember } from "../problems/own-member";
import { UserError } from "../problems/user-error";
import { checkEntries, valueProblem } from "./check";
import type { EnvEntry } from "./entry";
import { checkPlainSecretName, unquotedProblem, withEndpoint } from "./helm-mastodon-entries";
import { checkSecretName } from "./kubernetes";
import { mapOf, member, quoted, yamlText } from "./yaml";

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
  // Of the members only the protocol is written without quotes (`S3_PROTOCOL: {{ .protocol }}`).
  checkEntries(
    all,
    (value, { name }) => valueProblem(value) ?? (name === "S3_PROTOCOL" ? unquotedProblem(value) : undefined),
  );
  const plain = all.filter(({ name, secret }) => !secret && name !== "S3_ENABLED");
  const isMember = ({ name, value }: EnvEntry): boolean =>
    ownMember(MEMBERS, name) !== undefined && value !== "";
  const members = plain
    .filter(isMember)
    .map(({ name, value, comment }) => ({ name: ownMember(MEMBERS, name) ?? name, value, comment }));
  const blank = BLANK.filter((name) => !members.some((one) => one.name === name));
  const keys = Object.entries(SECRET_KEYS).map(([key, name]) => member(name, quoted(key)));
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
              member("existingSecret", quoted(secretName)),
              member("existingSecretKeys", mapOf(keys)),
              ...members.map(({ name, value, comment }) => member(name, quoted(value), comment)),
              ...blank.map((name) => member(name, quoted(""))),
            ]),
          ),
          member(
            "pvc",
            mapOf([member("enabled", new Scalar(false))]),
            "The chart takes either S3 or a volume.",
          ),
          member(
            "extraEnvVars",
            mapOf(
              plain
                .filter((entry) => !isMember(entry))
                .map(({ name, value, comment }) => member(name, quoted(value), comment)),
            ),
          ),
        ]),
      ),
    ]),
  );
}

/** The chart sets both variables of the key from a Secret in any case (templates/_secrets.tpl), and no others. */
function checkSecrets(entries: EnvEntry[]): void {
  const secrets = entries.filter(({ secret }) => secret).map(({ name }) => name);
  const strange = secrets.filter((name) => ownMember(SECRET_KEYS, name) === undefined);
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
