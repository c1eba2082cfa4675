/**
 * What the real provider does with R2 and Workers, and the options that the library relies on: nothing of the library is here.
 */
import { testsAreSteps } from "../engine";
import { NO_AWS } from "../environment";
import { otherProgram } from "../programs";
import { describeWithProvider } from "../providers";
import { TestStack } from "../workspace";
import { startCloudflare, type Cloudflare } from "./cloudflare";
import { providerEnv } from "./cloudflare/operator";
import type { Zone } from "./cloudflare/zones";

const program = otherProgram({
  "index.ts": `
import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const accountId = config.require("account");
const zoneId = config.require("zone");
const jurisdiction = config.get("jurisdiction") ?? "default";
const bucket = new cloudflare.R2Bucket("bucket", {
  accountId, name: "social-media", location: "weur", jurisdiction,
}, { replaceOnChanges: ["jurisdiction"], protect: true });
new cloudflare.R2BucketCors("cors", {
  accountId, bucketName: bucket.name, jurisdiction,
  rules: [{ allowed: { methods: ["GET"], origins: ["https://social.example"] }, maxAgeSeconds: 3600 }],
});
new cloudflare.AccountToken("key", {
  accountId, name: "social-media", status: config.get("status") ?? "active",
  policies: [{
    effect: "allow",
    permissionGroups: [{ id: "2efd5506f9c8494dacb1fa10a3e7d5b6" }],
    resources: pulumi.interpolate\`{"com.cloudflare.edge.r2.bucket.\${accountId}_\${jurisdiction}_\${bucket.name}":"*"}\`,
  }],
});
const worker = new cloudflare.WorkersScript("worker", {
  accountId, scriptName: "social-media", mainModule: "media.mjs", compatibilityDate: "2025-12-01",
  content: "export default { fetch: () => new Response('media') };",
  bindings: [
    { name: "SETTINGS", type: "json", json: JSON.stringify({ hosts: ["files.zone.example"] }) },
    { name: "BUCKET", type: "r2_bucket", bucketName: bucket.name },
  ],
});
new cloudflare.WorkersCustomDomain("host", {
  accountId, zoneId, hostname: "files.zone.example", service: worker.scriptName,
}, { deleteBeforeReplace: true, ignoreChanges: ["zoneId"] });
new cloudflare.R2CustomDomain("whole", {
  accountId, zoneId, bucketName: bucket.name, jurisdiction,
  domain: "whole.zone.example", enabled: true, minTls: "1.2",
}, { deleteBeforeReplace: true, protect: true });
`,
});

describeWithProvider(
  "cloudflare",
  "the Cloudflare provider with R2 on the stand-in of Cloudflare's API",
  () => {
    testsAreSteps();
    let cloudflare: Cloudflare;
    let zone: Zone;
    let stack: TestStack;
    beforeAll(async () => {
      cloudflare = await startCloudflare();
      zone = cloudflare.createZone("zone.example");
      stack = await TestStack.create(program, NO_AWS, providerEnv(cloudflare));
      stack.configure({ "other:account": cloudflare.account.id, "other:zone": zone.id });
    });
    afterAll(async () => {
      try {
        await stack.dispose();
      } finally {
        await cloudflare.stop();
      }
    });

    const bucket = () => cloudflare.account.buckets.get("default/social-media")!;
    const token = () => [...cloudflare.account.tokens.values()][0]!;
    const worker = () => cloudflare.account.workers.get("social-media")!;
    const NOTHING = { changes: { same: 7 }, steps: [] };

    it("makes everything, and turns on a custom domain that a bad day left off", async () => {
      cloudflare.account.badDays.failNext(/^POST .*\/r2\/buckets$/);
      cloudflare.account.badDays.enabledIgnored = true;
      await stack.up();
      cloudflare.account.badDays.enabledIgnored = false;
      expect(bucket().domains.get("whole.zone.example")).toMatchObject({ enabled: false });
      expect((await stack.up()).steps).toEqual(["update whole"]);
      expect(bucket().domains.get("whole.zone.example")).toMatchObject({ enabled: true, minTls: "1.2" });
      expect([...zone.records.values()].map(({ name, type }) => `${name} ${type}`).sort()).toEqual([
        "files.zone.example AAAA",
        "whole.zone.example CNAME",
      ]);
    });

    it("changes nothing the second time, nor after a refresh, though the API sorts and writes capitals", async () => {
      expect(await stack.up()).toMatchObject(NOTHING);
      expect(await stack.refresh()).toMatchObject({ changes: { same: 7 } });
      expect(await stack.up()).toMatchObject(NOTHING);
      expect(stack.dropped()).toEqual([]);
    });

    it("keeps the value of a token secret, and changes its status in place", async () => {
      const { id, value } = token();
      expect(await stack.exportState()).not.toContain(value);
      stack.configure({ "other:status": "disabled" });
      expect((await stack.up()).steps).toEqual(["update key"]);
      expect(token()).toMatchObject({ id, value, status: "disabled" });
      stack.configure({ "other:status": "active" });
      await stack.up();
      expect(token()).toMatchObject({ id, value, status: "active" });
    });

    it("puts back what was changed by hand, after a refresh", async () => {
      const [{ content }, cors] = [worker(), bucket().cors];
      worker().content = "export default { fetch: () => new Response('other') };";
      bucket().cors = undefined;
      token().status = "disabled";
      expect(await stack.up()).toMatchObject(NOTHING);
      await stack.refresh();
      expect((await stack.up()).steps.sort()).toEqual(["create cors", "update key", "update worker"]);
      expect(worker().content).toBe(content);
      expect(bucket().cors).toEqual(cors);
      expect(token().status).toBe("active");
    });

    it("takes an answer without a zone for a replacement of an R2 domain, which protect refuses", async () => {
      cloudflare.account.badDays.withoutZone = true;
      await stack.refresh();
      await expect(stack.up()).rejects.toThrow(/unable to replace resource .*::whole/);
      cloudflare.account.badDays.withoutZone = false;
      await stack.refresh();
      expect(await stack.up()).toMatchObject(NOTHING);
      expect(zone.records.size).toBe(2);
    });

    it("replaces a bucket for another jurisdiction, which protect refuses", async () => {
      stack.configure({ "other:jurisdiction": "eu" });
      await expect(stack.up()).rejects.toThrow(/unable to replace resource .*::bucket/);
      expect([...cloudflare.account.buckets.keys()]).toEqual(["default/social-media"]);
      stack.configure({ "other:jurisdiction": "default" });
      expect(await stack.up()).toMatchObject(NOTHING);
    });

    it("destroys all of it, with the records that R2 and Workers made", async () => {
      await stack.unprotect();
      expect((await stack.destroy()).changes).toEqual({ delete: 7 });
      const { buckets, tokens, workers, workerDomains } = cloudflare.account;
      expect([buckets, tokens, workers, workerDomains, zone.records].map(({ size }) => size)).toEqual([
        0, 0, 0, 0, 0,
      ]);
    });
  },
);
