/** A storage on an S3-compatible server, and the provider that it needs. */
import {
  ComponentResource,
  DependencyProviderResource,
  secret,
  type ComponentResourceOptions,
} from "@pulumi/pulumi";
import { Provider } from "@pulumi/aws/provider";
import { Access, MastodonStorage, s3Provider } from "../../components";
import { revealed } from "../../cli/preview/values";
import { CEPH, Registered, SOCIAL, SOCIAL_ON_CEPH } from "./registered";

describe("a MastodonStorage on Ceph", () => {
  let made: Registered;
  beforeAll(async () => {
    made = await Registered.onCeph();
  });

  it("creates exactly what the server knows: no ownership controls, no lifecycle, no user", () => {
    expect(made.names).toEqual([
      "aws:s3/bucket:Bucket social-bucket",
      "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration social-cors",
      "aws:s3/bucketPolicy:BucketPolicy social-policy",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock social-access-block",
      "media-storage:index:MastodonStorage social",
      "pulumi:providers:aws ceph",
    ]);
  });

  it("writes to the bucket one after the other: block, policy, CORS", () => {
    expect(made.dependencies("social-access-block")).toEqual(["social-bucket"]);
    expect(made.dependencies("social-policy")).toEqual(["social-access-block", "social-bucket"]);
    expect(made.dependencies("social-cors")).toEqual(["social-bucket", "social-policy"]);
  });

  it("keeps protection and the block as on AWS, without the setting that refuses every upload", () => {
    expect(made.get("social-bucket")).toMatchObject({ protect: true, retainOnDelete: true });
    expect(made.get("social-access-block").inputs).toMatchObject({
      blockPublicAcls: false,
      ignorePublicAcls: true,
      blockPublicPolicy: false,
      restrictPublicBuckets: false,
      skipDestroy: true,
    });
  });

  it("lets a bucket that is deleted take its block with it, for the server never says that it is gone", async () => {
    const gone = await Registered.onCeph({ data: { protect: false, retainOnDelete: false } });
    expect(gone.get("social-access-block").inputs["skipDestroy"]).toBe(true);
  });

  it("leaves the region to the provider, whose names AWS may not know", () => {
    const said = made.all.filter(({ inputs }) => inputs["region"] !== undefined).map(({ name }) => name);
    expect(said).toEqual(["ceph"]);
  });

  it("gives the user its rights in the bucket policy", () => {
    expect(made.policy("social-policy").Statement.map(({ Sid }) => Sid)).toEqual([
      "PublicRead",
      "DenyInsecureTransport",
      "WriterObjects",
      "WriterDeletes",
      "WriterBucket",
    ]);
  });

  it("lets ACLs decide with access acl, on a bucket whose own ACL is private and whose block refuses no policy", async () => {
    const acls = await Registered.onCeph({ access: Access.Acl });
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
  it("asks the server for everything, and AWS for nothing", async () => {
    const made = await Registered.of(() => {
      const credentials = { accessKey: "ADMIN", secretKey: secret("hidden"), customCaBundle: "ca.pem" };
      s3Provider("ceph", CEPH, credentials);
    });
    // Explicit providers take their inputs as JSON texts.
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

  it("puts the bucket into the host name where the server wants it there", async () => {
    const made = await Registered.of(() => s3Provider("ceph", { ...CEPH, pathStyle: false }));
    expect(made.get("ceph").inputs["s3UsePathStyle"]).toBe("false");
  });

  const missing =
    "store.s3: needs an aws.Provider for its endpoint, or the bucket would be made on AWS; pass one in the options: `{ providers: [s3Provider(...)] }`";

  it("is asked for before anything is registered", async () => {
    const made = await Registered.of(() => {
      expect(() => new MastodonStorage("social", SOCIAL_ON_CEPH)).toThrow(missing);
      expect(() => new MastodonStorage("social", SOCIAL_ON_CEPH, { providers: {} })).toThrow(missing);
    });
    expect(made.all).toEqual([]);
  });

  it("is not asked for on AWS", async () => {
    const made = await Registered.of(() => new MastodonStorage("social", SOCIAL));
    expect(made.find("social-bucket")).toBeDefined();
  });

  it.each<[string, (provider: Provider) => ComponentResourceOptions]>([
    ["in a list", (provider) => ({ providers: [provider] })],
    ["by its package", (provider) => ({ providers: { aws: provider } })],
    ["alone", (provider) => ({ provider })],
    [
      "from another language",
      () => ({ providers: [new DependencyProviderResource(`${PROVIDER_URN}::some-id`)] }),
    ],
    [
      "from the parent",
      (provider) => ({ parent: new ComponentResource("t:index:T", "p", {}, { providers: [provider] }) }),
    ],
  ])("may come %s", async (_, options) => {
    const made = await Registered.of(() => {
      new MastodonStorage("social", SOCIAL_ON_CEPH, options(s3Provider("ceph", CEPH)));
    });
    expect(made.find("social-bucket")).toBeDefined();
  });
});
