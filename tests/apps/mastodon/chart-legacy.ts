/**
 * What the chart mastodon/chart makes of its values, as its templates have it at 3c8d76d (chart 6.9.3):
 * https://github.com/mastodon/chart/blob/main/templates/configmap-env.yaml and _secrets.tpl.
 */
import { parse } from "yaml";
import { cacheBusterVariables, type CacheBuster } from "./chart";

interface Values {
  mastodon: {
    s3: Record<string, string | boolean>;
    extraEnvVars: Record<string, unknown>;
    cacheBuster?: CacheBuster & { authToken: { existingSecret: string } };
  };
}

/** Written in any case, and without quotes; the rest of the members only where they are not empty. */
const ALWAYS: Record<string, string> = {
  S3_BUCKET: "bucket",
  S3_ENDPOINT: "endpoint",
  S3_HOSTNAME: "hostname",
  S3_PROTOCOL: "protocol",
};
const IF_SET: Record<string, string> = {
  S3_PERMISSION: "permission",
  S3_REGION: "region",
  S3_ALIAS_HOST: "alias_host",
};

/** The environment of a pod; the keys of the Secret that is named are in `secret`. */
export function readLegacyMastodonChart(
  text: string,
  secret: Record<string, unknown>,
): Record<string, unknown> {
  const [old, values] = (["1.1", "1.2"] as const).map((version) => parse(text, { version }) as Values);
  expect(old).toEqual(values);
  if (values === undefined) throw new Error("no values");
  const { s3, extraEnvVars, cacheBuster } = values.mastodon;
  expect(s3["enabled"]).toBe(true);
  const known = ["enabled", "existingSecret", ...Object.values(ALWAYS), ...Object.values(IF_SET)];
  expect(Object.keys(s3).filter((member) => !known.includes(member))).toEqual([]);
  const lines = [
    ...Object.entries(ALWAYS).map(([name, at]) => `${name}: ${String(s3[at] ?? "")}`),
    ...Object.entries(IF_SET).flatMap(([name, at]) => (s3[at] ? [`${name}: ${String(s3[at])}`] : [])),
  ];
  const configMap = parse(lines.join("\n"), { version: "1.1" }) as Record<string, unknown>;
  for (const name of Object.keys(extraEnvVars)) expect(configMap).not.toHaveProperty(name);
  const keys = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
  const credentials = keys.map((key) => [key, s3["existingSecret"] ? secret[key] : ""]);
  // The chart writes CACHE_BUSTER_ENABLED after the extra variables, whatever its value is.
  for (const name of Object.keys(extraEnvVars)) expect(name).not.toMatch(/^CACHE_BUSTER_/);
  return {
    S3_ENABLED: "true",
    ...configMap,
    ...extraEnvVars,
    ...Object.fromEntries(credentials),
    ...(cacheBuster && {
      ...cacheBusterVariables(cacheBuster),
      // templates/deployment-sidekiq.yaml
      CACHE_BUSTER_SECRET: cacheBuster.authToken.existingSecret && secret["password"],
    }),
  } as Record<string, unknown>;
}
