/** A Mastodon instance's bucket on Ceph RGW, from nothing to destroyed. */
import { parse } from "dotenv";
import { findPlaintext } from "./canaries";
import { describeWithEngine } from "./engine";
import { comparable, offlinePreview } from "./offline";
import { projectProgram } from "./programs";
import { TestStack } from "./workspace";
import { missingForRgw, startRgw, type Rgw } from "../rgw/server";

const describeWithBoth = missingForRgw() === undefined ? describeWithEngine : describe.skip;

describeWithBoth("the program with a store on Ceph", () => {
  let rgw: Rgw;
  let stack: TestStack;

  beforeAll(async () => {
    rgw = await startRgw();
    // Nothing listens there: whatever goes to AWS fails.
    stack = await TestStack.create(projectProgram, "http://127.0.0.1:9", { AWS_CA_BUNDLE: rgw.ca });
    const mastodon = {
      webDomain: "social.example",
      bucket: "e2e-ceph-media",
      store: { s3: { flavour: "ceph", endpoint: rgw.https, region: "default" } },
      writer: {
        given: { accessKeyId: rgw.writer.accessKeyId, principal: "arn:aws:iam:::user/writer" },
      },
    };
    stack.configure({
      "media-storage:instances": { social: { mastodon } },
      "media-storage:socialStoreAccessKeyId": rgw.root.accessKeyId,
    });
    await stack.setSecret("media-storage:socialSecretAccessKey", rgw.writer.secretAccessKey);
    await stack.setSecret("media-storage:socialStoreSecretAccessKey", rgw.root.secretAccessKey);
  });
  afterAll(async () => {
    try {
      await stack.dispose();
    } finally {
      await rgw.stop();
    }
  });

  it("is previewed offline exactly as by the engine", async () => {
    const [engine, offline] = [await stack.previewJson(), offlinePreview(stack.folder)];
    expect(comparable(offline)).toEqual(comparable(engine));
  });

  it("is created, and does not change any more", async () => {
    expect(await stack.up()).toMatchObject({ changes: { create: 7 } });
    expect(await stack.up()).toMatchObject({ changes: { same: 7 }, steps: [] });
    expect(await stack.refresh()).toMatchObject({ changes: { same: 7 } });
    expect(await stack.previewDiff()).toMatchObject({ changes: { same: 7 }, steps: [] });
    expect(stack.dropped()).toEqual([]);
  });

  it("gives the block that Mastodon reads", async () => {
    const { socialEnv } = await stack.outputs();
    expect(parse(socialEnv?.value as string)).toEqual({
      S3_ENABLED: "true",
      S3_BUCKET: "e2e-ceph-media",
      S3_REGION: "default",
      S3_PROTOCOL: "https",
      S3_ENDPOINT: rgw.https,
      S3_HOSTNAME: new URL(rgw.https).host,
      S3_PERMISSION: "",
      AWS_ACCESS_KEY_ID: rgw.writer.accessKeyId,
      AWS_SECRET_ACCESS_KEY: rgw.writer.secretAccessKey,
      AWS_REQUEST_CHECKSUM_CALCULATION: "WHEN_REQUIRED",
      AWS_RESPONSE_CHECKSUM_VALIDATION: "WHEN_REQUIRED",
    });
  });

  it("shows its secrets nowhere", async () => {
    const secrets = [rgw.writer.secretAccessKey, rgw.root.secretAccessKey];
    expect(findPlaintext(secrets, await stack.sources())).toEqual([]);
  });
});
