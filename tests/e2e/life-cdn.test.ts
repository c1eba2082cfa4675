/** docs/access-cdn.md: a bucket with public media becomes private behind CloudFront in two deployments, and goes back. */
import { AccessWatcher, type Seen } from "./access-watcher";
import { describeWithEngine, testsAreSteps } from "./engine";
import type { HostOutput } from "./media-hosts";
import { projectProgram } from "./programs";
import { startAwsLocal, type AwsLocal } from "./servers/aws-local";
import { issuedCertificate } from "./servers/issued-certificate";
import { TestStack } from "./workspace";

const bucket = "e2e-life-cdn";
const hostname = "files.social.example";
const moved = "media.social.example";
const EVERY_KEY = {
  publicKeys: [
    "accounts/avatars/1.png",
    "media_attachments/files/2.mp4",
    "cache/accounts/3.png",
    "site_uploads/4.png",
  ],
  privateKeys: ["backups/dumps/1.zip", "imports/data/1.csv", "__root__", "accounts.zip", "anything-else"],
};

describeWithEngine("a bucket that becomes private behind CloudFront", () => {
  testsAreSteps();
  let aws: AwsLocal;
  let stack: TestStack;
  let watcher: AccessWatcher;
  let mediaHost: object;

  beforeAll(async () => {
    aws = await startAwsLocal();
    const certificateArn = await issuedCertificate(aws, hostname, moved);
    mediaHost = { hostname, cloudFront: { dns: { manual: {} }, certificateArn } };
    watcher = new AccessWatcher(aws.url, { bucket, hostname, ...EVERY_KEY });
    stack = await TestStack.create(projectProgram, aws.url, { PULUMI_NODEJS_TRANSPILE_ONLY: "true" });
  });
  afterAll(async () => {
    await (watcher as AccessWatcher | undefined)?.stop();
    try {
      await stack.dispose();
    } finally {
      await aws.stop();
    }
  });

  /** Deploys these settings; what the watcher saw meanwhile, and which resources changed. */
  async function up(more: object): Promise<Pick<Seen, "ways"> & { steps: string[] }> {
    const mastodon = {
      webDomain: "social.example",
      bucket,
      store: { aws: { region: "eu-central-1" } },
      ...more,
    };
    stack.configure({ "media-storage:instances": { social: { mastodon } } });
    await watcher.take();
    const { steps } = await stack.up();
    const { ways, leaks, disagreements, rounds } = await watcher.take();
    expect(leaks).toEqual([]);
    expect(disagreements).toEqual([]);
    expect(rounds).toBeGreaterThan(20);
    return { ways, steps: steps.filter((step) => step !== "update social") };
  }

  const output = async (): Promise<HostOutput[]> =>
    (await stack.outputs())["socialMediaHosts"]?.value as HostOutput[];

  it("begins with a public policy and no host", async () => {
    expect((await up({})).ways).toEqual(["none", "direct"]);
  });

  it("step 1: the host is created, and direct URLs work all the time", async () => {
    const { ways, steps } = await up({ mediaHost });
    expect(ways).toEqual(["direct", "direct and host"]);
    expect(steps).toContain("update social-policy");
    expect(steps.filter((step) => /bucket$|access-block/.test(step))).toEqual([]);
  });

  it("changes nothing the second time, nor after a refresh", async () => {
    expect(await up({ mediaHost })).toEqual({ ways: ["direct and host"], steps: [] });
    await stack.refresh();
    expect(await up({ mediaHost })).toEqual({ ways: ["direct and host"], steps: [] });
  });

  it("step 2: the bucket becomes private, and the host serves all the time", async () => {
    const { ways, steps } = await up({ mediaHost, access: "cdn" });
    expect(ways).toEqual(["direct and host", "host"]);
    expect(steps).toEqual(["update social-access-block", "update social-policy"]);
  });

  it("moves to another hostname while the bucket is private, and the previous one serves all the time", async () => {
    const ofMoved = new AccessWatcher(aws.url, { bucket, hostname: moved, ...EVERY_KEY });
    try {
      const mediaHosts = { ...mediaHost, hostname: moved, previousHosts: [hostname] };
      const { ways, steps } = await up({ mediaHost: mediaHosts, access: "cdn" });
      expect(ways).toEqual(["host"]);
      expect(steps).toEqual([`create social-distribution-${moved}`, "update social-policy"]);
      const { ways: waysOfMoved, leaks, disagreements } = await ofMoved.take();
      expect({ leaks, disagreements }).toEqual({ leaks: [], disagreements: [] });
      expect(waysOfMoved).toEqual(["none", "host"]);
      mediaHost = mediaHosts;
    } finally {
      await ofMoved.stop();
    }
  });

  it("gets and loses a legacy host, with the same distributions, and the host serves all the time", async () => {
    const ids = (await output()).map(({ distributionId }) => distributionId);
    const legacy = { hostname: "social.example", path: "system" };
    const distributions = [moved, hostname].map((name) => `update social-distribution-${name}`).sort();
    const functions = ["request", "response"].map((event) => `cloudfront_legacy-${event}-function`);
    const falling = { mediaHost: { ...mediaHost, legacy }, access: "cdn" };

    const on = await up(falling);
    expect(on.ways).toEqual(["host"]);
    expect(on.steps.sort()).toEqual(
      [
        ...functions.map((name) => `create ${name}`),
        "delete cloudfront_allow-origin-function",
        ...distributions,
      ].sort(),
    );
    expect(await up(falling)).toEqual({ ways: ["host"], steps: [] });
    await stack.refresh();
    expect(await up(falling)).toEqual({ ways: ["host"], steps: [] });

    const off = await up({ mediaHost, access: "cdn" });
    expect(off.ways).toEqual(["host"]);
    expect(off.steps.sort()).toEqual(
      [
        "create cloudfront_allow-origin-function",
        ...functions.map((name) => `delete ${name}`),
        ...distributions,
      ].sort(),
    );
    expect((await output()).map(({ distributionId }) => distributionId)).toEqual(ids);
    expect(await up({ mediaHost, access: "cdn" })).toEqual({ ways: ["host"], steps: [] });
  });

  it("goes back: direct URLs work again, and the host serves all the time", async () => {
    const { ways, steps } = await up({ mediaHost, access: "bucket-policy" });
    expect(ways).toEqual(["host", "direct and host"]);
    expect(steps).toEqual(["update social-access-block", "update social-policy"]);
  });

  it("removes the host again in two deployments, and direct URLs work all the time", async () => {
    expect((await up({ mediaHost: { ...mediaHost, protect: false } })).ways).toEqual(["direct and host"]);
    const { ways } = await up({});
    expect(ways[0]).toBe("direct and host");
    expect(ways.at(-1)).toBe("direct");
    expect(ways.every((way) => way.startsWith("direct"))).toBe(true);
  });
});

describeWithEngine("a new bucket that is private from its first deployment", () => {
  let aws: AwsLocal;
  let stack: TestStack;
  beforeAll(async () => {
    aws = await startAwsLocal();
    stack = await TestStack.create(projectProgram, aws.url, { PULUMI_NODEJS_TRANSPILE_ONLY: "true" });
  });
  afterAll(async () => {
    try {
      await stack.dispose();
    } finally {
      await aws.stop();
    }
  });

  it("is read by the host only, and by nothing before", async () => {
    const certificateArn = await issuedCertificate(aws, hostname);
    const mediaHost = { hostname, cloudFront: { dns: { manual: {} }, certificateArn } };
    const mastodon = {
      webDomain: "social.example",
      bucket,
      store: { aws: { region: "eu-central-1" } },
      mediaHost,
      access: "cdn",
    };
    stack.configure({ "media-storage:instances": { social: { mastodon } } });
    const watcher = new AccessWatcher(aws.url, { bucket, hostname, ...EVERY_KEY });
    await stack.up();
    const { ways, leaks, disagreements } = await watcher.take();
    await watcher.stop();
    expect({ ways, leaks, disagreements }).toEqual({ ways: ["none", "host"], leaks: [], disagreements: [] });
  });
});
