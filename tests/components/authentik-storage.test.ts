import { InputPropertiesError, output, secret } from "@pulumi/pulumi";
import { revealed } from "../../cli/offline/values";
import {
  AuthentikStorage,
  AuthentikUsage,
  MediaHostSigning,
  type AuthentikStorageArgs,
} from "../../components";
import { CEPH, Registered } from "./registered";

const SSO: AuthentikStorageArgs = {
  version: "2026.5.1",
  origins: ["https://authentik.company"],
  bucket: "authentik-files",
  store: { aws: { region: "eu-central-1" } },
};
const SECRET_MARK = "1b47061264138c4ac30d75fd1eb44270";
const asSecret = (value: string): object => ({ "4dabf18193072939515e22adb298388d": SECRET_MARK, value });
const isSecret = (value: unknown): boolean => JSON.stringify(value).includes(SECRET_MARK);

const storage = (args: Partial<AuthentikStorageArgs> = {}): Promise<Registered> =>
  Registered.of(() => new AuthentikStorage("sso", { ...SSO, ...args }));
const envOf = (made: Registered): string => revealed(made.get("sso").outputs?.["env"]) as string;

describe("an AuthentikStorage by default", () => {
  let made: Registered;
  beforeAll(async () => {
    made = await storage();
  });

  it("creates exactly these resources", () => {
    expect(made.names).toEqual([
      "aws:iam/accessKey:AccessKey sso-key-a",
      "aws:iam/user:User sso-writer",
      "aws:iam/userPolicy:UserPolicy sso-writer-policy",
      "aws:s3/bucket:Bucket sso-bucket",
      "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration sso-cors",
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration sso-lifecycle",
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls sso-ownership",
      "aws:s3/bucketPolicy:BucketPolicy sso-policy",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock sso-access-block",
      "media-storage:index:AuthentikStorage sso",
    ]);
  });

  it("accepts the ACL of uploads, but nothing can make an object public", () => {
    expect(made.get("sso-ownership").inputs["rule"]).toEqual({ objectOwnership: "BucketOwnerPreferred" });
    expect(made.get("sso-access-block").inputs).toMatchObject({
      blockPublicAcls: true,
      ignorePublicAcls: true,
      blockPublicPolicy: true,
      restrictPublicBuckets: true,
    });
    expect(made.policy("sso-policy").Statement.map(({ Sid }) => Sid)).toEqual(["DenyInsecureTransport"]);
  });

  it("lets scripts of authentik's origins read, as authentik's documentation says", () => {
    expect(made.get("sso-cors").inputs["corsRules"]).toEqual([
      {
        allowedOrigins: ["https://authentik.company"],
        allowedMethods: ["GET"],
        allowedHeaders: ["Authorization"],
        exposeHeaders: [],
        maxAgeSeconds: 3000,
      },
    ]);
  });

  it("allows the writer only the objects that authentik stores, and to list them", () => {
    expect(made.policy("sso-writer-policy").Statement).toMatchObject([
      { Resource: ["arn:aws:s3:::authentik-files/media/*", "arn:aws:s3:::authentik-files/reports/*"] },
      { Action: ["s3:ListBucket"], Resource: "arn:aws:s3:::authentik-files" },
    ]);
    expect(made.policy("sso-writer-policy").Statement[1]).not.toHaveProperty("Condition");
  });

  it("registers every public output, and marks the env block and its entries as secret", () => {
    const outputs = made.get("sso").outputs ?? {};
    expect(Object.keys(outputs).sort()).toEqual([
      "bucketArn",
      "bucketName",
      "deployment",
      "env",
      "envEntries",
      "facts",
      "presignedBaseUrl",
      "region",
    ]);
    const secrets = Object.entries(outputs).filter(([, value]) => isSecret(value));
    expect(secrets.map(([name]) => name).sort()).toEqual(["deployment", "env", "envEntries"]);
    expect(outputs["bucketArn"]).toBe("arn:aws:s3:::authentik-files");
    expect(outputs["presignedBaseUrl"]).toBe("https://s3.eu-central-1.amazonaws.com/authentik-files");
  });

  it("renders the block for the version", async () => {
    expect(envOf(made)).toMatch(
      /^# Storage of authentik at https:\/\/authentik\.company in the bucket authentik-files\nAUTHENTIK_STORAGE__BACKEND=s3\n/,
    );
    expect(envOf(await storage({ version: "2025.10" }))).toContain(
      "\nAUTHENTIK_STORAGE__MEDIA__BACKEND=s3\n",
    );
  });
});

it("with only media", async () => {
  const made = await storage({ usages: [AuthentikUsage.Media] });
  expect(made.policy("sso-writer-policy").Statement[0]?.Resource).toBe(
    "arn:aws:s3:::authentik-files/media/*",
  );
  expect(envOf(made)).not.toContain("AUTHENTIK_STORAGE__BACKEND");
});

it("with a role has no key in the block, and a profile if it is set", async () => {
  const made = await storage({ writer: { role: { roleName: output("sso"), profile: "sso" } } });
  expect(made.names.filter((name) => name.startsWith("aws:iam/"))).toEqual([
    "aws:iam/rolePolicy:RolePolicy sso-writer-policy",
  ]);
  expect(envOf(made)).toContain("; boto3 takes its credentials from the role\n");
  expect(envOf(made)).toContain("\nAUTHENTIK_STORAGE__S3__SESSION_PROFILE=sso\n");
  expect(envOf(made)).not.toContain("_KEY=");
});

describe("a given key", () => {
  it("is encoded so that authentik does not read it as a number, and stays secret", async () => {
    const given = { accessKeyId: "12345", secretAccessKey: secret("1e5"), sessionToken: output("777") };
    const made = await storage({ writer: { given } });
    expect(envOf(made)).toContain(
      [
        "",
        `AUTHENTIK_STORAGE__S3__ACCESS_KEY='"12345"'`,
        `AUTHENTIK_STORAGE__S3__SECRET_KEY='"1e5"'`,
        `AUTHENTIK_STORAGE__S3__SESSION_TOKEN='"777"'`,
        "",
      ].join("\n"),
    );
    // The inputs of the component itself are in the state too.
    expect(made.get("sso").inputs).toMatchObject({
      writer: {
        given: {
          accessKeyId: asSecret("12345"),
          secretAccessKey: asSecret("1e5"),
          sessionToken: asSecret("777"),
        },
      },
    });
  });

  it("may write to a bucket on Ceph, as the bucket policy allows", async () => {
    const made = await Registered.of(() => {
      const given = {
        accessKeyId: "RGWKEY",
        secretAccessKey: "rgw-canary",
        principal: "arn:aws:iam:::user/authentik",
      };
      new AuthentikStorage("sso", { ...SSO, store: { s3: CEPH }, writer: { given } });
    });
    expect(made.policy("sso-policy").Statement.map(({ Sid }) => Sid)).toEqual([
      "DenyInsecureTransport",
      "WriterObjects",
      "WriterDeletes",
      "WriterBucket",
    ]);
    expect(envOf(made)).toContain("\nAUTHENTIK_STORAGE__S3__ENDPOINT=https://s3.example.org\n");
  });
});

it("names a CDN in the URLs of media", async () => {
  const made = await storage({
    mediaHost: { hostname: "cdn.example.com", external: { signing: MediaHostSigning.Cdn } },
  });
  expect(envOf(made)).toContain("\nAUTHENTIK_STORAGE__MEDIA__S3__CUSTOM_DOMAIN=cdn.example.com\n");
  expect(made.get("sso").outputs?.["presignedBaseUrl"]).toBe("https://cdn.example.com");
});

describe("invalid arguments", () => {
  it("are one error that lists all of them, before anything is registered", async () => {
    let error: unknown;
    const made = await Registered.of(() => {
      try {
        new AuthentikStorage("sso", { ...SSO, version: "2025.11", origins: ["authentik.company"] });
      } catch (thrown) {
        error = thrown;
      }
    });
    expect(made.all).toEqual([]);
    expect(InputPropertiesError.isInstance(error)).toBe(true);
    const { message, errors } = error as InputPropertiesError;
    expect(errors.map(({ propertyPath }) => propertyPath)).toEqual(["version", "origins[0]"]);
    expect(message).toMatch(/^AuthentikStorage "sso" has invalid arguments/);
  });
});
