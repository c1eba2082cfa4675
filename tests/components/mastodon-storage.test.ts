import { InputPropertiesError, output, secret, type Input } from "@pulumi/pulumi";
import {
  AccessKeySlot,
  BucketSource,
  MastodonAccess,
  MastodonStorage,
  StatementEffect,
} from "../../components";
import { revealed } from "../../cli/offline/values";
import type { Deployment } from "../../storage/deployment";
import { Registered, SOCIAL } from "./registered";

const SECRET_MARK = "1b47061264138c4ac30d75fd1eb44270";
const isSecret = (value: unknown): boolean => JSON.stringify(value).includes(SECRET_MARK);

const asSecret = (value: string): object => ({ "4dabf18193072939515e22adb298388d": SECRET_MARK, value });

describe("a MastodonStorage by default", () => {
  let made: Registered;
  beforeAll(async () => {
    made = await Registered.storage();
  });

  it("creates exactly these resources", () => {
    expect(made.names).toEqual([
      "aws:iam/accessKey:AccessKey social-key-a",
      "aws:iam/user:User social-writer",
      "aws:iam/userPolicy:UserPolicy social-writer-policy",
      "aws:s3/bucket:Bucket social-bucket",
      "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration social-cors",
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration social-lifecycle",
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls social-ownership",
      "aws:s3/bucketPolicy:BucketPolicy social-policy",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock social-access-block",
      "media-storage:index:MastodonStorage social",
    ]);
  });

  it("has the component as the parent of every child", () => {
    const component = made.get("social").urn;
    for (const { name, parent } of made.all)
      expect([name, parent]).toEqual([name, name === "social" ? "" : component]);
  });

  it("writes to the bucket one after the other: ownership, block, policy, CORS, lifecycle", () => {
    expect(made.dependencies("social-ownership")).toEqual(["social-bucket"]);
    expect(made.dependencies("social-access-block")).toEqual(["social-bucket", "social-ownership"]);
    expect(made.dependencies("social-policy")).toEqual(["social-access-block", "social-bucket"]);
    expect(made.dependencies("social-cors")).toEqual(["social-bucket", "social-policy"]);
    expect(made.dependencies("social-lifecycle")).toEqual(["social-bucket", "social-cors"]);
  });

  it("protects and retains only the bucket", () => {
    const kept = made.all.filter(({ protect, retainOnDelete }) => protect || retainOnDelete);
    expect(kept.map(({ name, protect, retainOnDelete }) => [name, protect, retainOnDelete])).toEqual([
      ["social-bucket", true, true],
    ]);
    expect(made.get("social-bucket").inputs["forceDestroy"]).toBe(false);
  });

  it("sets the namespace of a bucket name in the account-regional namespace, and of no other", async () => {
    const namespaceOf = async (bucket: string): Promise<unknown> =>
      (await Registered.storage({ bucket })).get("social-bucket").inputs["bucketNamespace"];
    expect(await namespaceOf("media-123456789012-eu-central-1-an")).toBe("account-regional");
    expect(await namespaceOf("social-media")).toBeUndefined();
  });

  it("keeps the access block as long as the bucket, so that ACLs never open a bucket that cannot be deleted", async () => {
    const data = { protect: false, retainOnDelete: false };
    for (const storage of [made, await Registered.storage({ data })])
      expect(storage.get("social-access-block").inputs["skipDestroy"]).toBe(true);
  });

  it("refuses ACLs, so that only a policy can make anything public", () => {
    expect(made.get("social-ownership").inputs["rule"]).toEqual({ objectOwnership: "BucketOwnerEnforced" });
    expect(made.get("social-access-block").inputs).toMatchObject({
      blockPublicAcls: true,
      ignorePublicAcls: true,
      blockPublicPolicy: false,
      restrictPublicBuckets: false,
    });
  });

  it("lets anybody read objects below the public prefixes, and nothing else", () => {
    const [read, tls, ...others] = made.policy("social-policy").Statement;
    expect(read).toMatchObject({ Effect: "Allow", Principal: { AWS: "*" }, Action: "s3:GetObject" });
    expect(read?.Resource).toEqual(
      [
        "accounts",
        "cache",
        "custom_emojis",
        "media_attachments",
        "preview_card_providers",
        "preview_cards",
        "site_uploads",
      ].map((prefix) => `arn:aws:s3:::social-media/${prefix}/*`),
    );
    expect(tls).toMatchObject({
      Effect: "Deny",
      Condition: { BoolIfExists: { "aws:SecureTransport": "false" } },
    });
    expect(others).toEqual([]);
  });

  it("gives the writer object actions on objects and bucket actions on the bucket, without ACLs", () => {
    expect(made.policy("social-writer-policy").Statement).toMatchObject([
      {
        Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
        Resource: "arn:aws:s3:::social-media/*",
      },
      { Action: ["s3:ListBucket"], Resource: "arn:aws:s3:::social-media" },
    ]);
  });

  it("deletes no current object: the only lifecycle rule deletes unfinished uploads", () => {
    expect(made.get("social-lifecycle").inputs["rules"]).toEqual([
      {
        id: "abort-incomplete-multipart-uploads",
        status: "Enabled",
        filter: { prefix: "" },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
    ]);
  });

  it("sets the region of every resource that has one", () => {
    for (const { type, inputs } of made.all.filter(({ type }) => type.startsWith("aws:s3/"))) {
      expect([type, inputs["region"]]).toEqual([type, "eu-central-1"]);
    }
  });

  it("creates no versioning and no encryption resource", () => {
    expect(made.names.filter((name) => /Versioning|Encryption/.test(name))).toEqual([]);
  });

  it("registers every public output", () => {
    expect(Object.keys(made.get("social").outputs ?? {}).sort()).toEqual([
      "bucketArn",
      "bucketName",
      "deployment",
      "env",
      "envEntries",
      "facts",
      "presignedBaseUrl",
      "publicBaseUrl",
      "region",
    ]);
  });

  it("also has the env block and the facts in its deployment", () => {
    const { deployment, env, envEntries, facts } = made.get("social").outputs ?? {};
    const { title, ...others } = revealed(deployment) as Deployment;
    expect(others).toEqual({ schema: 1, entries: revealed(envEntries), facts });
    expect((revealed(env) as string).split("\n")[0]).toBe(`# ${title}`);
  });

  it("marks everything that contains the env block as secret, and nothing else", () => {
    const secrets = Object.entries(made.get("social").outputs ?? {}).filter(([, value]) => isSecret(value));
    expect(secrets.map(([name]) => name).sort()).toEqual(["deployment", "env", "envEntries"]);
  });

  it("has no undefined in a policy", () => {
    expect(JSON.stringify(made.all)).not.toContain("undefined");
  });
});

describe("the writer", () => {
  const KEY = "aws:iam/accessKey:AccessKey";
  const keysOf = ({ all }: Registered): unknown[] =>
    all
      .filter(({ type }) => type === KEY)
      .map(({ name, inputs, deleteBeforeReplace }) => [name, inputs["status"], deleteBeforeReplace])
      .sort();
  const keyInEnv = (made: Registered): string | undefined =>
    /^AWS_ACCESS_KEY_ID=(.*)$/m.exec(revealed(made.get("social").outputs?.["env"]) as string)?.[1];

  it.each([
    [
      { slots: [AccessKeySlot.A], current: AccessKeySlot.A },
      [["social-key-a", "Active", false]],
      "social-key-a",
    ],
    [
      { slots: [AccessKeySlot.A, AccessKeySlot.B], current: AccessKeySlot.A },
      [
        ["social-key-a", "Active", true],
        ["social-key-b", "Active", true],
      ],
      "social-key-a",
    ],
    [
      { slots: [AccessKeySlot.A, AccessKeySlot.B], current: AccessKeySlot.B },
      [
        ["social-key-a", "Active", true],
        ["social-key-b", "Active", true],
      ],
      "social-key-b",
    ],
    [
      { slots: [AccessKeySlot.A, AccessKeySlot.B], current: AccessKeySlot.B, inactive: [AccessKeySlot.A] },
      [
        ["social-key-a", "Inactive", true],
        ["social-key-b", "Active", true],
      ],
      "social-key-b",
    ],
    [
      { slots: [AccessKeySlot.B], current: AccessKeySlot.B },
      [["social-key-b", "Active", false]],
      "social-key-b",
    ],
  ])("rotates its keys: %j", async (keys, expected, inEnv) => {
    const made = await Registered.storage({ writer: { keys } });
    expect(keysOf(made)).toEqual(expected);
    expect(keyInEnv(made)).toContain(inEnv);
  });

  it.each<[string, Input<string>]>([
    ["an ARN", "arn:aws:iam::123456789012:policy/boundary"],
    ["an output", output("arn:aws:iam::123456789012:policy/boundary")],
  ])("has the permissions boundary of the arguments: %s", async (_, permissionsBoundary) => {
    const made = await Registered.storage({ writer: { keys: { permissionsBoundary } } });
    // With the key that a writer has by default.
    expect(keysOf(made)).toEqual([["social-key-a", "Active", false]]);
    expect(keyInEnv(made)).toContain("social-key-a");
    expect(made.get("social").outputs?.["facts"]).toMatchObject({ writer: { currentKeySlot: "a" } });
    expect(made.get("social-writer").inputs["permissionsBoundary"]).toBe(
      "arn:aws:iam::123456789012:policy/boundary",
    );
    const { inputs } = (await Registered.storage()).get("social-writer");
    expect(inputs).not.toHaveProperty("permissionsBoundary");
  });

  it("with a role attaches the policy, creates neither user nor key, and has no key in the block", async () => {
    const made = await Registered.storage({ writer: { role: { roleName: output("web-role") } } });
    expect(made.names.filter((name) => name.startsWith("aws:iam/"))).toEqual([
      "aws:iam/rolePolicy:RolePolicy social-writer-policy",
    ]);
    expect(made.get("social-writer-policy").inputs).toMatchObject({
      role: "web-role",
      name: "media-storage-social-media",
    });
    expect(keyInEnv(made)).toBeUndefined();
  });

  it("with a given key creates nothing in IAM, and the bucket policy lets its principal write", async () => {
    const principal = "arn:aws:iam::123456789012:user/mastodon";
    const given = { accessKeyId: "AKIAGIVEN", secretAccessKey: secret("given-canary"), principal };
    const made = await Registered.storage({ writer: { given } });
    expect(made.names.filter((name) => name.startsWith("aws:iam/"))).toEqual([]);
    expect(made.policy("social-policy").Statement.map(({ Sid, Principal }) => [Sid, Principal])).toEqual([
      ["PublicRead", { AWS: "*" }],
      ["DenyInsecureTransport", { AWS: "*" }],
      ["WriterObjects", { AWS: principal }],
      ["WriterBucket", { AWS: principal }],
    ]);
    expect(keyInEnv(made)).toBe("AKIAGIVEN");
  });

  it("makes a given secret in plain text a secret", async () => {
    const given = { accessKeyId: "AKIAGIVEN", secretAccessKey: "given-canary" };
    const made = await Registered.storage({ writer: { given } });
    const { deployment, env, envEntries, ...others } = made.get("social").outputs ?? {};
    expect([deployment, env, envEntries].map(isSecret)).toEqual([true, true, true]);
    expect(JSON.stringify(others)).not.toContain("given-canary");
    // The inputs of the component itself are in the state too.
    expect(made.get("social").inputs["writer"]).toEqual({
      given: { accessKeyId: asSecret("AKIAGIVEN"), secretAccessKey: asSecret("given-canary") },
    });
  });

  it("deletes the user even if it has keys that somebody created by hand", async () => {
    const made = await Registered.storage();
    expect(made.get("social-writer").inputs).toEqual({ name: "social-media-writer", forceDestroy: true });
  });
});

describe("with access acl", () => {
  it("lets only ACLs make anything public, and lets the writer set them", async () => {
    const made = await Registered.storage({ access: MastodonAccess.Acl });
    expect(made.get("social-ownership").inputs["rule"]).toEqual({ objectOwnership: "BucketOwnerPreferred" });
    expect(made.get("social-access-block").inputs).toMatchObject({
      blockPublicAcls: false,
      ignorePublicAcls: false,
      blockPublicPolicy: true,
      restrictPublicBuckets: true,
    });
    expect(made.get("social-acl").inputs["acl"]).toBe("private");
    expect(made.dependencies("social-access-block")).toEqual(["social-acl", "social-bucket"]);
    expect(made.policy("social-policy").Statement.map(({ Sid }) => Sid)).toEqual(["DenyInsecureTransport"]);
    expect(made.policy("social-writer-policy").Statement[0]?.Action).toContain("s3:PutObjectAcl");
    expect(revealed(made.get("social").outputs?.["env"])).toContain("\nS3_PERMISSION=public-read\n");
  });
});

describe("data", () => {
  const EXPIRE = {
    id: "expire-noncurrent-versions",
    status: "Enabled",
    filter: { prefix: "" },
    noncurrentVersionExpiration: { noncurrentDays: 30 },
    expiration: { expiredObjectDeleteMarker: true },
  };

  it.each([
    [true, "Enabled"],
    [false, "Suspended"],
  ])("versioning %s is %s, and old versions are deleted", async (enabled, status) => {
    const made = await Registered.storage({ data: { versioning: { enabled } } });
    expect(made.get("social-versioning").inputs["versioningConfiguration"]).toEqual({ status });
    expect((made.get("social-lifecycle").inputs["rules"] as unknown[])[1]).toEqual(EXPIRE);
    expect(made.dependencies("social-versioning")).toEqual(["social-bucket", "social-cors"]);
    expect(made.dependencies("social-lifecycle")).toEqual(["social-bucket", "social-versioning"]);
  });

  it("keeps old versions for the days of the arguments", async () => {
    const made = await Registered.storage({ data: { versioning: { enabled: true, noncurrentDays: 7 } } });
    expect(made.get("social-lifecycle").inputs["rules"]).toMatchObject([
      {},
      { noncurrentVersionExpiration: { noncurrentDays: 7 } },
    ]);
  });

  it("has the operator's lifecycle rules and the library's in one configuration", async () => {
    const transition = { storageClass: "STANDARD_IA", days: 90 } as const;
    const lifecycleRules = [{ id: "cheap-cache", prefix: "cache/", transition }];
    const made = await Registered.storage({ data: { lifecycleRules } });
    expect(made.get("social-lifecycle").inputs["rules"]).toMatchObject([
      { id: "abort-incomplete-multipart-uploads" },
      {
        id: "cheap-cache",
        status: "Enabled",
        filter: { prefix: "cache/" },
        transitions: [{ storageClass: "STANDARD_IA", days: 90 }],
      },
    ]);
  });

  it("does not protect or retain the bucket if the arguments say so", async () => {
    const made = await Registered.storage({ data: { protect: false, retainOnDelete: false } });
    expect(made.get("social-bucket")).toMatchObject({ protect: false, retainOnDelete: false });
  });

  it("adopts an existing bucket", async () => {
    const made = await Registered.storage({ bucketSource: BucketSource.Adopt });
    expect(
      made.all.filter(({ importId }) => importId !== "").map(({ name, importId }) => [name, importId]),
    ).toEqual([["social-bucket", "social-media"]]);
  });

  it("protecting the component does not protect its keys", async () => {
    const made = await Registered.of(
      () => new MastodonStorage("social", SOCIAL, { protect: true, retainOnDelete: true }),
    );
    const kept = made.all.filter(({ protect, retainOnDelete }) => protect || retainOnDelete);
    expect(kept.map(({ name }) => name).sort()).toEqual(["social", "social-bucket"]);
  });
});

it("puts the operator's statements after its own", async () => {
  const made = await Registered.storage({
    additionalStatements: [
      {
        sid: "Backup",
        effect: "Allow",
        principals: ["arn:aws:iam::210987654321:role/backup"],
        actions: ["s3:GetObject"],
        resources: ["arn:aws:s3:::social-media/*"],
      },
    ],
  });
  expect(made.policy("social-policy").Statement.at(-1)).toEqual({
    Sid: "Backup",
    Effect: "Allow",
    Principal: { AWS: ["arn:aws:iam::210987654321:role/backup"] },
    Action: ["s3:GetObject"],
    Resource: ["arn:aws:s3:::social-media/*"],
  });
});

it("tags the bucket and the user", async () => {
  const tags = { team: "social" };
  const made = await Registered.storage({ tags });
  expect(made.all.filter(({ inputs }) => inputs["tags"] !== undefined).map(({ name }) => name)).toEqual(
    expect.arrayContaining(["social-bucket", "social-writer"]),
  );
});

it("can exist twice in the same program", async () => {
  const made = await Registered.of(() => {
    new MastodonStorage("social", SOCIAL);
    new MastodonStorage("art", { ...SOCIAL, bucket: "art-media" });
  });
  expect(new Set(made.all.map(({ urn }) => urn)).size).toBe(20);
});

describe("invalid arguments", () => {
  it("are one error that lists all of them, before anything is registered", async () => {
    let error: unknown;
    const made = await Registered.of(() => {
      try {
        new MastodonStorage("social", {
          ...SOCIAL,
          bucket: "Social.Media",
          webDomain: "https://social.example/",
        });
      } catch (thrown) {
        error = thrown;
      }
    });
    expect(made.all).toEqual([]);
    expect(InputPropertiesError.isInstance(error)).toBe(true);
    const { message, errors } = error as InputPropertiesError;
    expect(errors.map(({ propertyPath }) => propertyPath)).toEqual(["bucket", "bucket", "webDomain"]);
    for (const { propertyPath, reason } of errors) expect(message).toContain(`${propertyPath}: ${reason}`);
  });

  it("include a statement that lets anybody list the bucket", () => {
    const additionalStatements = [
      {
        sid: "Listing",
        effect: StatementEffect.Allow,
        principals: ["*"],
        actions: ["s3:ListBucket"],
        resources: ["arn:aws:s3:::social-media"],
      },
    ];
    expect(() => new MastodonStorage("social", { ...SOCIAL, additionalStatements })).toThrow(
      /additionalStatements\[0\]: .*Listing/,
    );
  });
});
