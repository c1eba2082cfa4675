import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseEnv } from "dotenv";
import { parse, stringify } from "yaml";
import { findPlaintext } from "./canaries";
import { describeWithEngine, findOnPath } from "./engine";
import { otherProgram, projectRoot, type Program } from "./programs";
import { startAwsLocal, type AwsLocal } from "./servers/aws-local";
import { TestStack } from "./workspace";

const example = (file: string): string => readFileSync(join(projectRoot, "examples", file), "utf8");

/** The example, so that what it makes can be destroyed again. */
const typescript = otherProgram({
  "index.ts": example("component/index.ts").replace(
    "store:",
    "data: { protect: false, retainOnDelete: false },\n  store:",
  ),
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

const languages: [language: string, host: string, program: () => Program][] = [
  ["TypeScript", "pulumi-language-nodejs", () => typescript],
  ["YAML", "pulumi-language-yaml", yaml],
];

describe.each(languages)("the component in somebody else's stack in %s", (_, host, program) => {
  // The CLI brings a host for every language; one that was put together may not have them all.
  const run = findOnPath(host) === undefined ? describe.skip : describe;
  run("", () => {
    describeWithEngine("", () => {
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
        expect((await stack.up()).changes).toEqual({ create: 11 });
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
        expect(await stack.up()).toMatchObject({ changes: { same: 11 }, steps: [] });
        expect(await stack.previewDiff()).toMatchObject({ changes: { same: 11 }, steps: [] });
        expect(await stack.refresh()).toMatchObject({ changes: { same: 11 } });
        expect(stack.dropped()).toEqual([]);
      });

      it("shows its secret nowhere", async () => {
        const { env } = await stack.outputs();
        const secret = parseEnv(env?.value as string)["AWS_SECRET_ACCESS_KEY"] ?? "";
        expect(findPlaintext([secret], await stack.sources())).toEqual([]);
      });

      it("is destroyed", async () => {
        expect(await stack.destroy()).toMatchObject({ changes: { delete: 11 } });
      });
    });
  });
});

interface State {
  deployment: { resources: { urn: string }[] };
}
