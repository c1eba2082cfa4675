/**
 * The config form in a project of the user's own: the installed package and a stack file, without a line of code. It needs npm's
 * registry, or npm's cache after `npm ci`.
 */
import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse as parseEnv } from "dotenv";
import { describeWithEngine, testsAreSteps } from "./engine";
import { nodeModules, projectRoot, type Program } from "./programs";
import { startAwsLocal, type AwsLocal } from "./servers/aws-local";
import { TestStack } from "./workspace";

const PEERS = ["@pulumi/pulumi", "@pulumi/aws", "@pulumi/random"];
const { version } = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")) as {
  version: string;
};
const ANSWERS = Object.entries({
  app: "mastodon",
  domain: "social.example",
  "app-version": "4.4",
  store: "aws",
  region: "eu-central-1",
  bucket: "social-example-media",
  stack: "e2e",
}).map(([option, value]) => `--${option}=${value}`);
/** As `init` writes it, but so that it can be destroyed. */
const INSTANCES = {
  social: {
    mastodon: {
      webDomain: "social.example",
      version: "4.4",
      bucket: "social-example-media",
      store: { aws: { region: "eu-central-1" } },
      data: { protect: false, retainOnDelete: false },
    },
  },
};

const project: Program = (folder) => {
  const npm = (cwd: string, ...args: string[]): void => {
    const env = { ...process.env, npm_config_prefer_offline: "true", npm_config_audit: "false" };
    execFileSync("npm", ["--silent", ...args], { cwd, env });
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "acme", private: true }));
  // Without scripts, for `prepare` would replace dist while other tests use it; `npm run test:e2e` has built it.
  npm(projectRoot, "pack", "--ignore-scripts", "--pack-destination", folder);
  npm(folder, "install", "--legacy-peer-deps", `./media-storage-${version}.tgz`);
  mkdirSync(join(folder, "node_modules/@pulumi"));
  for (const name of PEERS) symlinkSync(join(nodeModules, name), join(folder, "node_modules", name));
  npm(folder, "exec", "--no", "--", "media-storage", "init", "--project", "acme-media", ...ANSWERS);
};

describeWithEngine("the config form in a project of the user's own", () => {
  testsAreSteps();
  let aws: AwsLocal;
  let stack: TestStack;
  beforeAll(async () => {
    aws = await startAwsLocal();
    stack = await TestStack.create(project, aws.url);
  });
  afterAll(async () => {
    try {
      await stack.dispose();
    } finally {
      await aws.stop();
    }
  });

  /** The installed command. Asynchronous, because the local AWS runs in this process. */
  const command = async (...args: string[]): Promise<string> => {
    const options = { cwd: stack.folder, env: { ...process.env, ...stack.env } };
    return (await promisify(execFile)("npm", ["exec", "--no", "--", "media-storage", ...args], options))
      .stdout;
  };

  it("keeps the comments of `media-storage init`, although Pulumi adds the stack's key to the file", async () => {
    await stack.setSecret("aws:token", "x");
    await stack.removeConfig("aws:token");
    const text = readFileSync(join(stack.folder, "Pulumi.e2e.yaml"), "utf8");
    expect(text).toMatch(/^encryptionsalt: /m);
    expect(text).toContain(
      "\n# yaml-language-server: $schema=./node_modules/media-storage/stack.schema.json\n",
    );
    expect(text).toContain("\n        # The version of Mastodon. ");
    expect(text).toContain('\n        version: "4.4"\n');
  });

  it("is previewed without the engine, with the resources that the engine shows", async () => {
    const { changes } = await stack.preview();
    const { changeSummary } = JSON.parse(await command("preview", "--json", "--stack", "e2e")) as {
      changeSummary: object;
    };
    expect(changeSummary).toEqual(changes);
  });

  it("lists the problems of the stack's config, under the name of the project", async () => {
    const { social } = INSTANCES;
    const wrong = { social: { mastodon: { ...social.mastodon, store: { aws: { region: "nowhere" } } } } };
    stack.configure({ "acme-media:instances": wrong });
    await expect(stack.preview()).rejects.toThrow("acme-media:instances.social.mastodon.store.aws.region: ");
    stack.configure({ "acme-media:instances": INSTANCES });
  });

  it("is created, and `media-storage env` prints its block", async () => {
    await stack.up();
    const { socialEnv } = await stack.outputs();
    const block = await command("env", "social", "--stack", "e2e");
    expect(parseEnv(block)).toEqual(parseEnv(socialEnv?.value as string));
    expect(parseEnv(block)["AWS_SECRET_ACCESS_KEY"]).toMatch(/./);
  });

  it("has no changes the second time, and is destroyed", async () => {
    expect(await stack.up()).toMatchObject({ steps: [] });
    const { changes } = await stack.destroy();
    expect(Object.keys(changes)).toEqual(["delete"]);
  });
});
