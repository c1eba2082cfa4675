/** A bucket that somebody else manages, on AWS: what Pulumi puts there and takes away, and the ways between the sources of a bucket. */
import { accessKeys, asOwner } from "./as-owner";
import { describeWithEngine, testsAreSteps } from "./engine";
import { comparable, offlinePreview } from "./offline";
import { runAsOperator, settingsCommands } from "./printed-commands";
import { projectProgram } from "./programs";
import { startAwsLocal, type AwsLocal } from "./servers/aws-local";
import { TestStack } from "./workspace";

const BUCKET = "e2e-left-alone";
const AVATAR = `${BUCKET}/accounts/avatar.png`;
const PLACE =
  "<CreateBucketConfiguration><LocationConstraint>eu-central-1</LocationConstraint></CreateBucketConfiguration>";
const RULES =
  "<LifecycleConfiguration><Rule><ID>theirs</ID><Status>Enabled</Status><Filter><Prefix>logs/</Prefix></Filter>" +
  "<Expiration><Days>9</Days></Expiration></Rule></LifecycleConfiguration>";
const CORS =
  "<CORSConfiguration><CORSRule><AllowedOrigin>https://theirs.example</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule></CORSConfiguration>";

describeWithEngine("a bucket that is left alone", () => {
  testsAreSteps();
  let aws: AwsLocal;
  let stack: TestStack;
  beforeAll(async () => {
    aws = await startAwsLocal();
    stack = await TestStack.create(projectProgram, aws.url);
  });
  afterAll(async () => {
    try {
      await stack.dispose();
    } finally {
      await aws.stop();
    }
  });

  /** A request as the account's owner: the local AWS looks for a signature and does not check it. */
  const s3 = async (
    method: string,
    path: string,
    body?: string,
  ): Promise<{ status: number; text: string }> => {
    const headers = { Authorization: asOwner("s3") };
    const answer = await fetch(`${aws.url}/${path}`, { method, headers, ...(body && { body }) });
    return { status: answer.status, text: await answer.text() };
  };
  const configure = (more: object = {}): void => {
    const mastodon = {
      webDomain: "social.example",
      bucket: BUCKET,
      bucketSource: "existing",
      store: { aws: { region: "eu-central-1" } },
      ...more,
    };
    stack.configure({ "media-storage:instances": { social: { mastodon } } });
  };
  const up = async (more?: object): Promise<string[]> => {
    configure(more);
    const { steps } = await stack.up();
    // The component's own entry says that its arguments changed.
    return steps.filter((step) => step !== "update social");
  };
  const settingsOf = async (...names: string[]): Promise<string[]> =>
    Promise.all(names.map(async (name) => (await s3("GET", `${BUCKET}?${name}`)).text));
  const THEIRS = ["lifecycle", "ownershipControls", "tagging", "acl"];
  let theirs: string[];

  it("exists, with settings of its own, all of it blocked to the public as on AWS", async () => {
    expect((await s3("PUT", BUCKET, PLACE)).status).toBe(200);
    for (const [path, body] of [
      [`${BUCKET}?lifecycle`, RULES],
      [`${BUCKET}?cors`, CORS],
      [
        `${BUCKET}?tagging`,
        "<Tagging><TagSet><Tag><Key>team</Key><Value>theirs</Value></Tag></TagSet></Tagging>",
      ],
      [AVATAR, "media"],
    ] as const)
      expect((await s3("PUT", path, body)).status).toBeLessThan(300);
    theirs = await settingsOf(...THEIRS);
    expect(theirs[0]).toContain("theirs");
  });

  it("the offline preview is exactly that of the engine, and has no bucket", async () => {
    configure();
    const [engine, offline] = [await stack.previewJson(), offlinePreview(stack.folder)];
    expect(comparable(offline)).toEqual(comparable(engine));
    expect(offline.changeSummary).toEqual(engine.changeSummary);
    expect(JSON.stringify(offline.steps)).not.toContain("aws:s3/bucket:Bucket");
  });

  it("the deployment fails while the access block forbids the policy, and says so", async () => {
    await expect(stack.up()).rejects.toThrow(/AccessDenied[^]*BlockPublicPolicy/);
    expect(await settingsOf(...THEIRS)).toEqual(theirs);
  });

  it("after the commands of the warning it succeeds, and changes nothing of theirs but the CORS rules", async () => {
    const commands = await settingsCommands(stack.folder);
    expect(commands).toHaveLength(1);
    const key = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
    for (const command of commands) await runAsOperator(command, { ...key, AWS_ENDPOINT_URL: aws.url });
    await up();
    expect(await settingsOf(...THEIRS)).toEqual(theirs);
    const [policy, cors] = await settingsOf("policy", "cors");
    expect(policy).toContain(`arn:aws:s3:::${BUCKET}/accounts/*`);
    expect(cors).not.toContain("theirs.example");
  });

  it("has no changes the second time, nor after a refresh", async () => {
    expect(await stack.up()).toMatchObject({ steps: [] });
    await stack.refresh();
    expect(await stack.up()).toMatchObject({ steps: [] });
  });

  it("its name, ARN and region are outputs without a resource of it", async () => {
    const outputs = await stack.outputs();
    expect([
      outputs["socialBucketName"]?.value,
      outputs["socialBucketArn"]?.value,
      outputs["socialRegion"]?.value,
    ]).toEqual([BUCKET, `arn:aws:s3:::${BUCKET}`, "eu-central-1"]);
  });

  it("destroy deletes the policy, the CORS rules and the user, and nothing else", async () => {
    const { changes } = await stack.destroy();
    expect(changes).toEqual({ delete: 7 });
    expect(await settingsOf(...THEIRS)).toEqual(theirs);
    expect((await s3("GET", AVATAR)).text).toBe("media");
    const gone = await Promise.all(["policy", "cors"].map((name) => s3("GET", `${BUCKET}?${name}`)));
    expect(gone.map(({ status }) => status)).toEqual([404, 404]);
    expect(await accessKeys(aws.url, `${BUCKET}-writer`)).toEqual({});
  });

  it("can be adopted later, without a gap in the policy", async () => {
    await up();
    const [before] = await settingsOf("policy");
    const steps = await up({ bucketSource: "adopt" });
    expect(steps).toContain("import social-bucket");
    // That removes the tags, as the warning says.
    expect(steps.filter((step) => !/^(import|create) /.test(step))).toEqual(["update social-bucket"]);
    expect(await settingsOf("policy")).toEqual([before]);
    expect(await stack.up()).toMatchObject({ steps: [] });
  });

  it("cannot be left alone while Pulumi protects it: nothing is deleted", async () => {
    configure();
    await expect(stack.up()).rejects.toThrow("protect");
    expect((await s3("GET", AVATAR)).text).toBe("media");
  });

  it("is left alone again without protection: Pulumi forgets it, and keeps its objects, policy and access block", async () => {
    await up({ bucketSource: "adopt", data: { protect: false } });
    const kept = ["policy", "cors", "publicAccessBlock"];
    const before = await settingsOf(...kept);
    const steps = await up();
    expect(steps.sort()).toEqual([
      "delete social-access-block",
      "delete social-bucket",
      "delete social-lifecycle",
      "delete social-ownership",
    ]);
    // The block is only removed from the state, and these are deleted, as the docs say.
    for (const text of await settingsOf("lifecycle", "ownershipControls")) expect(text).toContain("<Error>");
    expect(await settingsOf(...kept)).toEqual(before);
    expect((await s3("GET", AVATAR)).text).toBe("media");
    expect(await stack.up()).toMatchObject({ steps: [] });
  });

  it("a missing bucket is an error that names it, after the two minutes in which the provider waits for a new one", async () => {
    configure({ bucket: "e2e-not-there" });
    await expect(stack.up()).rejects.toThrow(/e2e-not-there[^]*NoSuchBucket/);
  });
});
