/** The instances of a stack's config, as the engine passes it to the program. */
import type { AuthentikStorageArgs, MastodonStorageArgs, SupabaseStorageArgs } from "../../components";
import { Config, Output, isSecret, runtime } from "@pulumi/pulumi";
import { readInstances, type Instance } from "../../config/read-instances";
import type { ProblemCode } from "../../validation/codes";
import { placeholder } from "../../validation/placeholder";
import { UserError } from "../../validation/user-error";
import { codesOf } from "../validation/of";

const social = {
  webDomain: "social.example",
  bucket: "social-media",
  store: { aws: { region: "eu-central-1" } },
};
const withGiven = { social: { mastodon: { ...social, writer: { given: { accessKeyId: "AKIA" } } } } };

beforeAll(async () => {
  await runtime.setMocks({
    newResource: ({ inputs, name }) => ({ id: name, state: inputs as Record<string, unknown> }),
    call: () => ({}),
  });
});

function read(instances: unknown, others: Record<string, string> = {}): Instance[] {
  const text =
    instances === undefined
      ? {}
      : { "media-storage:instances": typeof instances === "string" ? instances : JSON.stringify(instances) };
  runtime.setAllConfig({ ...text, ...others });
  return readInstances(new Config("media-storage"));
}

function refusal(instances: unknown, others: Record<string, string> = {}): UserError {
  try {
    read(instances, others);
  } catch (error) {
    if (UserError.isInstance(error)) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

test("secrets that only Pulumi can decrypt are not compared", () => {
  const onCeph = {
    ...social,
    store: { s3: { server: "ceph", endpoint: "https://s3.example.org", region: "default" } },
    writer: { given: { accessKeyId: "KEY", principal: "arn:aws:iam:::user/social" } },
  };
  const instances = { social: { mastodon: onCeph }, art: { mastodon: { ...onCeph, bucket: "art-media" } } };
  const secrets = ["socialStore", "artStore", "social", "art"].map((name, i) => [
    `media-storage:${name}SecretAccessKey`,
    placeholder(`config-${i}`),
  ]);
  const ids = ["social", "art"].map((name) => [`media-storage:${name}StoreAccessKeyId`, "ADMIN"]);
  expect(read(instances, Object.fromEntries([...secrets, ...ids]) as Record<string, string>)).toHaveLength(2);
});

test("instances as the components take them", () => {
  const keys = { slots: ["a", "b"], current: "a" };
  const value = {
    social: { mastodon: social },
    other: { mastodon: { ...social, bucket: "other-media", writer: { keys } } },
  };
  expect(read(value, { "aws:region": "eu-central-1" })).toEqual([
    { name: "social", app: "mastodon", args: social, store: social.store },
    {
      name: "other",
      app: "mastodon",
      args: { ...social, bucket: "other-media", writer: { keys } },
      store: social.store,
    },
  ]);
});

test("an instance of Supabase without a bucket has no other keys in the config", () => {
  const db = { publicUrl: "https://supabase.example", tenantId: "acme", protocolEndpoint: {} };
  expect(read({ db: { supabase: db } })).toEqual([
    { name: "db", app: "supabase", args: db, store: undefined },
  ]);
});

test("the secret of a given key has its own config value, and stays secret", async () => {
  const [instance] = read(withGiven, { "media-storage:socialSecretAccessKey": "a b/c" });
  const { writer } = instance?.args as MastodonStorageArgs;
  const given = writer?.given;
  expect(given?.accessKeyId).toBe("AKIA");
  const secret = given?.secretAccessKey as Output<string>;
  expect(await isSecret(secret)).toBe(true);
  expect(await new Promise((resolve) => void secret.apply(resolve))).toBe("a b/c");
});

const s3 = { server: "ceph", endpoint: "https://s3.example.org", region: "default" };
const ofUser = { accessKeyId: "RGWKEY", principal: "arn:aws:iam:::user/mastodon" };
const onCeph = { social: { mastodon: { ...social, store: { s3 }, writer: { given: ofUser } } } };
const ofWriter = { "media-storage:socialSecretAccessKey": "x" };

test("the key with which Pulumi creates buckets at an S3-compatible store, and its secret", async () => {
  const [instance] = read(onCeph, {
    ...ofWriter,
    "media-storage:socialStoreAccessKeyId": "ADMIN",
    "media-storage:socialStoreSecretAccessKey": "hidden",
  });
  expect(instance?.storeKey?.credentials["accessKey"]).toBe("ADMIN");
  const secret = instance?.storeKey?.credentials["secretKey"] as Output<string>;
  expect(await isSecret(secret)).toBe(true);
  expect(await new Promise((resolve) => void secret.apply(resolve))).toBe("hidden");
});

const sso = {
  version: "2026.5.1",
  origins: ["https://authentik.company"],
  bucket: "authentik-files",
  store: { aws: { region: "eu-central-1" } },
};
const temporary = { sso: { authentik: { ...sso, writer: { given: { accessKeyId: "ASIA" } } } } };
const ofKey = { "media-storage:ssoSecretAccessKey": "x" };

test("the session token of a temporary key", async () => {
  const [instance] = read(temporary, { ...ofKey, "media-storage:ssoSessionToken": "hidden" });
  const { writer } = instance?.args as AuthentikStorageArgs;
  const sessionToken = writer?.given?.sessionToken as Output<string>;
  expect(await isSecret(sessionToken)).toBe(true);
  expect(await new Promise((resolve) => void sessionToken.apply(resolve))).toBe("hidden");
  const [without] = read(temporary, ofKey);
  expect((without?.args as AuthentikStorageArgs).writer?.given).not.toHaveProperty("sessionToken");
});

test("the keys of a Supabase bucket, whose settings are nested in `backend`", async () => {
  const bucket = { bucket: "db-files", store: { s3 }, writer: { given: { ...ofUser } } };
  const db = { publicUrl: "https://supabase.example", tenantId: "acme", backend: bucket };
  const [instance] = read(
    { db: { supabase: db } },
    {
      "media-storage:dbSecretAccessKey": "hidden",
      "media-storage:dbStoreAccessKeyId": "ADMIN",
      "media-storage:dbStoreSecretAccessKey": "hidden too",
    },
  );
  expect(instance?.store).toEqual({ s3 });
  expect(instance?.storeKey?.credentials["accessKey"]).toBe("ADMIN");
  const { backend } = instance?.args as SupabaseStorageArgs;
  expect(await isSecret(backend?.writer?.given?.secretAccessKey as Output<string>)).toBe(true);
  expect(backend).toMatchObject({ bucket: "db-files", writer: { given: ofUser } });
});

test("without a key in the config the provider finds one itself", () => {
  expect(read(onCeph, ofWriter)[0]).not.toHaveProperty("storeKey");
});

test.each<[string, unknown, Record<string, string>, string, ProblemCode, ...string[]]>([
  [
    "half of a store's key",
    onCeph,
    { ...ofWriter, "media-storage:socialStoreAccessKeyId": "ADMIN" },
    "socialStoreSecretAccessKey",
    "config-key-missing",
    "`pulumi config set --secret socialStoreSecretAccessKey --stack stack`",
  ],
  [
    "the other half of a store's key",
    onCeph,
    { ...ofWriter, "media-storage:socialStoreSecretAccessKey": "CANARY" },
    "socialStoreAccessKeyId",
    "config-key-missing",
    "`pulumi config set socialStoreAccessKeyId --stack stack`",
  ],
  [
    "one key of a store with two secrets",
    {
      ...onCeph,
      art: { mastodon: { ...onCeph.social.mastodon, webDomain: "art.example", bucket: "art-media" } },
    },
    {
      ...ofWriter,
      "media-storage:artSecretAccessKey": "x",
      "media-storage:socialStoreAccessKeyId": "ADMIN",
      "media-storage:socialStoreSecretAccessKey": "CANARY",
      "media-storage:artStoreAccessKeyId": "ADMIN",
      "media-storage:artStoreSecretAccessKey": "CANARY2",
    },
    "artStoreSecretAccessKey",
    "store-key-secrets",
    "socialStoreSecretAccessKey",
  ],
  [
    "a store key for AWS",
    { social: { mastodon: social } },
    { "media-storage:socialStoreAccessKeyId": "ADMIN" },
    "socialStoreAccessKeyId",
    "config-key-unused",
    "`store: { s3: ... }`",
    "`pulumi config rm socialStoreAccessKeyId --stack stack`",
  ],
  ["no instances", undefined, {}, "instances", "missing-member"],
  ["a string for the instances", "social", {}, "instances", "wrong-type", "is a string"],
  ["a number for the instances", "5", {}, "instances", "wrong-type", "is a number"],
  ["a list of strings", '["a"]', {}, "instances", "wrong-type", "is a list"],
  [
    "no secret",
    withGiven,
    {},
    "socialSecretAccessKey",
    "config-key-missing",
    "`pulumi config set --secret socialSecretAccessKey --stack stack`",
  ],
  [
    "an empty secret",
    withGiven,
    { "media-storage:socialSecretAccessKey": "" },
    "socialSecretAccessKey",
    "credential-empty",
  ],
  [
    "a secret with a quote",
    withGiven,
    { "media-storage:socialSecretAccessKey": "CANARY'" },
    "socialSecretAccessKey",
    "credential-value",
    "single quote",
  ],
  [
    "a secret with a line break",
    withGiven,
    { "media-storage:socialSecretAccessKey": "CANARY\n" },
    "socialSecretAccessKey",
    "credential-value",
    "line break",
  ],
  [
    "an unknown key",
    { social: { mastodon: social } },
    { "media-storage:instance": "{}" },
    "instance",
    "config-key-unknown",
    "did you mean media-storage:instances?",
  ],
  [
    "a secret under a wrong name",
    withGiven,
    { "media-storage:socialSecretAccessKey": "x", "media-storage:socialSecretKey": "CANARY" },
    "socialSecretKey",
    "config-key-unknown",
    "did you mean media-storage:socialSecretAccessKey?",
  ],
  [
    "a secret that nothing uses",
    { social: { mastodon: social } },
    { "media-storage:socialSecretAccessKey": "CANARY" },
    "socialSecretAccessKey",
    "config-key-unused",
    "`writer: { given: { accessKeyId: ... } }`",
    "`pulumi config rm socialSecretAccessKey --stack stack`",
  ],
  [
    "a session token that no env file can carry",
    temporary,
    { ...ofKey, "media-storage:ssoSessionToken": "CANARY'" },
    "ssoSessionToken",
    "credential-value",
    "single quote",
  ],
  [
    "a session token without a given key",
    { sso: { authentik: sso } },
    { "media-storage:ssoSessionToken": "CANARY" },
    "ssoSessionToken",
    "config-key-unused",
    "`authentik: { writer: { given: ... } }`",
    "`pulumi config rm ssoSessionToken --stack stack`",
  ],
  [
    "a session token for Mastodon, which reads none",
    withGiven,
    { "media-storage:socialSecretAccessKey": "x", "media-storage:socialSessionToken": "CANARY" },
    "socialSessionToken",
    "config-key-unused",
    "`authentik: { writer: { given: ... } }`",
    "`pulumi config rm socialSessionToken --stack stack`",
  ],
])("%s", (_, instances, others, path, code, ...words) => {
  const { problems, message } = refusal(instances, others);
  expect(codesOf(problems)).toEqual([[`media-storage:${path}`, code]]);
  expect(message).toMatch(/^1 problem in the stack's config; nothing was created\.\n/);
  for (const part of words) expect(message).toContain(part);
  expect(message).not.toContain("CANARY");
});

test("all problems of the instances, of other keys and of secrets are reported at once", () => {
  const value = { social: { mastodon: { ...withGiven.social.mastodon, bucket: "x" } }, other: null };
  const { problems, message } = refusal(value, { "media-storage:foo": "1", "aws:foo": "1" });
  expect(codesOf(problems)).toEqual([
    ["media-storage:instances.social.mastodon.bucket", "bucket-name-length"],
    ["media-storage:instances.other", "wrong-type"],
    ["media-storage:foo", "config-key-unknown"],
    ["media-storage:socialSecretAccessKey", "config-key-missing"],
  ]);
  expect(message.split("\n")).toEqual([
    "4 problems in the stack's config; nothing was created.",
    ...problems.map((problem) => `  ${problem.path}: ${problem.message}`),
  ]);
});

test("by default the config of the project", () => {
  runtime.setAllConfig({ "project:instances": JSON.stringify({ social: { mastodon: social } }) });
  expect(readInstances().map(({ name }) => name)).toEqual(["social"]);
});

test("the config is parsed as often for many instances as for one, so that the time grows linearly", () => {
  const parsesOf = (count: number): number => {
    const names = Array.from({ length: count }, (_, i) => `social${i}`);
    const instances = names.map((name) => {
      const s3 = { server: "ceph", endpoint: "https://s3.example", region: "default" };
      const writer = { given: { accessKeyId: `AKIA${name}` } };
      return [name, { mastodon: { ...social, bucket: `${name}-media`, store: { s3 }, writer } }];
    });
    const keys = names.flatMap((name) => [
      [`media-storage:${name}SecretAccessKey`, `${name}-secret`],
      [`media-storage:${name}StoreAccessKeyId`, "STOREKEY"],
      [`media-storage:${name}StoreSecretAccessKey`, "store-secret"],
    ]);
    const parse = jest.spyOn(JSON, "parse");
    try {
      read(Object.fromEntries(instances), Object.fromEntries(keys) as Record<string, string>);
      return parse.mock.calls.filter(([text]) => text.includes("media-storage:instances")).length;
    } finally {
      parse.mockRestore();
    }
  };
  expect(parsesOf(20)).toBe(parsesOf(1));
});
