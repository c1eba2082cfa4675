/** `--outputs` on the command line, in a folder without a project. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { entry } from "../env/values";
import { testFolder } from "./env/folder";
import { deploymentOf, factsOf } from "./env/stand-in";

const at = testFolder();

function run(...args: string[]): { code: number | null; out: string; err: string } {
  const command = [join(__dirname, "../../cli/media-storage.cjs"), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: at(),
    encoding: "utf8",
    timeout: 240_000,
    env: { PATH: at("without-pulumi"), HOME: at(), PULUMI_STACK: "another" },
  });
  return { code: status, out: stdout, err: stderr };
}

const move = ["--deployment", "systemd", "--direction", "file-to-s3"];
const COMMANDS: [string, string[]][] = [
  ["env", []],
  ["runbook", move],
  ["proxy", ["--server", "nginx"]],
];

beforeEach(() => {
  const deployment = deploymentOf(
    "Media of social.example",
    factsOf({ name: "mastodon", webDomain: "social.example" }),
    [entry("S3_BUCKET", "social-media")],
  );
  writeFileSync(at("outputs.json"), JSON.stringify({ social: deployment }));
});

test("is read in place of the stack that PULUMI_STACK names", () => {
  expect(run("env", "social", "--outputs", "outputs.json")).toEqual({
    code: 0,
    out: "# Media of social.example\nS3_BUCKET=social-media\n",
    err: "",
  });
  const { code, out, err } = run("runbook", "--outputs", "outputs.json", ...move);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain("media-storage env social --outputs outputs.json ");
});

describe.each(COMMANDS)("%s", (command, args) => {
  test.each([
    ["--stack", "dev"],
    ["--cwd", "."],
  ])("refuses it beside %s %s", (...other) => {
    expect(run(command, "--outputs", "outputs.json", ...args, ...other)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^error: option .+ cannot be used with option .+\n$/) as string,
    });
  });
});

test.each([["--from", "block"], ["--restore"], ["--unset", "A"], ["--append", "A=b"]])(
  "env refuses it beside %s",
  (...other) => {
    expect(run("env", "--into", "x", "--outputs", "outputs.json", ...other)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^error: option .+ cannot be used with option .+\n$/) as string,
    });
  },
);
