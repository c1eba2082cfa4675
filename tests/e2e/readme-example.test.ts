/** The README's first example, as it is, with the real providers: CloudFront, and DNS at Cloudflare. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse as parseEnv } from "dotenv";
import { parse } from "yaml";
import { testsAreSteps } from "./engine";
import { MediaHosts } from "./media-hosts";
import { comparable, offlinePreview } from "./offline";
import { projectRoot } from "./programs";
import { describeWithProvider } from "./providers";
import { startCloudflare, type Cloudflare } from "./servers/cloudflare";
import { providerEnv } from "./servers/cloudflare/operator";

const README = readFileSync(join(projectRoot, "README.md"), "utf8");

describeWithProvider("cloudflare", "the README's first example", () => {
  testsAreSteps();
  let cloudflare: Cloudflare;
  let media: MediaHosts;
  let records: () => Record<string, string>;
  let previewed: Record<string, number>;

  beforeAll(async () => {
    cloudflare = await startCloudflare();
    const zone = cloudflare.createZone("social.example");
    records = () =>
      Object.fromEntries([...zone.records.values()].map(({ name, content }) => [name, content]));
    media = await MediaHosts.start({
      dns: [cloudflare.dns],
      env: providerEnv(cloudflare),
    });
    const [, example = ""] = /^```yaml\n(.*?)^```/ms.exec(README) ?? [];
    // Only the zone's id differs.
    const { config } = parse(example.replace(/zoneId: \w+/, `zoneId: ${zone.id}`)) as { config: object };
    media.stack.configure({ ...config });
  });
  afterAll(async () => {
    await media.stop();
    await cloudflare.stop();
  });

  it("the offline preview is the same as that of the engine", async () => {
    const [engine, offline] = [await media.stack.previewJson(), offlinePreview(media.stack.folder)];
    expect(Object.keys(comparable(offline)).sort()).toEqual(Object.keys(comparable(engine)).sort());
    expect(offline.changeSummary).toEqual(engine.changeSummary);
    previewed = offline.changeSummary;
  });

  it("is created: a private bucket, a host with a DNS record, and the env block", async () => {
    expect((await media.stack.up()).changes).toEqual(previewed);
    const [host] = await media.hosts("social");
    expect(records()).toMatchObject({ "files.social.example": host!.domainName });
    const { arn, Aliases } = await media.distribution("social");
    expect(Aliases).toMatchObject({ Items: ["files.social.example"] });
    expect(await media.readers("social")).toEqual([arn]);
    const { socialEnv } = await media.stack.outputs();
    expect(parseEnv(socialEnv?.value as string)).toMatchObject({
      S3_BUCKET: "social-example-media",
      S3_ALIAS_HOST: "files.social.example",
    });
  });

  it("has no changes the second time, nor after a refresh", async () => {
    await media.expectSettled();
  });

  it("has a runbook for an instance with local files, which checks the host before the switch", async () => {
    const move = ["--stack", "e2e", "--deployment", "systemd", "--direction", "file-to-s3"];
    const command = [join(projectRoot, "cli/media-storage.cjs"), "runbook", "social", ...move];
    // Asynchronous, because the local AWS runs in this process.
    const { stdout, stderr } = await promisify(execFile)(process.execPath, command, {
      cwd: media.stack.folder,
      env: { ...process.env, ...media.stack.env },
    });
    expect(stderr).toBe("");
    expect(stdout).toContain("export BUCKET=social-example-media ");
    expect(stdout).toContain("files.social.example");
    expect(stdout).not.toContain("your own proxy");
  });
});
