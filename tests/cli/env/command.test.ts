/** The command as it is installed: compiled, in a process of its own. */
import { spawn, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { entry } from "../../env/values";
import { testFolder } from "./folder";
import { factsOf, outputsOf, standIn } from "./stand-in";

const at = testFolder();

function run(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(__dirname, "../../../cli/media-storage.cjs"), "env", ...args],
    { cwd: at(), encoding: "utf8", timeout: 240_000, env: environment(), input: "" },
  );
  return { code: status, out: stdout, err: stderr };
}

/** Without a stack that whoever runs the tests has selected. */
function environment(): NodeJS.ProcessEnv {
  return { ...process.env, PULUMI_STACK: undefined, PATH: cli.path, PULUMI_HOME: at("home") };
}

let cli: { path: string };
beforeEach(() => {
  const facts = factsOf({ name: "mastodon" }, "role");
  writeFileSync(at("Pulumi.yaml"), "name: media-storage\nruntime: nodejs\n");
  writeFileSync(at("Pulumi.dev.yaml"), "");
  cli = standIn(at("cli"), outputsOf("social", facts, [entry("S3_BUCKET", "social-media")]));
});

test("prints, writes and brings back, with the exit codes that its help says", () => {
  expect(run("--help").out).toContain(
    "Exit codes: 0 printed, written or nothing to do; 1 refused or failed; 2 not confirmed.",
  );
  const block = "# Media storage of social.example (stack dev)\nS3_BUCKET=social-media\n";
  expect(run("social")).toEqual({ code: 0, out: block, err: "" });
  expect(run("art")).toEqual({
    code: 1,
    out: "",
    err: 'error: The stack dev has no instance "art"; use one of: social.\n',
  });

  writeFileSync(at("env"), "A=b\n");
  expect(run("social", "--into", "env").code).toBe(2);
  expect(run("social", "--into", "env", "--yes").code).toBe(0);
  expect(readFileSync(at("env"), "utf8")).toBe(`A=b\n\n${block.replace("# ", "# media-storage: ")}`);
  expect(run("--into", "env", "--restore", "--yes").code).toBe(0);
  expect(readFileSync(at("env"), "utf8")).toBe("A=b\n");
});

test.each([
  ["--into", "env", "--only", "env"],
  ["--into", "env", "--secret-name", "s"],
  ...[
    ["--format", "dotenv"],
    ["--only", "env"],
    ["--secret-name", "s"],
    ["--stack", "dev"],
    ["--cwd", "."],
    ["--outputs", "outputs.json"],
  ].map((other) => ["--into", "env", "--restore", ...other]),
])("refuses what means nothing together: %s %s %s %s %s", (...args) => {
  expect(run(...args)).toMatchObject({
    code: 1,
    err: expect.stringContaining("cannot be used with option") as string,
  });
});

test.each([
  ["stdout", [], 0],
  ["stdout", ["--into", "env"], 2],
  ["stderr", ["--into", "env"], 2],
] as const)(
  "says nothing and keeps its exit code when nobody reads %s any more: %p",
  async (closed, args, code) => {
    writeFileSync(at("env"), "A=b\n");
    const child = spawn(
      process.execPath,
      [join(__dirname, "../../../cli/media-storage.cjs"), "env", ...args],
      {
        cwd: at(),
        env: environment(),
        stdio: ["ignore", "pipe", "pipe"],
        timeout: 240_000,
      },
    );
    child[closed].destroy();
    let said = "";
    child[closed === "stdout" ? "stderr" : "stdout"].on("data", (text) => (said += String(text)));
    expect(await new Promise((end) => child.once("close", end))).toBe(code);
    expect(said).not.toMatch(/EPIPE|\n {4}at /);
  },
);
