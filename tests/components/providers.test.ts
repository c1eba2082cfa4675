/** A storage on an S3-compatible server, and its provider. */
import {
  ComponentResource,
  DependencyProviderResource,
  secret,
  type ComponentResourceOptions,
  type InputPropertiesError,
} from "@pulumi/pulumi";
import { Provider } from "@pulumi/aws/provider";
import {
  MastodonAccess,
  AuthentikStorage,
  MastodonStorage,
  SupabaseStorage,
  s3Provider,
  type MastodonStorageArgs,
} from "../../components";
import { revealed } from "../../cli/offline/values";
import { CEPH, Registered, SOCIAL, SOCIAL_ON_CEPH } from "./registered";

describe("a MastodonStorage on Ceph", () => {
  let made: Registered;
  beforeAll(async () => {
    made = await Registered.onCeph();
  });

  it("creates only what the server supports: no ownership controls, no lifecycle, no user", () => {
    expect(made.names).toEqual([
      "aws:s3/bucket:Bucket social-bucket",
      "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration social-cors",
      "aws:s3/bucketPolicy:BucketPolicy social-policy",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock social-access-block",
      "media-storage:index:MastodonStorage social",
      "pulumi:providers:aws social-store",
    ]);
  });

  it("writes to the bucket one after the other: block, policy, CORS", () => {
    expect(made.dependencies("social-access-block")).toEqual(["social-bucket"]);
    expect(made.dependencies("social-policy")).toEqual(["social-access-block", "social-bucket"]);
    expect(made.dependencies("social-cors")).toEqual(["social-bucket", "social-policy"]);
  });

  it("has protection and the access block as on AWS, without the setting that refuses every upload", () => {
    expect(made.get("social-bucket")).toMatchObject({ protect: true, retainOnDelete: true });
    expect(made.get("social-access-block").inputs).toMatchObject({
      blockPublicAcls: false,
      ignorePublicAcls: true,
      blockPublicPolicy: false,
      restrictPublicBuckets: false,
      skipDestroy: true,
    });
  });

  it("deletes the access block together with the bucket, because the server never reports that it is gone", async () => {
    const gone = await Registered.onCeph({ data: { protect: false, retainOnDelete: false } });
    expect(gone.get("social-access-block").inputs["skipDestroy"]).toBe(true);
  });

  it("leaves the region to the provider, because AWS may not know its name", () => {
    const said = made.all.filter(({ inputs }) => inputs["region"] !== undefined).map(({ name }) => name);
    expect(said).toEqual(["social-store"]);
  });

  it("grants the user its permissions in the bucket policy", () => {
    expect(made.policy("social-policy").Statement.map(({ Sid }) => Sid)).toEqual([
      "PublicRead",
      "DenyInsecureTransport",
      "WriterObjects",
      "WriterDeletes",
      "WriterBucket",
    ]);
  });

  it("lets ACLs decide with access acl, on a bucket whose own ACL is private and whose access block allows policies", async () => {
    const acls = await Registered.onCeph({ access: MastodonAccess.Acl });
    expect(acls.dependencies("social-acl")).toEqual(["social-bucket"]);
    expect(acls.dependencies("social-access-block")).toEqual(["social-acl", "social-bucket"]);
    expect(acls.get("social-access-block").inputs).toMatchObject({
      blockPublicAcls: false,
      ignorePublicAcls: false,
      blockPublicPolicy: false,
      restrictPublicBuckets: false,
    });
  });
});

const PROVIDER_URN = "urn:pulumi:test::platform::pulumi:providers:aws::ceph";

describe("the provider", () => {
  it("sends every request to the server, and none to AWS", async () => {
    const made = await Registered.of(() => {
      const credentials = { accessKey: "ADMIN", secretKey: secret("hidden"), customCaBundle: "ca.pem" };
      s3Provider("ceph", CEPH, credentials);
    });
    // Explicit providers have their inputs as JSON strings.
    const { accessKey, secretKey, endpoints, ...inputs } = made.get("ceph").inputs;
    expect([accessKey, secretKey].map(revealed)).toEqual(["ADMIN", "hidden"]);
    expect(JSON.stringify([accessKey, secretKey]).match(/1b47061264138c4ac30d75fd1eb44270/g)).toHaveLength(2);
    expect(JSON.parse(endpoints as string)).toEqual([
      { s3: CEPH.endpoint, s3control: CEPH.endpoint, iam: CEPH.endpoint, sts: CEPH.endpoint },
    ]);
    expect(inputs).toMatchObject({
      customCaBundle: "ca.pem",
      region: "default",
      s3UsePathStyle: "true",
      skipCredentialsValidation: "true",
      skipMetadataApiCheck: "true",
      skipRegionValidation: "true",
      skipRequestingAccountId: "true",
    });
  });

  it("puts the bucket into the hostname if pathStyle is false", async () => {
    const made = await Registered.of(() => s3Provider("ceph", { ...CEPH, pathStyle: false }));
    expect(made.get("ceph").inputs["s3UsePathStyle"]).toBe("false");
  });

  it.each<[string, object, string]>([
    ["no endpoint", { endpoint: undefined }, "s3.endpoint"],
    ["an empty endpoint", { endpoint: "" }, "s3.endpoint"],
    ["an endpoint without a scheme", { endpoint: "s3.example.org" }, "s3.endpoint"],
    ["a key in the endpoint", { endpoint: "https://key:hidden@s3.example.org" }, "s3.endpoint"],
    ["no region", { region: undefined }, "s3.region"],
    ["half of a key", { provider: { accessKey: "ADMIN" } }, "s3.provider.secretKey"],
  ])("%s is an error, because the provider would send requests elsewhere", async (_, wrong, path) => {
    let error: unknown;
    const made = await Registered.of(() => {
      try {
        s3Provider("ceph", { ...CEPH, ...wrong });
      } catch (thrown) {
        error = thrown;
      }
    });
    expect(made.all).toEqual([]);
    expect((error as InputPropertiesError).errors.map(({ propertyPath }) => propertyPath)).toContain(path);
  });
});

/** The provider of each resource of the component; "" is the default one. */
const providersOf = (made: Registered): Record<string, string> =>
  Object.fromEntries(
    made.all
      .filter(({ type }) => type.startsWith("aws:"))
      .map(({ name, provider }) => [name, provider.split("::").at(-2) ?? ""]),
  );

/** Expects the same provider for all resources. */
const providerOf = (made: Registered): string => {
  const all = Object.values(providersOf(made));
  expect(new Set(all).size).toBe(1);
  return all[0] ?? "";
};

describe("the store's provider", () => {
  let warn: jest.SpiedFunction<typeof console.warn>;
  beforeEach(() => {
    warn = jest.spyOn(console, "warn").mockImplementation(() => undefined);
  });
  afterEach(() => warn.mockRestore());
  const warnings = (): string[] => warn.mock.calls.map((call) => String(call[0]));

  const foreign = () => new Provider("elsewhere", { region: "eu-central-1" });
  const under = (opts: ComponentResourceOptions) => ({
    parent: new ComponentResource("t:index:T", "p", {}, opts),
  });
  const social = (opts?: ComponentResourceOptions, args: Partial<MastodonStorageArgs> = {}) =>
    Registered.of(() => new MastodonStorage("social", { ...SOCIAL_ON_CEPH, ...args }, opts));

  it("is a child of the component, unprotected, without any options", async () => {
    const made = await social();
    expect(providersOf(made)).toEqual({
      "social-access-block": "social-store",
      "social-bucket": "social-store",
      "social-cors": "social-store",
      "social-policy": "social-store",
    });
    const { parent, protect, retainOnDelete, inputs } = made.get("social-store");
    expect({ parent: parent.split("::").at(-1), protect, retainOnDelete }).toEqual({
      parent: "social",
      protect: false,
      retainOnDelete: false,
    });
    expect(inputs["endpoints"]).toContain(CEPH.endpoint);
    expect(warnings()).toEqual([]);
  });

  it("is used for every child, also with ACLs and versions", async () => {
    const made = await social({}, { access: MastodonAccess.Acl });
    expect(providerOf(made)).toBe("social-store");
    expect(Object.keys(providersOf(made))).toContain("social-acl");
  });

  it.each<[string, () => ComponentResource]>([
    [
      "authentik",
      () =>
        new AuthentikStorage("x", {
          version: "2026.5.1",
          origins: ["https://authentik.company"],
          bucket: "authentik-files",
          store: { s3: CEPH },
          writer: SOCIAL_ON_CEPH.writer!,
        }),
    ],
    [
      "Supabase",
      () =>
        new SupabaseStorage("x", {
          publicUrl: "https://supabase.example",
          tenantId: "stub",
          backend: { bucket: "supabase-files", store: { s3: CEPH }, writer: SOCIAL_ON_CEPH.writer! },
        }),
    ],
  ])("is also created for %s", async (_, storage) => {
    expect(providerOf(await Registered.of(storage))).toBe("x-store");
  });

  it("has the credentials of store.s3.provider, which the state keeps secret", async () => {
    const provider = { accessKey: "ADMIN", secretKey: "store-canary", customCaBundle: "ca.pem" };
    const made = await social({}, { store: { s3: { ...CEPH, provider } } });
    const { accessKey, secretKey, customCaBundle } = made.get("social-store").inputs;
    expect([accessKey, secretKey].map(revealed)).toEqual(["ADMIN", "store-canary"]);
    expect(customCaBundle).toBe("ca.pem");
    const said = JSON.stringify(made.all.map(({ inputs, outputs }) => [inputs, outputs]));
    const marked = said.match(/1b47061264138c4ac30d75fd1eb44270","value":"store-canary"/g);
    expect(said.match(/store-canary"/g)?.length).toBe(marked?.length);
  });

  // A provider of AWS, or of any other server, would create the bucket there.
  it.each<[string, () => ComponentResourceOptions]>([
    ["in a list", () => ({ providers: [foreign()] })],
    ["by its package", () => ({ providers: { aws: foreign() } })],
    ["alone", () => ({ provider: foreign() })],
    ["of the parent", () => under({ providers: [foreign()] })],
    ["of the parent's parent", () => under(under({ provider: foreign() }))],
    [
      "from another language",
      () => ({ providers: [new DependencyProviderResource(`${PROVIDER_URN}::some-id`)] }),
    ],
    [
      "by s3Provider for another endpoint",
      () => ({
        providers: [s3Provider("other", { ...CEPH, endpoint: "https://s3.example.org:7443" })],
      }),
    ],
    [
      "by s3Provider for another region",
      () => ({
        providers: [s3Provider("other", { ...CEPH, region: "us-east-1" })],
      }),
    ],
    [
      "by s3Provider for another style of URLs",
      () => ({
        providers: [s3Provider("other", { ...CEPH, pathStyle: false })],
      }),
    ],
    [
      "with the same arguments",
      () => ({
        providers: [new Provider("lookalike", { region: CEPH.region, endpoints: [{ s3: CEPH.endpoint }] })],
      }),
    ],
  ])("is never a foreign provider: %s", async (_, options) => {
    const made = await Registered.of(() => {
      new MastodonStorage("social", SOCIAL_ON_CEPH, options());
    });
    expect(providerOf(made)).toBe("social-store");
    expect(warnings()).toEqual([
      expect.stringMatching(/store\.s3: the aws provider in the options, or of the parent, is not used/),
    ]);
  });

  it("ignores providers of other packages", async () => {
    const random = new DependencyProviderResource(
      "urn:pulumi:test::platform::pulumi:providers:random::r::id",
    );
    expect(providerOf(await social({ providers: [random] }))).toBe("social-store");
    expect(warnings()).toEqual([]);
  });

  it.each<[string, (provider: Provider) => ComponentResourceOptions]>([
    ["in a list", (provider) => ({ providers: [provider] })],
    ["in a list with another one", (provider) => ({ providers: [provider, foreign()] })],
    ["by its package", (provider) => ({ providers: { aws: provider } })],
    ["alone", (provider) => ({ provider })],
    ["of the parent", (provider) => under({ providers: [provider] })],
  ])("may be one of s3Provider for the same server: %s", async (_, options) => {
    const made = await Registered.of(() => {
      new MastodonStorage(
        "social",
        SOCIAL_ON_CEPH,
        options(s3Provider("ceph", { ...CEPH, pathStyle: true })),
      );
    });
    expect(providerOf(made)).toBe("ceph");
    expect(warnings()).toEqual([]);
  });

  it("is shared by components with the same credentials only", async () => {
    const s3 = { ...CEPH, provider: { accessKey: "ADMIN", secretKey: secret("hidden") } };
    const shared = await Registered.of(() => {
      const args = { ...SOCIAL_ON_CEPH, store: { s3 } };
      new MastodonStorage("social", args, { providers: [s3Provider("ceph", s3)] });
    });
    expect(providerOf(shared)).toBe("ceph");
    const other = await Registered.of(() => {
      const args = { ...SOCIAL_ON_CEPH, store: { s3 } };
      new MastodonStorage("social", args, { providers: [s3Provider("ceph", CEPH)] });
    });
    expect(providerOf(other)).toBe("social-store");
    expect(warnings()).toHaveLength(1);
  });

  it.each<[string, (ceph: Provider) => ComponentResourceOptions]>([
    ["in a list", (ceph) => ({ providers: [ceph] })],
    ["in a list with another one", (ceph) => ({ providers: [ceph, foreign()] })],
    ["by its package", (ceph) => ({ providers: { aws: ceph } })],
    ["alone", (ceph) => ({ provider: ceph })],
    ["of the parent", (ceph) => under({ providers: [ceph] })],
  ])("is an error for a bucket on AWS: %s", async (_, options) => {
    let error: unknown;
    const made = await Registered.of(() => {
      try {
        new MastodonStorage("social", SOCIAL, options(s3Provider("ceph", CEPH)));
      } catch (thrown) {
        error = thrown;
      }
    });
    expect(made.find("social")).toBeUndefined();
    expect((error as InputPropertiesError).errors.map(({ propertyPath }) => propertyPath)).toEqual([
      "store.aws",
    ]);
  });

  it("uses the provider of the options for a bucket on AWS, whatever the parent has", async () => {
    const made = await Registered.of(() => {
      const { parent } = under({ providers: [s3Provider("ceph", CEPH)] });
      new MastodonStorage("social", SOCIAL, { parent, providers: [foreign()] });
    });
    expect(providerOf(made)).toBe("elsewhere");
    expect(warnings()).toEqual([]);
  });

  it("uses the default provider for a bucket on AWS", async () => {
    expect(providerOf(await Registered.of(() => new MastodonStorage("social", SOCIAL)))).toBe("");
  });
});
