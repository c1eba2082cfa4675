/**
 * What the chart `mastodon` of mastodon/helm-charts makes of its values, as its templates have it at f6905d5 (chart 1.0.2):
 * https://github.com/mastodon/helm-charts/blob/main/charts/mastodon/templates/_env.tpl and _secrets.tpl.
 */
import { parse } from "yaml";

interface Values {
  mastodon: {
    s3: Record<string, unknown>;
    pvc: { enabled: boolean };
    cacheBuster?: CacheBuster & { existingSecret: string; existingSecretKeys: { authToken: string } };
    extraEnvVars: Record<string, unknown>;
  };
}

/** The members below `mastodon.s3` that the chart requires, and the others that it reads. */
const REQUIRED: Record<string, string> = {
  S3_BUCKET: "bucket",
  S3_ENDPOINT: "endpoint",
  S3_HOSTNAME: "hostname",
};
const IF_SET: Record<string, string> = {
  S3_PERMISSION: "permission",
  S3_REGION: "region",
  S3_ALIAS_HOST: "aliasHost",
  S3_MULTIPART_THRESHOLD: "multipartThreshold",
  S3_OVERRIDE_PATH_STYLE: "overridePathStyle",
};
const OTHERS = [
  "enabled",
  "protocol",
  "existingSecret",
  "existingSecretKeys",
  "accessKeyId",
  "secretAccessKey",
];

/** The environment of a pod; the Secret that is named has the keys `secret`. */
export function readMastodonChart(text: string, secret: Record<string, unknown>): Record<string, unknown> {
  const [old, values] = (["1.1", "1.2"] as const).map((version) => parse(text, { version }) as Values);
  expect(old).toEqual(values);
  if (values === undefined) throw new Error("no values");
  const { s3, pvc, extraEnvVars, cacheBuster } = values.mastodon;
  expect([s3["enabled"], pvc.enabled]).toEqual([true, false]);
  const known = [...OTHERS, ...Object.values(REQUIRED), ...Object.values(IF_SET)];
  expect(Object.keys(s3).filter((member) => !known.includes(member))).toEqual([]);
  const configMap = Object.fromEntries([
    ...Object.entries(REQUIRED).map(([name, at]) => {
      if (!s3[at]) throw new Error(`${at} is required`);
      return [name, s3[at]] as const;
    }),
    ...Object.entries(IF_SET).flatMap(([name, at]) => (s3[at] ? [[name, s3[at]] as const] : [])),
    // The only one that is written without quotes.
    [
      "S3_PROTOCOL",
      parse((s3["protocol"] as string | undefined) ?? "https", { version: "1.1" }) as unknown,
    ] as const,
  ]);
  for (const name of Object.keys(extraEnvVars)) expect(configMap).not.toHaveProperty(name);
  expect(s3["existingSecret"]).toMatch(/./);
  const keys = s3["existingSecretKeys"] as Record<string, string>;
  const purge = cacheBuster && cacheBusterVariables(cacheBuster);
  for (const name of Object.keys(extraEnvVars)) expect(name).not.toMatch(/^CACHE_BUSTER_/);
  return {
    S3_ENABLED: "true",
    ...configMap,
    ...extraEnvVars,
    ...purge,
    ...(cacheBuster && {
      CACHE_BUSTER_SECRET: cacheBuster.existingSecret && secret[cacheBuster.existingSecretKeys.authToken],
    }),
    AWS_ACCESS_KEY_ID: secret[keys["accessKeyId"] ?? "access-key-id"],
    AWS_SECRET_ACCESS_KEY: secret[keys["secretAccessKey"] ?? "secret-access-key"],
  };
}

/** Members that both charts have. */
export interface CacheBuster {
  enabled: boolean;
  httpMethod?: string;
  authHeader?: string;
}

/** What both charts make of `mastodon.cacheBuster`, without quotes; templates/_env.tpl and, of the superseded one, configmap-env.yaml. */
export function cacheBusterVariables({
  enabled,
  httpMethod,
  authHeader,
}: CacheBuster): Record<string, unknown> {
  if (!enabled) return { CACHE_BUSTER_ENABLED: "false" };
  const lines = [
    'CACHE_BUSTER_ENABLED: "true"',
    ...(httpMethod === undefined ? [] : [`CACHE_BUSTER_HTTP_METHOD: ${httpMethod}`]),
    ...(authHeader === undefined ? [] : [`CACHE_BUSTER_SECRET_HEADER: ${authHeader}`]),
  ];
  return parse(lines.join("\n"), { version: "1.1" }) as Record<string, unknown>;
}
