import { parse } from "dotenv";
import { InputPropertiesError, secret } from "@pulumi/pulumi";
import { revealed } from "../../cli/offline/values";
import { SupabaseStorage, type SupabaseBackendArgs, type SupabaseStorageArgs } from "../../components";
import type { Deployment } from "../../storage/deployment";
import { readOverlay } from "../env/formats/compose-reader";
import { CEPH, Registered } from "./registered";

const isSecret = (value: unknown): boolean =>
  JSON.stringify(value).includes("1b47061264138c4ac30d75fd1eb44270");

const INSTANCE = { publicUrl: "https://supabase.example", tenantId: "acme" };
const backend = (rest: Partial<SupabaseBackendArgs> = {}): SupabaseStorageArgs => ({
  ...INSTANCE,
  backend: { bucket: "supabase-files", store: { aws: { region: "eu-central-1" } }, ...rest },
});
const BACKEND = backend();
const ENDPOINT: SupabaseStorageArgs = { ...INSTANCE, protocolEndpoint: {} };

const storage = (args: SupabaseStorageArgs): Promise<Registered> =>
  Registered.of(() => new SupabaseStorage("db", args));

const GUARD = [
  "media-storage:index:SupabaseStorage db",
  "random:index/randomId:RandomId db-tenant-acme",
  "random:index/randomId:RandomId db-previousTenantId",
];
const BUCKET = [
  "aws:iam/accessKey:AccessKey db-key-a",
  "aws:iam/user:User db-writer",
  "aws:iam/userPolicy:UserPolicy db-writer-policy",
  "aws:s3/bucket:Bucket db-bucket",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration db-lifecycle",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls db-ownership",
  "aws:s3/bucketPolicy:BucketPolicy db-policy",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock db-access-block",
];
const KEYS = [
  "random:index/randomBytes:RandomBytes db-protocol-key-id",
  "random:index/randomBytes:RandomBytes db-protocol-key-secret",
];

describe.each<[string, SupabaseStorageArgs, string[]]>([
  ["only the backend", BACKEND, BUCKET],
  ["only the protocol endpoint", ENDPOINT, KEYS],
  ["both", { ...BACKEND, protocolEndpoint: {} }, [...BUCKET, ...KEYS]],
])("a SupabaseStorage with %s", (_, args, resources) => {
  let made: Registered;
  beforeAll(async () => {
    made = await storage(args);
  });
  const output = (name: string): unknown => revealed((made.get("db").outputs ?? {})[name]);

  it("creates exactly these resources, each a child of the component", () => {
    expect(made.names).toEqual([...GUARD, ...resources].sort());
    const component = made.get("db").urn;
    for (const { name, parent } of made.all)
      expect([name, parent]).toEqual([name, name === "db" ? "" : component]);
  });

  it("protects the bucket, if there is one, and the tenant's guard, and retains only the bucket", () => {
    const protects = made.all.filter(({ protect }) => protect).map(({ name }) => name);
    const hasBucket = args.backend !== undefined;
    expect(protects.sort()).toEqual([...(hasBucket ? ["db-bucket"] : []), "db-previousTenantId"]);
    const retains = made.all.filter(({ retainOnDelete }) => retainOnDelete).map(({ name }) => name);
    expect(retains).toEqual(hasBucket ? ["db-bucket"] : []);
  });

  it("registers every public output, and marks those with secrets as secret", () => {
    const outputs = made.get("db").outputs ?? {};
    const secrets = Object.entries(outputs).filter(([, value]) => isSecret(value));
    expect(secrets.map(([name]) => name).sort()).toEqual(["deployment", "env", "envEntries"]);
    expect(Object.keys(outputs)).toEqual(
      expect.arrayContaining(["env", "envEntries", "composeOverlay", "facts", "deployment", "publicBaseUrl"]),
    );
    expect(output("bucketName")).toBe(args.backend?.bucket);
    expect(output("region")).toBe(args.backend?.store.aws?.region);
    const arn = args.backend && `arn:aws:s3:::${args.backend.bucket}`;
    expect(output("bucketArn")).toBe(arn);
    expect((output("deployment") as Deployment).facts).toEqual(output("facts"));
    expect(output("presignedBaseUrl")).toBeUndefined();
    expect(output("publicBaseUrl")).toBe("https://supabase.example/storage/v1/object/public");
  });

  it("has in .env exactly the variables that the overlay reads", () => {
    const { storage: variables } = readOverlay(
      output("composeOverlay") as string,
      parse(output("env") as string),
    );
    const entries = output("envEntries") as { name: string; value: string }[];
    expect(variables).toEqual(Object.fromEntries(entries.map(({ name, value }) => [name, value])));
  });
});

describe("the bucket", () => {
  let made: Registered;
  beforeAll(async () => {
    made = await storage(BACKEND);
  });

  it("has all four access blocks, refuses ACLs, and its policy allows nothing", () => {
    expect(made.get("db-access-block").inputs).toMatchObject({
      blockPublicAcls: true,
      ignorePublicAcls: true,
      blockPublicPolicy: true,
      restrictPublicBuckets: true,
    });
    expect(made.get("db-ownership").inputs["rule"]).toEqual({ objectOwnership: "BucketOwnerEnforced" });
    expect(made.policy("db-policy").Statement.map(({ Sid, Effect }) => [Sid, Effect])).toEqual([
      ["DenyInsecureTransport", "Deny"],
    ]);
  });

  it("deletes unfinished uploads after two days, and nothing else", () => {
    expect(made.get("db-lifecycle").inputs["rules"]).toEqual([
      {
        id: "abort-incomplete-multipart-uploads",
        status: "Enabled",
        filter: { prefix: "" },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 2 },
      },
    ]);
  });

  it("grants the permissions that resumable uploads need", () => {
    expect(made.policy("db-writer-policy").Statement).toMatchObject([
      {
        Action: [
          "s3:GetObject",
          "s3:PutObject",
          "s3:DeleteObject",
          "s3:AbortMultipartUpload",
          "s3:ListMultipartUploadParts",
          "s3:PutObjectTagging",
        ],
        Resource: "arn:aws:s3:::supabase-files/*",
      },
      { Action: ["s3:ListBucket"], Resource: "arn:aws:s3:::supabase-files" },
    ]);
  });

  it("on Ceph lets the given user write by the bucket policy", async () => {
    const principal = "arn:aws:iam:::user/supabase";
    const args = backend({
      store: { s3: CEPH },
      writer: { given: { accessKeyId: "RGWKEY", secretAccessKey: secret("canary"), principal } },
    });
    const onCeph = await Registered.of(() => new SupabaseStorage("db", args));
    expect(onCeph.names.filter((name) => name.startsWith("aws:"))).toEqual([
      "aws:s3/bucket:Bucket db-bucket",
      "aws:s3/bucketPolicy:BucketPolicy db-policy",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock db-access-block",
    ]);
    expect(onCeph.policy("db-policy").Statement.map(({ Sid, Principal }) => [Sid, Principal])).toEqual([
      ["DenyInsecureTransport", { AWS: "*" }],
      ["WriterObjects", { AWS: principal }],
      ["WriterDeletes", { AWS: principal }],
      ["WriterBucket", { AWS: principal }],
    ]);
    const { deployment, env, envEntries, ...others } = onCeph.get("db").outputs ?? {};
    expect([deployment, env, envEntries].map(isSecret)).toEqual([true, true, true]);
    expect(JSON.stringify(others)).not.toContain("canary");
  });
});

describe("the protocol endpoint's keys", () => {
  const lengthsOf = (made: Registered): unknown[] =>
    KEYS.map((key) => made.get(key.split(" ")[1]!).inputs).map(({ length, keepers }) => [length, keepers]);

  it("are 16 and 32 bytes, as hex digits, and do not change", async () => {
    expect(lengthsOf(await storage(ENDPOINT))).toEqual([
      [16, undefined],
      [32, undefined],
    ]);
  });

  it("change with another keyRotation", async () => {
    const keepers = { rotation: "2026-11-25" };
    expect(
      lengthsOf(await storage({ ...INSTANCE, protocolEndpoint: { keyRotation: "2026-11-25" } })),
    ).toEqual([
      [16, keepers],
      [32, keepers],
    ]);
  });

  it("are not the writer's key", async () => {
    const made = await storage({ ...BACKEND, protocolEndpoint: {} });
    const env = parse(revealed(made.get("db").outputs?.["env"]) as string);
    expect(env["S3_PROTOCOL_ACCESS_KEY_ID"]).toContain("db-protocol-key-id.hex");
    expect(env["S3_PROTOCOL_ACCESS_KEY_SECRET"]).toContain("db-protocol-key-secret.hex");
    expect(env["STORAGE_AWS_ACCESS_KEY_ID"]).toContain("db-key-a.id");
    expect(env["STORAGE_AWS_SECRET_ACCESS_KEY"]).toContain("db-key-a.secret");
  });
});

describe("the tenant's guard", () => {
  it("depends on the resource with the tenant's name", async () => {
    const made = await storage(ENDPOINT);
    expect(made.dependencies("db-previousTenantId")).toEqual(["db-tenant-acme"]);
  });

  it("is not protected if the arguments say so, or if the data is not", async () => {
    const unprotected = [
      { ...ENDPOINT, protectTenantId: false },
      backend({ data: { protect: false } }),
      { ...backend({ data: { protect: false } }), protocolEndpoint: {} },
    ];
    for (const args of unprotected) {
      expect((await storage(args)).all.filter(({ protect }) => protect)).toEqual([]);
    }
  });

  it("is protected by its own argument, whatever protects the data", async () => {
    const protectsOf = async (args: SupabaseStorageArgs): Promise<string[]> =>
      (await storage(args)).all.filter(({ protect }) => protect).map(({ name }) => name);
    const data = { protect: false };
    expect(await protectsOf({ ...backend({ data }), protectTenantId: true })).toEqual([
      "db-previousTenantId",
    ]);
    expect(await protectsOf({ ...backend(), protectTenantId: false })).toEqual(["db-bucket"]);
  });

  it("is the only resource, apart from the bucket, that protecting the component protects", async () => {
    const made = await Registered.of(
      () => new SupabaseStorage("db", BACKEND, { protect: true, retainOnDelete: true }),
    );
    const kept = made.all.filter(({ protect, retainOnDelete }) => protect || retainOnDelete);
    expect(kept.map(({ name }) => name).sort()).toEqual(["db", "db-bucket", "db-previousTenantId"]);
  });
});

describe("invalid arguments", () => {
  it("are one error that lists all of them, before anything is registered", async () => {
    let error: unknown;
    const made = await Registered.of(() => {
      try {
        new SupabaseStorage("db", { ...ENDPOINT, publicUrl: "http://localhost:8000", tenantId: "a/b" });
      } catch (thrown) {
        error = thrown;
      }
    });
    expect(made.all).toEqual([]);
    expect(InputPropertiesError.isInstance(error)).toBe(true);
    const { message, errors } = error as InputPropertiesError;
    expect(message).toMatch(/^SupabaseStorage "db" has invalid arguments/);
    expect(errors.map(({ propertyPath }) => propertyPath).sort()).toEqual(["publicUrl", "tenantId"]);
  });
});
