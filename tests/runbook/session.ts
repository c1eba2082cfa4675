/** Runs the shell lines of a runbook as an operator would, in a folder of its own. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Credentials } from "../rgw/client";
import { shellBlocks, type ShellBlock } from "../apps/runbook/markdown";

/** What the machine of a test has not, or what would change it. What is called is written to calls.txt. */
const STUBS = ["systemctl", "docker", "chown", "su", "kubectl", "helm"];

/** What stands for `npm exec --no -- media-storage`: the command of this folder. */
const NPM = `npm() { [ "$1 $2 $3 $4" = "exec --no -- media-storage" ] && shift 4 && "${process.execPath}" "${join(__dirname, "../../cli/media-storage.cjs")}" "$@"; }`;

interface Options {
  /** Lines that are run first. */
  before?: string;
  /** What stands for what. */
  replace?: Record<string, string>;
}

export class Session {
  /** `home` is the folder that the runbook names, and `folder` the one that stands for it, in which the lines run. */
  constructor(
    readonly runbook: string,
    private readonly home: string,
    readonly folder = mkdtempSync(join(tmpdir(), "runbook-")),
  ) {}

  write(path: string, content: string | Buffer, mode = 0o644): string {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content, { mode });
    return file;
  }

  /** A file in the folder of the move, which is in the operator's home; here that is the folder of the session. */
  writeKept(name: string, content: string, mode = 0o600): string {
    return this.write(join(this.move, name), content, mode);
  }

  /** That folder, as it is found again after its end. */
  get move(): string {
    const [, name = ""] = /^MOVE=~\/(\S+)$/m.exec(this.runbook) ?? [];
    return name;
  }

  /** The key of the bucket that the files are in, as a runbook asks for it. */
  writeOldKey({ accessKeyId, secretAccessKey }: Credentials): void {
    const lines = `AWS_ACCESS_KEY_ID=${accessKeyId}\nAWS_SECRET_ACCESS_KEY=${secretAccessKey}\n`;
    this.writeKept("old.env", lines);
  }

  /**
   * Runs the blocks of these sections in one bash, and ends at the first line that fails. `before` is run first, such as
   * functions in place of what the test machine has not; by default those only note that they were called.
   */
  async run(sections: string[], options: Options = {}): Promise<string> {
    return this.runBlocks(({ section }) => sections.some((one) => section.startsWith(one)), options);
  }

  /**
   * Weeks later: a new session, which begins as the runbook says, with the blocks of the clean-up that say this. As in an
   * operator's shell, a pipe whose first command fails does not fail of itself.
   */
  async later(says: RegExp, options: Options = {}): Promise<string> {
    const isMeant = ({ section, says: text }: ShellBlock): boolean =>
      section === "Before"
        ? text.includes("**Each session.**")
        : section.startsWith("Clean-up") && says.test(text);
    return this.runBlocks(isMeant, options, "set -e");
  }

  /** In a new session, the blocks of a section whose lines match. */
  async step(section: string, shell: RegExp, options: Options = {}): Promise<string> {
    const isMeant = (block: ShellBlock): boolean =>
      block.section === "Before"
        ? block.says.includes("**Each session.**")
        : block.section.startsWith(section) && shell.test(block.shell);
    if (!shellBlocks(this.runbook).some((block) => block.section !== "Before" && isMeant(block)))
      throw new Error(`${section} has no block with ${String(shell)}`);
    return this.runBlocks(isMeant, options, "set -e");
  }

  private async runBlocks(
    isMeant: (block: ShellBlock) => boolean,
    { before = "", replace = {} }: Options,
    fails = "set -e -o pipefail",
  ): Promise<string> {
    const lines = shellBlocks(this.runbook)
      .filter(isMeant)
      .map(({ shell }) => shell);
    if (lines.length === 0) throw new Error("the runbook has no such lines");
    let script = lines.join("\n").replaceAll(this.home, this.folder);
    for (const [from, to] of Object.entries(replace)) {
      if (!script.includes(from)) throw new Error(`there is no "${from}" in\n${script}`);
      script = script.replaceAll(from, to);
    }
    const stubs = STUBS.map((name) => `${name}() { echo "${name} $*" >> "${this.folder}/calls.txt"; }`);
    return bash([...stubs, NPM, before, fails, script].join("\n"), this.folder);
  }

  /**
   * Pastes the blocks of these sections one after the other into an interactive bash on a terminal, as an operator does over
   * SSH, whatever each of them prints. A block that reads a line gets "typed". Returns what the terminal shows, and whether
   * the shell still answers after the last block.
   */
  async paste(
    sections: string[],
    before = "",
    answerTimeoutMs = 15_000,
  ): Promise<{ shown: string; isAlive: boolean }> {
    const pasted = shellBlocks(this.runbook)
      .filter(({ section }) => sections.some((one) => section.startsWith(one)))
      .map(({ shell }) => shell.replaceAll(this.home, this.folder));
    if (pasted.length === 0) throw new Error(`no lines in ${sections.join(", ")}`);
    const terminal = new Terminal(this.folder, answerTimeoutMs);
    try {
      await terminal.paste(`${NPM}\n${before}`);
      for (const block of pasted) {
        if (!(await terminal.paste(block))) return { shown: terminal.shown, isAlive: false };
      }
      return { shown: terminal.shown, isAlive: true };
    } finally {
      terminal.end();
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** What a script prints. A machine's own settings of the tools are not its. */
function bash(script: string, cwd: string): Promise<string> {
  const child = spawn("bash", ["-s"], { cwd, env: { ...ownEnvironment(), HOME: cwd } });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  // A shell that ends in the middle of a script gives EPIPE; its exit code says so below.
  child.stdin.on("error", () => undefined);
  child.stdin.end(script);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(out);
      // Not in the message: the lines themselves have every text that a test looks for.
      else
        reject(new Error(`bash ended with ${String(code)}:\n${err}\n${out}`, { cause: new Error(script) }));
    });
  });
}

/** An interactive bash on a pseudoterminal. "dumb": without bracketed paste, a command that reads stdin gets the lines after it. */
class Terminal {
  shown = "";
  private readonly child;
  private readonly ended: Promise<false>;
  private count = 0;

  constructor(
    cwd: string,
    private readonly answerTimeoutMs: number,
  ) {
    const env = { ...ownEnvironment(), HOME: cwd, TERM: "dumb", PS1: "$ ", HISTFILE: "/dev/null" };
    this.child = spawn("script", ["-qfec", "bash --norc --noprofile -i", "/dev/null"], { cwd, env });
    this.child.stdout.on("data", (chunk: Buffer) => (this.shown += chunk.toString()));
    this.child.stdin.on("error", () => undefined);
    this.ended = new Promise((resolve) => {
      this.child.on("close", () => {
        resolve(false);
      });
    });
  }

  /** Whether the shell answered after the lines. */
  async paste(lines: string): Promise<boolean> {
    this.count += 1;
    // The sum tells the answer from the echo of the question.
    const answer = `answer-${1000 + this.count}`;
    this.child.stdin.write(`${lines}\n`);
    if (/^\s*read |^delete_copied$/m.test(lines)) {
      // What arrives while bash changes the terminal for `read` may get lost.
      await sleep(300);
      this.child.stdin.write("typed\n");
      await sleep(300);
    }
    this.child.stdin.write(`echo answer-$((1000 + ${this.count}))\n`);
    const answered = (async () => {
      const end = Date.now() + this.answerTimeoutMs;
      while (Date.now() < end) {
        if (this.shown.includes(answer)) return true;
        await sleep(10);
      }
      return false;
    })();
    return Promise.race([answered, this.ended]);
  }

  end(): void {
    this.child.kill("SIGKILL");
  }
}

function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS|RCLONE)_/.test(name)));
}
