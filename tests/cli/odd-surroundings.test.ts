/** The command where its streams, its folder or its user are not what a shell gives. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { testFolder } from "./env/folder";
import { writeOwnProject } from "./own-project";

const at = testFolder();
const media = `'${process.execPath}' '${join(__dirname, "../../cli/media-storage.cjs")}'`;

/** Runs a line of bash, in which `media` is the command, beside a project of one stack. */
function bash(line: string): { code: number | null; out: string; err: string } {
  writeOwnProject(at());
  writeFileSync(
    at("Pulumi.dev.yaml"),
    "config:\n  media-storage:instances:\n    social:\n      mastodon: { webDomain: social.example, bucket: social-media, store: { aws: { region: eu-central-1 } } }\n",
  );
  const { status, stdout, stderr } = spawnSync(
    "bash",
    ["--norc", "-c", `media() { ${media} "$@"; }; ${line}`],
    {
      cwd: at(),
      encoding: "utf8",
      timeout: 240_000,
      env: { ...process.env, PULUMI_STACK: undefined, PULUMI_HOME: at("home") },
    },
  );
  return { code: status, out: stdout, err: stderr };
}

const RUNBOOK = "runbook --deployment systemd --direction file-to-s3";

test.each(["preview", "preview --json", RUNBOOK, "--help", "env --help", "--version"])(
  "%s ends with an error where the disk is full",
  (args) => {
    expect(bash(`media ${args} > /dev/full`)).toEqual({
      code: 1,
      out: "",
      err: "error: the output could not be written (ENOSPC), so it is incomplete; free disk space, or print to another place\n",
    });
  },
);

test("an edit is made where the disk of the output is full, and the command ends with an error", () => {
  writeFileSync(at("env"), "A=b\nC=d\n");
  const { code, err } = bash(
    "media env --into env --unset A --yes > /dev/full; code=$?; cat env; exit $code",
  );
  expect(code).toBe(1);
  expect(err).toMatch(/^error: the output could not be written \(ENOSPC\)[^\n]*\n$/);
  expect(bash("cat env").out).toBe("C=d\n");
});

test("a failure that nobody can be told of is one by its exit code", () => {
  expect(bash("media preview --stack nope 2> /dev/full")).toEqual({ code: 1, out: "", err: "" });
});

test.each([["preview"], ["preview --json"], [RUNBOOK], ["env --help"]])("%s | head -1 is quiet", (args) => {
  expect(bash(`set -o pipefail; media ${args} | head -1 > /dev/null`)).toEqual({ code: 0, out: "", err: "" });
});

test.each([
  ["standard output", "media preview >&-"],
  ["standard error", "media preview 2>&- > /dev/null"],
  ["standard input", "media preview <&- > /dev/null"],
  [
    "HOME and PULUMI_HOME",
    'env -u HOME -u PULUMI_HOME bash --norc -c "$(declare -f media); media preview > /dev/null"',
  ],
  ["HOME of any use", "HOME= PULUMI_HOME= media preview > /dev/null"],
])("the preview needs no %s", (_, line) => {
  expect(bash(line)).toEqual({ code: 0, out: "", err: "" });
});

test.each([
  ["preview", /^error: The folder that the command was started in does not exist any more; /],
  [RUNBOOK, /^error: The folder that/],
  ["env", /^error: The folder that/],
  ["env --cwd /", /^error: The folder that/],
  ["env --into x --unset A --yes", /^error: .*cannot be read: it does not exist/],
  ["env --into x --restore --yes", /^error: .*does not exist/],
])("%s says what is wrong in a folder that was deleted", (args, message) => {
  mkdirSync(at("gone"));
  const { code, out, err } = bash(`cd gone && rmdir ../gone && media ${args}`);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toMatch(message);
  expect(err.split("\n")).toHaveLength(2);
});

test.each([
  ["a folder", "< /tmp"],
  ["closed", "<&-"],
  ["empty", "< /dev/null"],
  ["binary", "< <(printf '\\xff\\xfe\\x00')"],
])("env --from - says what is wrong where standard input is %s", (_, input) => {
  writeFileSync(at("env"), "A=b\n");
  const { code, out, err } = bash(`media env --into env --from - --app mastodon --yes ${input}`);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toMatch(/^error: standard input[^\n]*\n$/);
});
