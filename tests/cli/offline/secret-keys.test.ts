import { isSecretInPlainText, looksSecret } from "../../../cli/offline/secret-keys";

const SECRETS_OF_PROVIDERS = [
  "aws:secretKey",
  "aws:token",
  "cloudflare:apiKey",
  "cloudflare:apiToken",
  "cloudflare:apiUserServiceKey",
];
const SECRETS_OF_PROJECT = [
  "media-storage:socialSecretAccessKey",
  "media-storage:socialStoreSecretAccessKey",
  "media-storage:ssoSessionToken",
];
const NO_SECRETS = [
  "aws:region",
  "aws:accessKey",
  "aws:profile",
  "cloudflare:email",
  "media-storage:instances",
  "media-storage:socialStoreAccessKeyId",
];

describe("a value in plain text", () => {
  test.each([...SECRETS_OF_PROVIDERS, ...SECRETS_OF_PROJECT])("is refused under %s", (key) => {
    expect(isSecretInPlainText(key, "media-storage")).toBe(true);
  });

  test.each([
    ...NO_SECRETS,
    // Another project's, and other providers', which are masked only.
    "other:socialSecretAccessKey",
    "datadog:apiKey",
    "constructor",
    "__proto__",
  ])("is accepted under %s", (key) => {
    expect(isSecretInPlainText(key, "media-storage")).toBe(false);
  });
});

describe("a value that is printed", () => {
  test.each([
    ...SECRETS_OF_PROVIDERS,
    ...SECRETS_OF_PROJECT,
    "datadog:apiKey",
    "datadog:api_key",
    "postgresql:password",
    "x:clientSecret",
    "x:CLIENT_SECRET",
    "x:privateKey",
    "x:passphrase",
    "x:passwd",
    "x:authKey",
    "x:auth_key",
    "x:secret_key",
    "x:access_key",
    "x:serviceKey",
    "x:credential",
    "x:credentials",
    "x:key",
    "key",
    "other:socialSecretAccessKey",
  ])("is masked under %s", (key) => {
    expect(looksSecret(key, "canary")).toBe(true);
  });

  test.each([
    "aws:region",
    "aws:profile",
    "media-storage:socialStoreAccessKeyId",
    "x:keyPrefix",
    "x:tokenUrl",
    "x:monkeys",
  ])("is shown under %s", (key) => {
    expect(looksSecret(key, "plain")).toBe(false);
  });

  test.each([
    ["a map with a secret", { user: "a", password: "canary" }],
    ["a map in a map", { login: { token: "canary" } }],
    ["a list of maps", [{ user: "a" }, { apiKey: "canary" }]],
    ["an encrypted member", { login: { secure: "v1:a:b" } }],
    ["a map as JSON", '{ "password": "canary" }'],
    ["a URL with a password", "postgres://user:canary@host/db"],
    ["a URL with a password in a map", { url: "https://:canary@host" }],
    ["a URL with a password in its query", "postgres://host/db?sslmode=require&password=canary"],
    ["a URL with a key in its query", "https://host/?region=a&apikey=canary"],
    ["a URL with some key in its query", "https://host/?key=canary"],
    ["a URL with a token in its query", "https://host/?token=canary"],
    ["a URL with a client secret in its query", "https://host/?client_secret=canary"],
    ["a URL with a credential in its query", "https://host/?credential=canary"],
    ["a URL with a short signature", "https://account.blob.example/a?sv=1&sig=canary"],
    ["a URL with an authorization", "https://host/?authorization=canary"],
    ["a presigned URL", "https://s3.example.org/a?X-Amz-Signature=canary"],
    ["a key at the wrong place", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYz9QtLm4VKsn"],
    ["a list as JSON", ' [{ "password": "canary" }]'],
  ])("is masked where it has a secret within: %s", (_, value) => {
    expect(looksSecret("x:settings", value)).toBe(true);
  });

  test.each([
    ["a map", { user: "a" }],
    ["a list", ["a", 1, null]],
    ["a URL", "https://host:8443/@a"],
    ["a URL with a query", "https://host/?region=eu-central-1"],
    ["a path", "/etc/ssl/certs/our-own-authority.pem"],
    ["a URL with a user", "git+ssh://git@host/a"],
    ["what is not JSON", "{ password"],
    ["nothing", null],
    ["a number", 1],
  ])("is shown where it has none: %s", (_, value) => {
    expect(looksSecret("x:settings", value)).toBe(false);
  });
});
