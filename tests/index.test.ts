/** The program: which providers it makes for the stores of its instances. */
import program from "../index";
import { record } from "./cli/offline/record";
import type { Registration } from "../cli/offline/registration";
import { AS_ENGINE, written } from "../cli/offline/values";
import { findPlaintext } from "./e2e/canaries";

const s3 = { server: "ceph", endpoint: "https://s3.example.org:7443", region: "default" };
const writer = { given: { accessKeyId: "RGWKEY", principal: "arn:aws:iam:::user/mastodon" } };
const instance = (name: string, store: object) => ({
  mastodon: {
    webDomain: `${name}.example`,
    bucket: `${name}-media`,
    store,
    ...("s3" in store && { writer }),
  },
});

/** The providers by name, and by which of them each bucket is made. */
async function made(stores: Record<string, object>, values: Record<string, string> = {}): Promise<object> {
  const names = Object.keys(stores);
  const instances = Object.fromEntries(names.map((name) => [name, instance(name, stores[name]!)]));
  const secrets = names.filter((name) => "s3" in stores[name]!);
  const registrations = await record(
    {
      project: "media-storage",
      stack: "test",
      values: {
        "media-storage:instances": JSON.stringify(instances),
        ...Object.fromEntries(secrets.map((name) => [`media-storage:${name}SecretAccessKey`, "x"])),
        ...values,
      },
      secretKeys: [],
    },
    program,
  );
  const ofType = (type: string): Registration[] => registrations.filter((one) => one.type === type);
  return {
    providers: ofType("pulumi:providers:aws").map(({ name }) => name),
    buckets: Object.fromEntries(
      ofType("aws:s3/bucket:Bucket").map(({ name, provider }) => [name, provider.split("::").at(-2) ?? ""]),
    ),
  };
}

it("makes none on AWS", async () => {
  expect(await made({ a: { aws: { region: "eu-central-1" } } })).toEqual({
    providers: [],
    buckets: { "a-bucket": "" },
  });
});

it("makes one for each S3-compatible store, however many instances are there", async () => {
  const other = { ...s3, endpoint: "https://other.example.org" };
  const stores = { a: { s3 }, b: { s3: other }, c: { s3 }, d: { s3: { ...s3, pathStyle: false } } };
  expect(await made(stores)).toEqual({
    providers: [
      "store_https_s3.example.org_7443_default",
      "store_https_other.example.org_default",
      "store_https_s3.example.org_7443_default_virtual-host",
    ],
    buckets: {
      "a-bucket": "store_https_s3.example.org_7443_default",
      "b-bucket": "store_https_other.example.org_default",
      "c-bucket": "store_https_s3.example.org_7443_default",
      "d-bucket": "store_https_s3.example.org_7443_default_virtual-host",
    },
  });
});

it("tells stores apart that differ in the scheme or a dot", async () => {
  const at = (endpoint: string) => ({ s3: { ...s3, endpoint, allowHttp: true } });
  const stores = {
    a: at("https://a.b.example.org"),
    b: at("https://a-b.example.org"),
    c: at("http://a.b.example.org"),
  };
  const { providers } = (await made(stores)) as { providers: string[] };
  expect(new Set(providers).size).toBe(3);
});

it("makes one more for each key, however many instances have it", async () => {
  const keys = Object.fromEntries(
    ["b:ADMIN", "c:ADMIN", "d:tenant:x"].flatMap((both) => {
      const [, name = "", key = ""] = /^(.):(.*)$/.exec(both) ?? [];
      return [
        [`media-storage:${name}StoreAccessKeyId`, key],
        [`media-storage:${name}StoreSecretAccessKey`, "hidden"],
      ];
    }),
  );
  const store = "store_https_s3.example.org_7443_default";
  expect(await made({ a: { s3 }, b: { s3 }, c: { s3 }, d: { s3 } }, keys)).toEqual({
    providers: [store, `${store}_key-ADMIN`, `${store}_key-tenant%3Ax`],
    buckets: {
      "a-bucket": store,
      "b-bucket": `${store}_key-ADMIN`,
      "c-bucket": `${store}_key-ADMIN`,
      "d-bucket": `${store}_key-tenant%3Ax`,
    },
  });
});

it("shows the id of a key in no name and no input, where it is a secret of the config", async () => {
  const values = {
    "media-storage:instances": JSON.stringify({ a: instance("a", { s3 }), b: instance("b", { s3 }) }),
    ...Object.fromEntries(
      ["a", "b"].flatMap((name) => [
        [`media-storage:${name}StoreAccessKeyId`, "ADMIN-OF-THE-STORE"],
        [`media-storage:${name}StoreSecretAccessKey`, "hidden-in-the-config"],
        [`media-storage:${name}SecretAccessKey`, "hidden-of-the-writer"],
      ]),
    ),
  };
  const secretKeys = Object.keys(values).slice(1);
  const config = { project: "media-storage", stack: "test", values, secretKeys };
  const registrations = await record(config, program);
  expect(registrations.filter(({ type }) => type === "pulumi:providers:aws")).toHaveLength(1);
  const shown = registrations.map(({ inputs, outputs, ...others }) =>
    JSON.stringify([others, written(inputs, AS_ENGINE), written(outputs ?? {}, AS_ENGINE)]),
  );
  expect(JSON.stringify(registrations)).toContain("ADMIN-OF-THE-STORE");
  expect(findPlaintext(Object.values(values).slice(1), { registrations: shown.join() })).toEqual([]);
});

it("makes a name of an IPv6 address that a URN can have", async () => {
  const stores = { a: { s3: { ...s3, endpoint: "https://[2001:db8::1]:7443" } } };
  expect(await made(stores)).toMatchObject({
    providers: ["store_https_[2001_db8__1]_7443_default"],
  });
});

it("makes the component of each instance's app", async () => {
  const values = {
    "media-storage:instances": JSON.stringify({
      social: instance("social", { aws: { region: "eu-central-1" } }),
      sso: {
        authentik: {
          version: "2026.5.1",
          origins: ["https://authentik.company"],
          bucket: "authentik-files",
          store: { aws: { region: "eu-central-1" } },
        },
      },
    }),
  };
  const config = { project: "media-storage", stack: "test", values, secretKeys: [] };
  const registrations = await record(config, program);
  const storages = registrations.filter(({ type }) => type.startsWith("media-storage:"));
  expect(storages.map(({ type, name }) => [name, type])).toEqual([
    ["social", "media-storage:index:MastodonStorage"],
    ["sso", "media-storage:index:AuthentikStorage"],
  ]);
});
