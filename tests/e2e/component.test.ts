import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseEnv } from "dotenv";
import { parse, stringify } from "yaml";
import { findPlaintext } from "./canaries";
import { describeWithEngine, findOnPath, testsAreSteps } from "./engine";
import { otherProgram, projectRoot, type Program } from "./programs";
import { startAwsLocal, type AwsLocal } from "./servers/aws-local";
import { TestStack } from "./workspace";

const example = (file: string): string => readFileSync(join(projectRoot, "examples", file), "utf8");

const canary = "canary-in-the-clear";

/** The example, so that what it makes can be destroyed again; and a careless neighbour with a key in plain text. */
const typescript = otherProgram({
  "index.ts": `${example("component/index.ts").replace("store:", "data: { protect: false, retainOnDelete: false },\n  store:")}
new MastodonStorage("art", {
  webDomain: "art.example",
  bucket: "art-example-media",
  data: { protect: false, retainOnDelete: false },
  store: { aws: { region: "eu-central-1" } },
  writer: { given: { accessKeyId: "AKIAGIVENBYOPERATOR", secretAccessKey: "${canary}" } },
});
`,
});

const yaml = (): Program => {
  const program = parse(example("yaml/Pulumi.yaml")) as {
    packages: Record<string, string>;
    resources: { social: { properties: Record<string, unknown> } };
  };
  program.packages["media-storage"] = projectRoot;
  program.resources.social.properties["data"] = { protect: false, retainOnDelete: false };
  return otherProgram({ "Pulumi.yaml": stringify(program) });
};

const languages: [language: string, host: string, resources: number, program: () => Program][] = [
  ["TypeScript", "pulumi-language-nodejs", 18, () => typescript],
  ["YAML", "pulumi-language-yaml", 11, yaml],
];

describe.each(languages)("the component in somebody else's stack in %s", (_, host, resources, program) => {
  // The CLI brings a host for every language; one that was put together may not have them all.
  const run = findOnPath(host) === undefined ? describe.skip : describe;
  run("", () => {
    describeWithEngine("", () => {
      testsAreSteps();
      let aws: AwsLocal;
      let stack: TestStack;
      beforeAll(async () => {
        aws = await startAwsLocal();
        stack = await TestStack.create(program(), aws.url);
      });
      afterAll(async () => {
        try {
          await stack.dispose();
        } finally {
          await aws.stop();
        }
      });

      it("is created, with a secret env block", async () => {
        expect((await stack.up()).changes).toEqual({ create: resources });
        const { env, mediaBaseUrl } = await stack.outputs();
        expect(env?.secret).toBe(true);
        expect(parseEnv(env?.value as string)).toMatchObject({
          S3_BUCKET: "social-example-media",
          S3_PERMISSION: "",
        });
        expect(mediaBaseUrl).toEqual({ value: "https://files.social.example", secret: false });
      });

      it("has the same URNs in every language", async () => {
        const { resources } = (JSON.parse(await stack.exportState()) as State).deployment;
        const names = resources.map(({ urn }) => urn.split("::").slice(2).join("::"));
        expect(names).toContain("media-storage:index:MastodonStorage$aws:s3/bucket:Bucket::social-bucket");
      });

      it("does not change any more", async () => {
        expect(await stack.up()).toMatchObject({ changes: { same: resources }, steps: [] });
        expect(await stack.previewDiff()).toMatchObject({ changes: { same: resources }, steps: [] });
        expect(await stack.refresh()).toMatchObject({ changes: { same: resources } });
        expect(stack.dropped()).toEqual([]);
      });

      it("shows its secret nowhere", async () => {
        const { env } = await stack.outputs();
        const secret = parseEnv(env?.value as string)["AWS_SECRET_ACCESS_KEY"] ?? "";
        expect(findPlaintext([secret, canary], await stack.sources())).toEqual([]);
      });

      it("is destroyed", async () => {
        expect(await stack.destroy()).toMatchObject({ changes: { delete: resources } });
      });
    });
  });
});

interface State {
  deployment: { resources: { urn: string }[] };
}
