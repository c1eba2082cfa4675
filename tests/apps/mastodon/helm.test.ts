/** Values for Mastodon's present chart, mastodon/helm-charts. */
import type { EnvEntry } from "../../../env/entry";
import { mastodonHelmValues } from "../../../apps/mastodon/helm";
import { valueProblem } from "../../../env/check-entries";
import { readMastodonChart } from "./chart";
import { entry, errorOf, expectExactOrRefused, secret } from "../../env/values";

const aws = [
  entry("S3_ENABLED", "true"),
  entry("S3_BUCKET", "social-media"),
  entry("S3_REGION", "eu-central-1"),
  entry("S3_PROTOCOL", "https"),
  entry("S3_HOSTNAME", "s3.eu-central-1.amazonaws.com", "Without the bucket."),
  entry("S3_ALIAS_HOST", "files.social.example"),
  entry("S3_PERMISSION", "", "Empty, not missing."),
  secret("AWS_ACCESS_KEY_ID", "AKIA"),
  secret("AWS_SECRET_ACCESS_KEY", "x/y+z="),
  entry("S3_RETRY_LIMIT", "2"),
  entry("EXTRA_MEDIA_HOSTS", "https://social-media.s3.eu-central-1.amazonaws.com"),
];
const keys = { AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "x/y+z=" };
const environment = (entries: EnvEntry[]): Record<string, string> =>
  Object.fromEntries(entries.map(({ name, value }) => [name, value]));

test("the values: the chart's own members, the keys of the Secret, no volume, and all else as extra variables", () => {
  expect(mastodonHelmValues("A title", aws, "social-media-s3")).toBe(`# A title

mastodon:
  s3:
    enabled: true
    existingSecret: "social-media-s3"
    existingSecretKeys:
      accessKeyId: "AWS_ACCESS_KEY_ID"
      secretAccessKey: "AWS_SECRET_ACCESS_KEY"
    bucket: "social-media"
    region: "eu-central-1"
    protocol: "https"
    # Without the bucket.
    hostname: "s3.eu-central-1.amazonaws.com"
    aliasHost: "files.social.example"
    # The chart always sets it, and an empty value would break Mastodon.
    endpoint: "https://s3.eu-central-1.amazonaws.com"
    # As without an endpoint, presigned URLs have the bucket in the host.
    overridePathStyle: "true"
    permission: ""
  # The chart takes either S3 or a volume.
  pvc:
    enabled: false
  extraEnvVars:
    # Empty, not missing.
    S3_PERMISSION: ""
    S3_RETRY_LIMIT: "2"
    EXTRA_MEDIA_HOSTS: "https://social-media.s3.eu-central-1.amazonaws.com"
`);
});

test("on AWS the pods see the block, and an endpoint because the chart requires one", () => {
  expect(readMastodonChart(mastodonHelmValues("t", aws, "s"), keys)).toEqual({
    ...environment(aws),
    S3_ENDPOINT: "https://s3.eu-central-1.amazonaws.com",
    S3_OVERRIDE_PATH_STYLE: "true",
  });
});

test("a store with an endpoint of its own keeps it, with path style; an ACL goes to the chart's member", () => {
  const entries = [
    ...aws.filter(({ name }) => name !== "S3_PERMISSION"),
    entry("S3_ENDPOINT", "https://store.example:8443"),
    entry("S3_PERMISSION", "public-read"),
    entry("AWS_REQUEST_CHECKSUM_CALCULATION", "WHEN_REQUIRED"),
  ];
  const text = mastodonHelmValues("t", entries, "s");
  expect(text).toContain('    permission: "public-read"\n');
  expect(readMastodonChart(text, keys)).toEqual(environment(entries));
});

test("a store that wants the bucket in the host name says so in the chart's member", () => {
  const entries = [
    ...aws,
    entry("S3_ENDPOINT", "https://store.example"),
    entry("S3_OVERRIDE_PATH_STYLE", "true"),
  ];
  const text = mastodonHelmValues("t", entries, "s");
  expect(text).toContain('    overridePathStyle: "true"\n');
  expect(readMastodonChart(text, keys)).toEqual(environment(entries));
});

test("members that the block does not have are blank, so that none of another store is left in your values.yaml", () => {
  const entries = [
    ...aws.filter(({ name }) => name !== "S3_ALIAS_HOST"),
    entry("S3_ENDPOINT", "https://store.example"),
  ];
  const text = mastodonHelmValues("t", entries, "s");
  for (const name of ["aliasHost", "permission", "overridePathStyle"])
    expect(text).toContain(`    ${name}: ""\n`);
  expect(readMastodonChart(text, keys)).toEqual(environment(entries));
});

test("a role is refused, because the chart always sets an access key", () => {
  const error = errorOf(() =>
    mastodonHelmValues(
      "t",
      aws.filter((one) => !one.secret),
      "s",
    ),
  );
  expect(error).toContain("always sets an access key, so its pods cannot use a role");
  for (const way of ["writer.keys", "--format kubernetes-secret", "--format helm-legacy"])
    expect(error).toContain(way);
});

test("any value in extraEnvVars comes back as it was, or the error names the variable and never shows the value", () => {
  const block = [
    entry("S3_BUCKET", "b"),
    entry("S3_HOSTNAME", "h"),
    secret("AWS_ACCESS_KEY_ID", "a"),
    secret("AWS_SECRET_ACCESS_KEY", "b"),
  ];
  expectExactOrRefused(
    valueProblem,
    (title, entries) => mastodonHelmValues(title, [...block, ...entries], "s"),
    (text) =>
      Object.fromEntries(
        Object.entries(readMastodonChart(text, {})).filter(([name]) => name.startsWith("V_")),
      ),
  );
});

test.each(["2024", "1e5", "yes", "null", "a: b", "a #b"])(
  "a bucket %j stays a text, since the chart quotes it",
  (value) => {
    const entries = aws.map((one) => (one.name === "S3_BUCKET" ? entry("S3_BUCKET", value) : one));
    expect(readMastodonChart(mastodonHelmValues("t", entries, "s"), keys)["S3_BUCKET"]).toBe(value);
  },
);

test("the Secret's name is written without quotes, and must be one", () => {
  expect(errorOf(() => mastodonHelmValues("t", aws, "2024"))).toContain(
    "the chart writes it into YAML without quotes",
  );
  expect(errorOf(() => mastodonHelmValues("t", aws, "a_b"))).toMatch(
    /^"a_b" is not a valid name of a Kubernetes Secret/,
  );
});

const purge = [
  entry("CACHE_BUSTER_ENABLED", "true"),
  entry("CACHE_BUSTER_HTTP_METHOD", "GET"),
  entry("CACHE_BUSTER_SECRET_HEADER", "Media-Purge-Secret"),
  secret("CACHE_BUSTER_SECRET", "5ec2e7"),
];

test("purge requests are the chart's cacheBuster, with their secret in the same Secret", () => {
  const text = mastodonHelmValues("t", [...aws, ...purge], "media");
  expect(text).toContain(`  cacheBuster:
    enabled: true
    httpMethod: "GET"
    authHeader: "Media-Purge-Secret"
    existingSecret: "media"
    existingSecretKeys:
      authToken: "CACHE_BUSTER_SECRET"
`);
  expect(text).not.toContain("5ec2e7");
  expect(readMastodonChart(text, { ...keys, CACHE_BUSTER_SECRET: "5ec2e7" })).toMatchObject(
    environment(purge),
  );
});

test("a header of purge requests that YAML would read as something else is refused", () => {
  const odd = [...aws, entry("CACHE_BUSTER_ENABLED", "true"), entry("CACHE_BUSTER_SECRET_HEADER", "on")];
  expect(errorOf(() => mastodonHelmValues("t", odd, "s"))).toMatch(
    /^The value of CACHE_BUSTER_SECRET_HEADER would not be read as a string/,
  );
});

test("the chart reads no other secret", () => {
  expect(errorOf(() => mastodonHelmValues("t", [...aws, secret("OTHER_SECRET", "s3cr3t")], "s"))).toBe(
    "The chart mastodon/helm-charts has no place for the secret OTHER_SECRET; use --format kubernetes-secret.",
  );
});
