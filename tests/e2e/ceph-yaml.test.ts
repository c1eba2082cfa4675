/** The component in a YAML stack, in a process of its own, with a store on Ceph. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseEnv } from "dotenv";
import { parse, stringify } from "yaml";
import { findPlaintext } from "./canaries";
import { describeWithEngine, findOnPath } from "./engine";
import { NO_AWS } from "./environment";
import { otherProgram, projectRoot, type Program } from "./programs";
import { TestStack } from "./workspace";
import { describeWithRgw, startRgw, type Rgw } from "../rgw/server";

const run = findOnPath("pulumi-language-yaml") === undefined ? describe.skip : describeWithEngine;

interface Storage {
  type: string;
  properties: { bucket: string; data?: object; store: { s3: { endpoint: string } } };
}

/** The example at another endpoint, so that what it makes can be destroyed again. */
const yaml = (endpoint: string): Program => {
  const program = parse(readFileSync(join(projectRoot, "examples/ceph-yaml/Pulumi.yaml"), "utf8")) as {
    packages: Record<string, string>;
    resources: { social: Storage };
  };
  program.packages["media-storage"] = projectRoot;
  const { social } = program.resources;
  social.properties.data = { protect: false, retainOnDelete: false };
  social.properties.store.s3.endpoint = endpoint;
  return otherProgram({ "Pulumi.yaml": stringify(program) });
};

describeWithRgw("with the engine", () => {
  run("a YAML stack with a store there", () => {
    let rgw: Rgw;
    let stack: TestStack;

    beforeAll(async () => {
      rgw = await startRgw();
      stack = await TestStack.create(yaml(rgw.https), NO_AWS, {
        AWS_ACCESS_KEY_ID: rgw.root.accessKeyId,
        AWS_SECRET_ACCESS_KEY: rgw.root.secretAccessKey,
        AWS_CA_BUNDLE: rgw.ca,
      });
      stack.configure({ "social:accessKeyId": rgw.writer.accessKeyId });
      await stack.setSecret("social:secretAccessKey", rgw.writer.secretAccessKey);
    });
    afterAll(async () => {
      try {
        await stack.dispose();
      } finally {
        await rgw.stop();
      }
    });

    it("is created on the server without a line about providers", async () => {
      const { steps } = await stack.up();
      expect(steps).toEqual(
        expect.arrayContaining(["create social-store", "create social-bucket", "create social-policy"]),
      );
    });

    it("prints the block that Mastodon reads, and never shows its secrets", async () => {
      const { env } = await stack.outputs();
      expect(parseEnv(env?.value as string)).toMatchObject({ S3_ENDPOINT: rgw.https });
      const secrets = [rgw.writer.secretAccessKey, rgw.root.secretAccessKey];
      expect(findPlaintext(secrets, await stack.sources())).toEqual([]);
    });

    it("has no changes the second time", async () => {
      expect(await stack.previewDiff()).toMatchObject({ steps: [] });
    });
  });
});
