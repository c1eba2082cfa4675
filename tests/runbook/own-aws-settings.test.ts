/**
 * The AWS settings of the operator's shell, such as those with which `aws eks get-token` gives kubectl its token: every block
 * leaves them as they are, and only the AWS CLI and rclone have the writer's key instead.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runbookOf } from "../../apps/runbooks";
import { fileNameOf, moveName, runbookMarkdown, type RunbookInput } from "../../runbook";
import { AUTHENTIK, MASTODON, SUPABASE } from "../apps/runbook/cases";
import { shellBlocks } from "../apps/runbook/markdown";

const TIMEOUT_MS = 60_000;
const cases = [...MASTODON, ...AUTHENTIK, ...SUPABASE];

const OPERATOR = {
  AWS_ACCESS_KEY_ID: "operator",
  AWS_CA_BUNDLE: "/operator/ca.pem",
  AWS_CONFIG_FILE: "/operator/config",
  AWS_ENDPOINT_URL: "https://operator.example",
  AWS_PAGER: "less",
  AWS_PROFILE: "operator",
  AWS_SECRET_ACCESS_KEY: "operator-secret",
  AWS_SESSION_TOKEN: "operator-token",
  AWS_SHARED_CREDENTIALS_FILE: "/operator/credentials",
};

/** The keys of the block under the names of every app. authentik's may be in JSON quotes. */
const BLOCK = `AWS_ACCESS_KEY_ID=writer
AWS_SECRET_ACCESS_KEY=writer-secret
STORAGE_AWS_ACCESS_KEY_ID=writer
STORAGE_AWS_SECRET_ACCESS_KEY='writer-secret'
${["", "MEDIA__", "REPORTS__"]
  .flatMap((usage) => [
    `AUTHENTIK_STORAGE__${usage}S3__ACCESS_KEY='"writer"'`,
    `AUTHENTIK_STORAGE__${usage}S3__SECRET_KEY='"writer-secret"'`,
  ])
  .join("\n")}
`;

const CLIENTS = ["aws", "rclone"];
const OTHERS = ["kubectl", "helm", "docker", "systemctl", "su", "curl", "npm"];
/** Programs that would change files of this machine. */
const CHANGE_FILES = ["chown", "cp", "find", "getfattr", "mv", "rm", "setfattr"];

interface Call {
  program: string;
  environment: Record<string, string>;
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "own-aws-settings-"));
  for (const name of [...CLIENTS, ...OTHERS, ...CHANGE_FILES])
    write(`bin/${name}`, `#!/bin/bash\n{ echo "${name}"; env | grep ^AWS_; echo; } >> "$CALLS"\n`, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string, mode = 0o600): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
}

/** The programs that these lines run in the operator's shell, each with the AWS settings that it had. */
function callsOf(input: RunbookInput, lines: string): Call[] {
  const calls = join(folder, "calls");
  rmSync(calls, { force: true });
  const move = join("media-storage", moveName(input));
  write(join(move, `${fileNameOf(input)}.env`), input.facts.writer.kind === "role" ? "A=b\n" : BLOCK);
  write(join(move, "old.env"), "AWS_ACCESS_KEY_ID=old\nAWS_SECRET_ACCESS_KEY=old-secret\n");
  write("script", lines);
  const PATH = `${join(folder, "bin")}:${process.env["PATH"] ?? ""}`;
  const env = { ...OPERATOR, PATH, CALLS: calls, HOME: folder, TMPDIR: folder };
  // Without input, a line that asks the operator reads nothing.
  spawnSync("bash", ["script"], { cwd: folder, env, stdio: "ignore", timeout: TIMEOUT_MS });
  return existsSync(calls) ? readFileSync(calls, "utf8").split("\n\n").slice(0, -1).map(callOf) : [];
}

function callOf(record: string): Call {
  const [program = "", ...lines] = record.trim().split("\n");
  const settings = lines.map((line) => [line.split("=")[0]!, line.slice(line.indexOf("=") + 1)] as const);
  return { program, environment: Object.fromEntries(settings) };
}

/** What a client authenticates with. */
const identityOf = ({ environment }: Call): (string | undefined)[] =>
  ["ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN", "PROFILE", "ENDPOINT_URL"].map(
    (name) => environment[`AWS_${name}`],
  );

/** All blocks for the operator's shell (not for the pod), each pasted twice. */
function pastedTwice(input: RunbookInput): string {
  return shellBlocks(runbookMarkdown(runbookOf({ ...input, folder })))
    .filter(({ says }) => !says.startsWith("In the pod."))
    .map(({ shell }) => `${shell}\n${shell}`)
    .join("\n");
}

test.each(cases)(
  "$name gives them to every program but the AWS CLI and rclone, which have a key of the move",
  ({ input }) => {
    const calls = callsOf(input, `${pastedTwice(input)}\nstore probe`);
    const others = calls.filter(({ program }) => OTHERS.includes(program));
    for (const call of others) expect(call).toEqual({ program: call.program, environment: OPERATOR });
    const programs = new Set(others.map(({ program }) => program));
    expect([...programs]).toEqual(
      expect.arrayContaining(input.deployment === "helm" ? ["kubectl", "helm"] : ["npm"]),
    );

    const clients = calls.filter(({ program }) => CLIENTS.includes(program));
    expect(clients.length).toBeGreaterThan(0);
    const writer = input.facts.writer.kind === "role" ? [undefined, undefined] : ["writer", "writer-secret"];
    for (const call of clients) {
      const key = call.environment["AWS_ACCESS_KEY_ID"] === "old" ? ["old", "old-secret"] : writer;
      expect(identityOf(call)).toEqual([...key, undefined, undefined, undefined]);
      expect(call.environment).toMatchObject({ AWS_PAGER: "", AWS_SHARED_CREDENTIALS_FILE: "/dev/null" });
      expect(call.environment["AWS_CONFIG_FILE"]).not.toBe(OPERATOR.AWS_CONFIG_FILE);
    }
  },
  TIMEOUT_MS,
);

test("the AWS CLI does not run without the env block", () => {
  const { input } = cases.find(({ name }) => name === "mastodon.helm.s3-to-s3")!;
  const calls = callsOf(
    input,
    `${pastedTwice(input)}\nrm() { command -p rm "$@"; }\nrm "$MOVE/social.env"\n: > "$CALLS"\nstore probe`,
  );
  expect(calls).toEqual([]);
});
