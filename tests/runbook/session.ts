/** Runs the shell lines of a runbook as an operator would, in a folder of its own. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Credentials } from "../rgw/client";
import { shellBlocks } from "../apps/runbook/markdown";

/** What the machine of a test has not, or what would change it. What is called is written to calls.txt. */
const STUBS = ["systemctl", "docker", "chown", "su", "kubectl", "helm"];

export class Session {
  /** The folder that stands for the one in which the runbook's lines run. */
  readonly folder = mkdtempSync(join(tmpdir(), "runbook-"));

  /** `home` is the folder that the runbook names. */
  constructor(
    private readonly runbook: string,
    private readonly home: string,
  ) {}

  write(path: string, content: string | Buffer, mode = 0o644): string {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content, { mode });
    return file;
  }

  /** The key of the bucket that the files are in, as a runbook asks for it. */
  writeOldKey({ accessKeyId, secretAccessKey }: Credentials): void {
    const lines = `AWS_ACCESS_KEY_ID=${accessKeyId}\nAWS_SECRET_ACCESS_KEY=${secretAccessKey}\n`;
    this.write("old.env", lines, 0o600);
  }

  /**
   * Runs the blocks of these sections in one bash, and ends at the first line that fails. `before` is run first, such as
   * functions in place of what the test machine has not; by default those only note that they were called.
   */
  async run(
    sections: string[],
    { before = "", replace = {} }: { before?: string; replace?: Record<string, string> } = {},
  ): Promise<string> {
    const lines = shellBlocks(this.runbook)
      .filter(({ section }) => sections.some((one) => section.startsWith(one)))
      .map(({ shell }) => shell);
    if (lines.length === 0) throw new Error(`no lines in ${sections.join(", ")}`);
    let script = lines.join("\n").replaceAll(this.home, this.folder);
    for (const [from, to] of Object.entries(replace)) {
      if (!script.includes(from)) throw new Error(`there is no "${from}" in\n${script}`);
      script = script.replaceAll(from, to);
    }
    const stubs = STUBS.map((name) => `${name}() { echo "${name} $*" >> "${this.folder}/calls.txt"; }`);
    return bash([...stubs, before, "set -e -o pipefail", script].join("\n"), this.folder);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** What a script prints. A machine's own settings of the tools are not its. */
function bash(script: string, cwd: string): Promise<string> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(AWS|RCLONE)_/.test(name)),
  );
  const child = spawn("bash", ["-s"], { cwd, env: { ...env, HOME: cwd } });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  child.stdin.end(script);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(out);
      else reject(new Error(`bash ended with ${String(code)}:\n${err}\n${out}\n${script}`));
    });
  });
}
