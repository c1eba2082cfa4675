import type { EnvEntry } from "../../../env/entry";
import { legacySecretEntries, mastodonLegacyHelmValues } from "../../../apps/mastodon/helm-legacy";
import { valueProblem } from "../../../env/check-entries";
import { readLegacyMastodonChart } from "./chart-legacy";
import { COMMENT, entry, errorOf, expectExactOrRefused, secret } from "../../env/values";

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
  entry("EXTRA_MEDIA_HOSTS", "https://social-media.s3.eu-central-1.amazonaws.com"),
];
const keys = { AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "x/y+z=" };
const environment = (entries: EnvEntry[]): Record<string, string> =>
  Object.fromEntries(entries.map(({ name, value }) => [name, value]));

test("the values: the chart's own members, and the empty S3_PERMISSION where the chart keeps it", () => {
  expect(mastodonLegacyHelmValues("A title", aws, "social-media-s3")).toBe(`# A title

mastodon:
  s3:
    enabled: true
    existingSecret: "social-media-s3"
    bucket: "social-media"
    region: "eu-central-1"
    protocol: "https"
    # Without the bucket.
    hostname: "s3.eu-central-1.amazonaws.com"
    alias_host: "files.social.example"
    # The chart always sets it, and an empty value would break Mastodon.
    endpoint: "https://s3.eu-central-1.amazonaws.com"
  extraEnvVars:
    # Empty, not missing.
    S3_PERMISSION: ""
    EXTRA_MEDIA_HOSTS: "https://social-media.s3.eu-central-1.amazonaws.com"
    # As without an endpoint, presigned URLs have the bucket in the host.
    S3_OVERRIDE_PATH_STYLE: "true"
`);
});

test("on AWS the pods see the block, and an endpoint because the chart sets one in any case", () => {
  expect(readLegacyMastodonChart(mastodonLegacyHelmValues("t", aws, "s"), keys)).toEqual({
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
  const text = mastodonLegacyHelmValues("t", entries, "s");
  expect(text).toContain('    permission: "public-read"\n');
  expect(readLegacyMastodonChart(text, keys)).toEqual(environment(entries));
});

test("with a role the values say what keeps the chart from setting blank keys", () => {
  const text = mastodonLegacyHelmValues(
    "t",
    aws.filter((one) => !one.secret),
    "s",
  );
  expect(text).toContain(
    "    # The role writes: mastodon.secrets.existingSecret must be set, else the chart sets blank keys.\n" +
      '    existingSecret: ""\n',
  );
});

test("any value in extraEnvVars comes back as it was, or the error names the variable and never shows the value", () => {
  expectExactOrRefused(
    valueProblem,
    (title, entries) => mastodonLegacyHelmValues(title, [entry("S3_HOSTNAME", "h"), ...entries], "s"),
    (text) =>
      Object.fromEntries(
        Object.entries(readLegacyMastodonChart(text, {})).filter(([name]) => name.startsWith("V_")),
      ),
  );
});

const unquoted = "would not be read as a string, because the chart writes it into YAML without quotes";
test.each([
  ...["2024", "1e5", "0777", "0o17", "0x1f", "1_000", "12:30", "2026-11-01", ".inf"],
  ...["yes", "on", "null", "~", "true", "a: b", "a #b", "*a", "&a", "!a", "[a", "{a}", "%a", "@a", "`a"],
  ...["- a", "? a", "'a'", '"a"', " a", "a ", "a\nb", "é", "\x7f"],
])("a bucket %j would be something else in the chart's ConfigMap, which has no quotes", (value) => {
  const entries = [entry("S3_HOSTNAME", "h"), entry("S3_BUCKET", value, COMMENT)];
  expect(errorOf(() => mastodonLegacyHelmValues("t", entries, "s"))).toBe(
    `The value of S3_BUCKET ${unquoted}; use another one.`,
  );
});

test.each(["a-1", "1a", "1.2.3", "https://h:8443", "s3.eu-central-1.amazonaws.com", "a/b"])(
  "%s stays what it is there",
  (value) => {
    const text = mastodonLegacyHelmValues("t", [entry("S3_HOSTNAME", "h"), entry("S3_BUCKET", value)], "s");
    expect(readLegacyMastodonChart(text, {})["S3_BUCKET"]).toBe(value);
  },
);

test("the Secret's name stands there without quotes too, and must be one", () => {
  expect(errorOf(() => mastodonLegacyHelmValues("t", aws, "2024"))).toBe(
    `"2024" ${unquoted}; use another one.`,
  );
  expect(errorOf(() => mastodonLegacyHelmValues("t", aws, "a_b"))).toMatch(
    /^"a_b" is not a valid name of a Kubernetes Secret/,
  );
});

const purge = [
  entry("CACHE_BUSTER_ENABLED", "true"),
  entry("CACHE_BUSTER_HTTP_METHOD", "GET"),
  entry("CACHE_BUSTER_SECRET_HEADER", "Media-Purge-Secret"),
  secret("CACHE_BUSTER_SECRET", "5ec2e7"),
];

test("purge requests are the chart's cacheBuster, with their secret under the key that the chart reads", () => {
  const block = [...aws, ...purge];
  const text = mastodonLegacyHelmValues("t", block, "media");
  const data = Object.fromEntries(
    legacySecretEntries(block.filter((one) => one.secret)).map(({ name, value }) => [name, value]),
  );
  expect(readLegacyMastodonChart(text, data)).toMatchObject(
    Object.fromEntries(block.map(({ name, value }) => [name, value])),
  );
  expect(Object.keys(data).filter((name) => name.startsWith("CACHE"))).toEqual([]);
});

test("a role needs no key, but its Secret has the purge secret", () => {
  const text = mastodonLegacyHelmValues("t", [...aws.filter((one) => !one.secret), ...purge], "media");
  expect(text).toContain('    existingSecret: ""\n');
  expect(readLegacyMastodonChart(text, { password: "5ec2e7" })["CACHE_BUSTER_SECRET"]).toBe("5ec2e7");
});

test("the chart reads no other secret", () => {
  expect(errorOf(() => mastodonLegacyHelmValues("t", [...aws, secret("OTHER_SECRET", "s3cr3t")], "s"))).toBe(
    'The chart mastodon/chart has no place for the secret OTHER_SECRET; use the form "kubernetes-secret".',
  );
});

test("everything that is wrong is said at once", () => {
  const entries = [...aws, entry("A", "\0"), secret("B", "")];
  expect(errorOf(() => mastodonLegacyHelmValues("t", entries, "s"))).toBe(
    "The value of A contains a NUL character, which ends every environment variable; use another one.\n" +
      "The value of B is empty; use another one.",
  );
});
