import { parse } from "dotenv";
import { findPlaintext } from "./canaries";
import { describeWithEngine, testsAreSteps } from "./engine";
import { accessKeys, asOwner } from "./as-owner";
import { comparable, offlinePreview } from "./offline";
import { projectProgram } from "./programs";
import { startAwsLocal, type AwsLocal } from "./servers/aws-local";
import { TestStack } from "./workspace";

const store = { aws: { region: "eu-central-1" } };
const social = {
  webDomain: "social.example",
  bucket: "e2e-social-media",
  store,
  mediaHost: { hostname: "files.social.example", external: {} },
};
/** The other kind of everything: ACLs, a given key, versions, another region. */
const art = {
  webDomain: "art.example",
  bucket: "e2e-art-media",
  store: { aws: { region: "us-west-2" } },
  access: "acl",
  keyPrefix: "art",
  data: { versioning: { enabled: true } },
  writer: {
    given: { accessKeyId: "AKIAGIVENBYOPERATOR", principal: "arn:aws:iam::123456789012:user/operator" },
  },
};
const instances = (mastodon: object, ...more: object[]): object => ({
  social: { mastodon },
  ...Object.fromEntries(more.map((other) => ["art", { mastodon: other }])),
});
const KEY = "media-storage:instances";

describeWithEngine("the program", () => {
  testsAreSteps();
  const canary = "canary/of+the/given/secret+key";
  let aws: AwsLocal;
  let stack: TestStack;

  beforeAll(async () => {
    aws = await startAwsLocal();
    stack = await TestStack.create(projectProgram, aws.url);
    stack.configure({ [KEY]: instances(social, art) });
  });
  afterAll(async () => {
    try {
      await stack.dispose();
    } finally {
      await aws.stop();
    }
  });

  /** A request as the account's owner: the local AWS looks for a signature and does not check it. */
  const s3 = (method: string, path: string, body?: string): Promise<Response> =>
    fetch(`${aws.url}/${path}`, { method, headers: { Authorization: asOwner("s3") }, ...(body && { body }) });
  const AVATAR = "e2e-social-media/accounts/avatar.png";

  it("refuses a config with problems: all of them, with their paths, no stack trace, nothing created", async () => {
    stack.configure({ [KEY]: instances({ ...social, bucket: "Not.A.Name", version: 4.1 }, art) });
    const output = await stack.preview().then(
      () => "",
      (error: unknown) => String(error),
    );
    expect(output).toContain(
      "media-storage:instances.social.mastodon.version: is a number, and YAML reads 4.10 as 4.1",
    );
    expect(output).toContain('media-storage:instances.social.mastodon.bucket: "Not.A.Name" contains a dot');
    expect(output).toContain("media-storage:artSecretAccessKey: is missing");
    expect(output).not.toMatch(/^\s+at /m);
    expect(await stack.outputs()).toEqual({});
    stack.configure({ [KEY]: instances(social, art) });
    await stack.setSecret("media-storage:artSecretAccessKey", canary);
  });

  it("the offline preview is exactly that of the engine", async () => {
    const [engine, offline] = [await stack.previewJson(), offlinePreview(stack.folder)];
    expect(comparable(offline)).toEqual(comparable(engine));
    expect(offline.changeSummary).toEqual(engine.changeSummary);
    expect(offline.config).toEqual(engine.config);
  });

  it("is created, and its outputs are what an operator copies", async () => {
    const { changes } = await stack.up();
    expect(changes).toEqual({ create: 20 });
    const outputs = await stack.outputs();
    expect(Object.entries(outputs).map(([name, { secret }]) => [name, secret])).toEqual(
      expect.arrayContaining([
        ["social", true],
        ["socialEnv", true],
        ["socialEnvEntries", true],
        ["socialFacts", false],
        ["socialBucketName", false],
        ["socialRegion", false],
        ["socialPublicBaseUrl", false],
        ["artEnv", true],
        ["artEnvEntries", true],
        ["artFacts", false],
      ]),
    );
    expect(outputs["socialPublicBaseUrl"]?.value).toBe("https://files.social.example");
    const [id] = Object.keys(await accessKeys(aws.url, "e2e-social-media-writer"));
    expect(parse(outputs["socialEnv"]?.value as string)).toEqual({
      S3_ENABLED: "true",
      S3_BUCKET: "e2e-social-media",
      S3_REGION: "eu-central-1",
      S3_PROTOCOL: "https",
      S3_HOSTNAME: "s3.eu-central-1.amazonaws.com",
      S3_ALIAS_HOST: "files.social.example",
      S3_PERMISSION: "",
      AWS_ACCESS_KEY_ID: id,
      AWS_SECRET_ACCESS_KEY: expect.stringMatching(/^[A-Za-z0-9/+=]{40}$/) as string,
      S3_RETRY_LIMIT: "2",
      EXTRA_MEDIA_HOSTS: "https://e2e-social-media.s3.eu-central-1.amazonaws.com",
    });
    expect(parse(outputs["artEnv"]?.value as string)).toMatchObject({
      S3_PERMISSION: "public-read",
      S3_KEY_PREFIX: "art",
      AWS_ACCESS_KEY_ID: "AKIAGIVENBYOPERATOR",
      AWS_SECRET_ACCESS_KEY: canary,
    });
  });

  it("has checked the policies with the real ARN of the bucket", async () => {
    const { resources } = (JSON.parse(await stack.exportState()) as State).deployment;
    const bucket = resources.find(({ urn }) => urn.endsWith("::social-bucket"));
    const outputs = await stack.outputs();
    const facts = outputs["socialFacts"]?.value as { bucket: { arn: string } };
    expect(bucket?.outputs?.["arn"]).toBe(facts.bucket.arn);
    expect(outputs["socialBucketArn"]?.value).toBe(facts.bucket.arn);
  });

  it("has no changes the second time", async () => {
    expect(await stack.up()).toMatchObject({ changes: { same: 20 }, steps: [] });
    expect(await stack.previewDiff()).toMatchObject({ changes: { same: 20 }, steps: [] });
    expect(await stack.refresh()).toMatchObject({ changes: { same: 20 } });
    expect(await stack.previewDiff()).toMatchObject({ changes: { same: 20 }, steps: [] });
  });

  it("passes every argument to the provider", () => {
    // A published provider takes them all; a stand-in for it would list here what it could not hand on.
    expect(stack.dropped()).toEqual([]);
  });

  it("shows its secrets nowhere: not in the stored state, the logs or the previews", async () => {
    const { socialEnv } = await stack.outputs();
    const made = parse(socialEnv?.value as string)["AWS_SECRET_ACCESS_KEY"] ?? "";
    expect(findPlaintext([canary, made], await stack.sources())).toEqual([]);
  });

  it("refuses another bucket name and a destroy, because the bucket is protected, and deletes nothing", async () => {
    await s3("PUT", AVATAR, "media");
    stack.configure({ [KEY]: instances({ ...social, bucket: "e2e-other-name" }, art) });
    await expect(stack.previewDiff()).rejects.toThrow(/unable to replace resource .*social-bucket/);
    stack.configure({ [KEY]: instances(social, art) });
    await expect(stack.destroy()).rejects.toThrow("because it is protected");
    expect(await stack.previewDiff()).toMatchObject({ changes: { same: 20 }, steps: [] });
    expect((await s3("GET", AVATAR)).status).toBe(200);
  });

  it("keeps bucket, objects and access block when it is destroyed unprotected, and deletes user and keys", async () => {
    const unprotected = { protect: false };
    stack.configure({
      [KEY]: instances({ ...social, data: unprotected }, { ...art, data: { ...art.data, ...unprotected } }),
    });
    await stack.up();
    expect(await stack.destroy()).toMatchObject({ changes: { delete: 20 } });
    expect((await s3("GET", AVATAR)).status).toBe(200);
    const block = await (await s3("GET", "e2e-social-media?publicAccessBlock")).text();
    expect(block).toContain("<BlockPublicAcls>true</BlockPublicAcls>");
    expect((await s3("GET", "e2e-social-media?policy")).status).toBe(404);
    expect(await accessKeys(aws.url, "e2e-social-media-writer")).toEqual({});
  });

  it("adopts the bucket again with bucketSource, and never deletes one with objects", async () => {
    const data = { protect: false, retainOnDelete: false };
    stack.configure({ [KEY]: instances({ ...social, bucketSource: "adopt", data }) });
    await stack.removeConfig("media-storage:artSecretAccessKey");
    const { steps } = await stack.up();
    expect(steps).toContain("import social-bucket");
    expect(await stack.previewDiff()).toMatchObject({ changes: { same: 11 }, steps: [] });
    await expect(stack.destroy()).rejects.toThrow("BucketNotEmpty");
    expect((await s3("GET", AVATAR)).status).toBe(200);
    await s3("DELETE", AVATAR);
    await stack.destroy();
    expect((await s3("HEAD", "e2e-social-media")).status).toBe(404);
  });
});

interface State {
  deployment: { resources: { urn: string; outputs?: Record<string, unknown> }[] };
}
