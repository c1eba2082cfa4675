/** From a deployed stack to the app's file: the installed command, the real CLI, and the app's own readers. */
import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, writeFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "dotenv";
import { describeWithEngine, testsAreSteps } from "./engine";
import { projectProgram, projectRoot } from "./programs";
import { startAwsLocal, type AwsLocal } from "./servers/aws-local";
import { TestStack } from "./workspace";

const FILE = `# Mastodon
LOCAL_DOMAIN=social.example
DB_PASS='it # is'
S3_ENABLED=true
S3_BUCKET=old-media   # until 2026
S3_ENDPOINT=https://old.example
S3_ALIAS_HOST=files.social.example
AWS_SECRET_ACCESS_KEY=canary-of-the-old-secret

# Mail
SMTP_SERVER=mail.example`;

describeWithEngine("media-storage env", () => {
  testsAreSteps();
  let aws: AwsLocal;
  let stack: TestStack;
  let block: Record<string, string>;

  beforeAll(async () => {
    aws = await startAwsLocal();
    stack = await TestStack.create(projectProgram, aws.url);
    const mastodon = {
      webDomain: "social.example",
      bucket: "e2e-env-media",
      store: { aws: { region: "eu-central-1" } },
      mediaHost: { hostname: "files.social.example", external: {} },
    };
    stack.configure({ "media-storage:instances": { social: { mastodon } } });
  });
  afterAll(async () => {
    try {
      await stack.dispose();
    } finally {
      await aws.stop();
    }
  });

  /** Without any stack, for a file that is brought back or the one that is selected. */
  const env = (...args: string[]) => run(...(args.includes("--restore") ? [] : ["--stack", "e2e"]), ...args);

  /** Asynchronous, for the local AWS runs in this process. */
  async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    const command = [join(projectRoot, "cli/media-storage.cjs"), "env", ...args];
    const options = { cwd: stack.folder, env: { ...process.env, ...stack.env } };
    try {
      const { stdout, stderr } = await promisify(execFile)(process.execPath, command, options);
      return { code: 0, out: stdout, err: stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, out: stdout, err: stderr };
    }
  }

  const read = (): string => readFileSync(join(stack.folder, ".env.production"), "utf8");

  it("reports that a stack is not deployed, or does not exist", async () => {
    expect(await env("social")).toEqual({
      code: 1,
      out: "",
      err: expect.stringMatching(
        /^error: The stack e2e has no env block among its outputs; run `pulumi up --stack e2e`\.\n$/,
      ) as string,
    });
    const { code, out, err } = await env("social", "--stack", "nope");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(
      /^error: There is no stack "nope" in the project media-storage .*--stack with one of: e2e\.\n$/,
    );
  });

  it("prints the block in the stack's output", async () => {
    await stack.up();
    const outputs = await stack.outputs();
    const [title, ...lines] = (outputs["socialEnv"]?.value as string).split("\n");
    const out = [`${title} (stack e2e)`, ...lines].join("\n");
    expect(await env("social")).toEqual({ code: 0, out, err: "" });
    block = parse(outputs["socialEnv"]?.value as string);
    expect(Object.keys(block)).toHaveLength(11);
  });

  it("acts on the stack that `pulumi stack select` chose, although another one has a file too", async () => {
    writeFileSync(join(stack.folder, "Pulumi.another.yaml"), "config: {}\n");
    expect(await run("social")).toEqual(await env("social"));
    rmSync(join(stack.folder, "Pulumi.another.yaml"));
  });

  it("puts it into the file, where Mastodon's readers find it, and nothing else changes", async () => {
    writeFileSync(join(stack.folder, ".env.production"), FILE, { mode: 0o600 });
    const asked = await env("social", "--into", ".env.production");
    expect(asked.code).toBe(2);
    expect(read()).toBe(FILE);
    const { code, out, err } = await env("social", "--into", ".env.production", "--yes");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const secret of ["canary-of-the-old-secret", block["AWS_SECRET_ACCESS_KEY"]!, "it # is"])
      expect(asked.out + out).not.toContain(secret);
    const own = { LOCAL_DOMAIN: "social.example", DB_PASS: "it # is", SMTP_SERVER: "mail.example" };
    expect(parse(read())).toEqual({ ...own, ...block });
    expect(rubyReads(join(stack.folder, ".env.production"))).toEqual({ ...own, ...block });
    for (const line of [
      "# Mastodon",
      "DB_PASS='it # is'",
      "# until 2026",
      "# Mail",
      "SMTP_SERVER=mail.example",
    ])
      expect(read().split("\n")).toContain(line);
  });

  it("changes nothing the second time", async () => {
    const before = [read(), readdirSync(stack.folder)];
    expect(await env("social", "--into", ".env.production", "--yes")).toEqual({
      code: 0,
      out: ".env.production already has the block.\n",
      err: "",
    });
    expect([read(), readdirSync(stack.folder)]).toEqual(before);
  });

  it("puts it into the same file on a server without Pulumi, from the saved outputs", async () => {
    const server = mkdtempSync(join(tmpdir(), "server-"));
    try {
      const files = { outputs: join(server, "outputs.json"), env: join(server, ".env.production") };
      writeFileSync(files.outputs, await stack.savedOutputs("--show-secrets"), { mode: 0o600 });
      writeFileSync(files.env, FILE, { mode: 0o600 });
      const args = ["env", "social", "--outputs", "outputs.json", "--into", ".env.production", "--yes"];
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [join(projectRoot, "cli/media-storage.cjs"), ...args],
        { cwd: server, env: { PATH: "/nonexistent" }, encoding: "utf8" },
      );
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(stdout).not.toContain(block["AWS_SECRET_ACCESS_KEY"]);
      expect(readFileSync(files.env, "utf8")).toBe(read().replace(" (stack e2e)", ""));
    } finally {
      rmSync(server, { recursive: true });
    }
  });

  it("restores the file", async () => {
    expect(await env("--into", ".env.production", "--restore", "--yes")).toMatchObject({ code: 0, err: "" });
    expect(read()).toBe(FILE);
  });
});

/** What Ruby's dotenv reads, with which Rails and Sidekiq read the file; npm's where there is none. */
function rubyReads(file: string): unknown {
  const ruby = (...args: string[]): { status: number | null; stdout: string } =>
    spawnSync("ruby", ["-r", "dotenv", "-r", "json", ...args], {
      encoding: "utf8",
      env: { PATH: process.env["PATH"] },
    });
  if (ruby("-e", "").status !== 0) return parse(readFileSync(file, "utf8"));
  return JSON.parse(ruby("-e", "puts JSON.generate(Dotenv.load(ARGV[0]))", file).stdout);
}
