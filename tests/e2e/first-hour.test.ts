/** A user's first hour, typed from the pages: the README up to the block in the app's file, then docs/undo.md. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseEnv } from "dotenv";
import { describeWithEngine, findOnPath, testsAreSteps } from "./engine";
import { otherProgram, projectRoot, type Program } from "./programs";
import { startAwsLocal, type AwsLocal } from "./servers/aws-local";
import { typeLine } from "./type-line";
import { TestStack } from "./workspace";

const page = (file: string): string => readFileSync(join(projectRoot, file), "utf8");

/** The fenced blocks of a language below a heading, up to the next one. */
function blocks(text: string, heading: string, language: string): string[] {
  const [, section = ""] = text.split(`\n${heading}\n`);
  const [own = ""] = section.split(/^##+ /m, 1);
  return [...own.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(
    ([, block = ""]) => block,
  );
}

const README = page("README.md");
const [project = "", config = ""] = ["name:", "# yaml-language-server"].map((first) =>
  [...README.matchAll(/^```yaml\n(.*?)^```/gms)]
    .map(([, text = ""]) => text)
    .find((text) => text.startsWith(first)),
);
const [program = ""] = blocks(README, "### Component", "ts");

const configForm: Program = (folder) => {
  otherProgram({ "Pulumi.yaml": project, "Pulumi.prod.yaml": config })(folder);
  // The config form has no program of its own.
  rmSync(join(folder, "tsconfig.json"));
};
const component = otherProgram({ "Pulumi.yaml": "name: media\nruntime: nodejs\n", "index.ts": program });

const BEFORE = "LOCAL_DOMAIN=social.example\nS3_ENABLED=false\n";
const BUCKET = "social-example-media";

const run = findOnPath("aws") === undefined ? describe.skip : describeWithEngine;

describe.each([
  ["config form", "### Config form", configForm],
  ["component", "### Component", component],
])("the %s", (_, heading, write) => {
  run("of the README, and docs/undo.md", () => {
    testsAreSteps();
    let aws: AwsLocal;
    let stack: TestStack;
    beforeAll(async () => {
      aws = await startAwsLocal();
      stack = await TestStack.create(write, aws.url);
    });
    afterAll(async () => {
      (stack as TestStack | undefined)?.discard();
      await (aws as AwsLocal | undefined)?.stop();
    });

    /** The AWS CLI refuses the empty settings with which the tests hide those of the machine. */
    const line = (text: string): Promise<string> => {
      const env = Object.entries({ ...process.env, ...stack.env }).map(
        ([name, value]): [string, string | undefined] => [name, value === "" ? undefined : value],
      );
      return typeLine(text, stack.folder, Object.fromEntries(env));
    };

    /** Each command of a block. Nobody is there to confirm, and the installed command is that of the checkout. */
    async function type(block = ""): Promise<string> {
      let printed = "";
      for (const command of block.trimEnd().split("\n")) {
        const typed = command
          .replace("npm exec --no -- media-storage", `node '${join(projectRoot, "cli/media-storage.cjs")}'`)
          .replace("/path/to/", "")
          .replace(/^pulumi (up|destroy|state unprotect|stack rm)\b.*|.* --into (?!.*--yes).*/, "$& --yes");
        printed += await line(typed);
      }
      return printed;
    }
    const s3 = (command: string): Promise<string> => line(`aws s3api ${command}`);
    const read = (file: string): string => readFileSync(join(stack.folder, file), "utf8");
    const undo = (step: string): Promise<string> => type(blocks(page("docs/undo.md"), step, "sh").join(""));

    it("is deployed by the commands below its heading", async () => {
      const commands = blocks(README, heading, "sh").join("");
      expect(commands).toContain("pulumi up --stack prod");
      await type(commands);
      await s3(`head-bucket --bucket ${BUCKET}`);
    });

    it("gives the app's file its block", async () => {
      writeFileSync(join(stack.folder, ".env.production"), BEFORE);
      await type(blocks(README, "### The env block into the app's file", "sh").join(""));
      expect(parseEnv(read(".env.production"))).toMatchObject({
        LOCAL_DOMAIN: "social.example",
        S3_ENABLED: "true",
        S3_BUCKET: BUCKET,
      });
    });

    it("step 1 gives the app its old settings", async () => {
      await undo("## 1. Give the app its old settings");
      expect(read(".env.production")).toBe(BEFORE);
    });

    it("step 2 is needed, and steps 2 and 3 keep the bucket with its objects and nothing else", async () => {
      await s3(`put-object --bucket ${BUCKET} --key accounts/a.png`);
      await expect(undo("## 3. Destroy the stack")).rejects.toThrow("it is protected");
      await undo("## 2. Turn off the protection");
      await undo("## 3. Destroy the stack");
      await s3(`head-object --bucket ${BUCKET} --key accounts/a.png`);
      await s3(`get-public-access-block --bucket ${BUCKET}`);
      await expect(s3(`get-bucket-policy --bucket ${BUCKET}`)).rejects.toThrow("NoSuchBucketPolicy");
      expect(await line("aws iam list-users --region us-east-1 --query Users")).toBe("[]\n");
    });

    it("step 4 deletes the bucket", async () => {
      await undo("## 4. Delete the bucket");
      await expect(s3(`head-bucket --bucket ${BUCKET}`)).rejects.toThrow("404");
    });

    it("step 5 deletes the stack, its file and the backups with secrets", async () => {
      const backups = (): string[] =>
        readdirSync(stack.folder).filter((name) => name.startsWith(".env.production."));
      expect(backups()).not.toEqual([]);
      await undo("## 5. Delete the stack and the backups");
      expect(backups()).toEqual([]);
      expect(existsSync(join(stack.folder, "Pulumi.prod.yaml"))).toBe(false);
      expect(await line("pulumi stack ls")).not.toContain("prod");
    });
  });
});
