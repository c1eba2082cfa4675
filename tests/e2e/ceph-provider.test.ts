/** A store on Ceph RGW in a stack whose other providers belong to AWS: every bucket is created on RGW. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeWithEngine } from "./engine";
import { NO_AWS } from "./environment";
import { otherProgram } from "./programs";
import { TestStack } from "./workspace";
import { elements, S3 } from "../rgw/s3";
import { describeWithRgw, startRgw, type Rgw } from "../rgw/server";

/** Every way to hand a provider of AWS to a component, by the name of the component. */
const FOREIGN = {
  list: "{ providers: [elsewhere] }",
  map: "{ providers: { aws: elsewhere } }",
  alone: "{ provider: elsewhere }",
  below: "{ parent: platform }",
  default: "{}",
};
const NAMES = Object.keys(FOREIGN);
const CREATED = ["store", "bucket", "access-block", "policy", "cors"];

/** AWS is a place where nothing listens: what goes there fails. */
const program = (names: string[], options: Record<string, string>): string => `
import * as aws from "@pulumi/aws";
import { ComponentResource, Config } from "@pulumi/pulumi";
import { MastodonStorage } from "media-storage";

const config = new Config();
const elsewhere = new aws.Provider("elsewhere", {
  region: "eu-central-1",
  endpoints: [{ s3: "${NO_AWS}", sts: "${NO_AWS}", iam: "${NO_AWS}" }],
  skipCredentialsValidation: true,
  skipRequestingAccountId: true,
  maxRetries: 1,
});
const platform = new ComponentResource("other:index:Platform", "platform", {}, { providers: [elsewhere] });
const storage = (name: string, opts: object) =>
  new MastodonStorage(
    name,
    {
      webDomain: "social.example",
      bucket: name.replace("renamed", "default") + "-ceph-media",
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
      writer: { given: { accessKeyId: "RGWKEY", secretAccessKey: "x", principal: "arn:aws:iam:::user/writer" } },
    },
    opts,
  );
${names.map((name) => `storage("${name}", ${options[name]!});`).join("\n")}
`;

describeWithRgw("with the engine", () => {
  describeWithEngine("a store there, in a stack with providers of AWS", () => {
    let rgw: Rgw;
    let s3: S3;
    let stack: TestStack;
    const buckets = async (): Promise<string[]> =>
      elements((await s3.must(rgw.root, { method: "GET" })).text, "Name").sort();

    beforeAll(async () => {
      rgw = await startRgw();
      s3 = new S3(rgw);
      stack = await TestStack.create(otherProgram({ "index.ts": program(NAMES, FOREIGN) }), NO_AWS);
      stack.configure({
        "aws:region": "eu-central-1",
        "other:endpoint": rgw.https,
        "other:authority": rgw.ca,
        "other:accessKey": rgw.root.accessKeyId,
      });
      await stack.setSecret("other:secretKey", rgw.root.secretAccessKey);
    });
    afterAll(async () => {
      try {
        await stack.dispose();
      } finally {
        s3.close();
        await rgw.stop();
      }
    });

    it("creates each bucket on the server, whatever provider it gets", async () => {
      const { steps, output } = await stack.up();
      expect(steps).toEqual(
        expect.arrayContaining(
          NAMES.flatMap((name) => CREATED.map((resource) => `create ${name}-${resource}`)),
        ),
      );
      expect(await buckets()).toEqual(NAMES.map((name) => `${name}-ceph-media`).sort());
      for (const name of NAMES.filter((one) => one !== "default"))
        expect(output).toMatch(new RegExp(`${name}[^]*is not used, because s3Provider did not create it`));
    });

    it("uses the component's own provider for all its resources", async () => {
      const { deployment } = JSON.parse(await stack.exportState()) as State;
      const aws = deployment.resources.filter(({ type }) => type.startsWith("aws:"));
      expect(aws).toHaveLength(NAMES.length * (CREATED.length - 1));
      for (const { urn, provider = "" } of aws) {
        const [name] = urn.split("::").at(-1)!.split("-");
        expect(provider).toContain(`MastodonStorage$pulumi:providers:aws::${name}-store::`);
      }
    });

    it("has no changes the second time, even under a new name with an alias for the old one", async () => {
      const names = [...NAMES.filter((name) => name !== "default"), "renamed"];
      const options = { ...FOREIGN, renamed: '{ aliases: [{ name: "default" }] }' };
      writeFileSync(join(stack.folder, "index.ts"), program(names, options));
      expect(await stack.previewDiff()).toMatchObject({ steps: [] });
    });
  });
});

interface State {
  deployment: { resources: { urn: string; type: string; provider?: string }[] };
}
