/** A Mastodon instance's bucket on Ceph RGW, from nothing to destroyed. */
import { parse } from "dotenv";
import { findPlaintext } from "./canaries";
import { describeWithEngine, testsAreSteps } from "./engine";
import { NO_AWS } from "./environment";
import { comparable, offlinePreview } from "./offline";
import { otherProgram, projectProgram } from "./programs";
import { TestStack } from "./workspace";
import { describeWithRgw, startRgw, type Rgw } from "../rgw/server";

const PRINCIPAL = "arn:aws:iam:::user/writer";

const otherStack = otherProgram({
  "index.ts": `
import { Config } from "@pulumi/pulumi";
import { MastodonStorage } from "media-storage";

const config = new Config();
const social = new MastodonStorage("social", {
  webDomain: "social.example",
  bucket: "other-ceph-media",
  data: { protect: false, retainOnDelete: false },
  store: {
    s3: {
      server: "ceph",
      endpoint: config.require("endpoint"),
      region: "default",
      provider: {
        accessKey: config.require("accessKey"),
        secretKey: config.requireSecret("secretKey"),
        customCaBundle: config.require("authority"),
      },
    },
  },
  writer: {
    given: {
      accessKeyId: config.require("writerKey"),
      secretAccessKey: config.requireSecret("writerSecret"),
      principal: "${PRINCIPAL}",
    },
  },
});
export const env = social.env;
`,
});

describeWithRgw("with the engine", () => {
  let rgw: Rgw;
  let stack: TestStack;
  const secretsOf = ({ writer, root }: Rgw): string[] => [writer.secretAccessKey, root.secretAccessKey];

  beforeAll(async () => {
    rgw = await startRgw();
  });
  afterAll(() => rgw.stop());

  describeWithEngine("the program with a store there", () => {
    testsAreSteps();
    beforeAll(async () => {
      stack = await TestStack.create(projectProgram, NO_AWS, { AWS_CA_BUNDLE: rgw.ca });
      const mastodon = {
        webDomain: "social.example",
        bucket: "e2e-ceph-media",
        store: { s3: { server: "ceph", endpoint: rgw.https, region: "default" } },
        writer: { given: { accessKeyId: rgw.writer.accessKeyId, principal: PRINCIPAL } },
      };
      stack.configure({
        "media-storage:instances": { social: { mastodon } },
        "media-storage:socialStoreAccessKeyId": rgw.root.accessKeyId,
      });
      await stack.setSecret("media-storage:socialSecretAccessKey", rgw.writer.secretAccessKey);
      await stack.setSecret("media-storage:socialStoreSecretAccessKey", rgw.root.secretAccessKey);
    });
    afterAll(() => stack.dispose());

    it("the offline preview is exactly that of the engine", async () => {
      const [engine, offline] = [await stack.previewJson(), offlinePreview(stack.folder)];
      expect(comparable(offline)).toEqual(comparable(engine));
    });

    it("is created, and has no changes the second time", async () => {
      expect(await stack.up()).toMatchObject({ changes: { create: 7 } });
      expect(await stack.up()).toMatchObject({ changes: { same: 7 }, steps: [] });
      expect(await stack.refresh()).toMatchObject({ changes: { same: 7 } });
      expect(await stack.previewDiff()).toMatchObject({ changes: { same: 7 }, steps: [] });
      expect(stack.dropped()).toEqual([]);
    });

    it("prints the block that Mastodon reads", async () => {
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
        S3_RETRY_LIMIT: "2",
      });
    });

    it("never shows its secrets", async () => {
      expect(findPlaintext(secretsOf(rgw), await stack.sources())).toEqual([]);
    });
  });

  // The authority of the server's certificate is known from the store's argument alone.
  describeWithEngine("the component in somebody else's stack there", () => {
    testsAreSteps();
    beforeAll(async () => {
      stack = await TestStack.create(otherStack, NO_AWS);
      stack.configure({
        "other:endpoint": rgw.https,
        "other:authority": rgw.ca,
        "other:accessKey": rgw.root.accessKeyId,
        "other:writerKey": rgw.writer.accessKeyId,
      });
      await stack.setSecret("other:secretKey", rgw.root.secretAccessKey);
      await stack.setSecret("other:writerSecret", rgw.writer.secretAccessKey);
    });
    afterAll(() => stack.dispose());

    it("is created, and has no changes the second time", async () => {
      expect(await stack.up()).toMatchObject({ changes: { create: 7 } });
      expect(await stack.refresh()).toMatchObject({ changes: { same: 7 } });
      expect(await stack.previewDiff()).toMatchObject({ changes: { same: 7 }, steps: [] });
      expect(stack.dropped()).toEqual([]);
    });

    it("never shows its secrets", async () => {
      expect(findPlaintext(secretsOf(rgw), await stack.sources())).toEqual([]);
    });

    it("is destroyed", async () => {
      expect(await stack.destroy()).toMatchObject({ changes: { delete: 7 } });
    });
  });
});
