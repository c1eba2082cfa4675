import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { LocalWorkspace, type EngineEvent, type OutputMap, type Stack } from "@pulumi/pulumi/automation";
import { parse, stringify } from "yaml";
import { endProcessesWith, environment, linkPlugins } from "./environment";
import type { PreviewJson } from "./preview-json";
import type { Program } from "./programs";
import { isShown, toRun, type Run } from "./runs";

interface CommandOptions {
  onOutput(text: string): void;
  onError(text: string): void;
  onEvent(event: EngineEvent): void;
  color: "never";
  signal: AbortSignal;
}

/** How a command is ended before its time. */
interface Ending {
  signal?: AbortSignal;
  killSignal?: NodeJS.Signals;
}

const STACK = "e2e";
/** A command that takes longer is interrupted, as by Ctrl-C. The longest, an `up` with a lifecycle, takes 90 s on a quiet machine. */
const COMMAND_TIMEOUT_MS = 1_200_000;
const run = promisify(execFile);

/**
 * A stack of a program in a temporary folder, with a backend of files beside it. Every command's output and events are
 * kept, so that a test can search all of it for secrets.
 */
export class TestStack {
  private readonly kept: Record<string, string> = {};
  private commands = 0;
  /** What the command of the Automation API that runs, or ran last, has printed so far. */
  printed = "";

  private constructor(
    private readonly root: string,
    /** What its commands see of the outside. */
    readonly env: Record<string, string>,
    private readonly stack: Stack,
  ) {}

  /** `awsUrl`: where AWS is, for the program as well as for the provider; `more` is what else they see of the outside. */
  static async create(
    program: Program,
    awsUrl: string,
    more: Record<string, string> = {},
  ): Promise<TestStack> {
    const root = mkdtempSync(join(tmpdir(), "media-storage-e2e-"));
    try {
      const folders = {
        program: join(root, "program"),
        state: join(root, "state"),
        home: join(root, "home"),
      };
      for (const folder of Object.values(folders)) mkdirSync(folder);
      program(folders.program);
      linkPlugins(folders.home);
      const env = { ...environment(root, awsUrl), ...more };
      const where = { stackName: STACK, workDir: folders.program };
      return new TestStack(root, env, await LocalWorkspace.createStack(where, { envVars: env }));
    } catch (error) {
      rmSync(root, { recursive: true, force: true });
      throw error;
    }
  }

  /** The program's folder, for a test that edits it between two commands. */
  get folder(): string {
    return join(this.root, "program");
  }

  /** Sets top-level keys (`media-storage:instances`), as structured as they are; the rest of the config stays. */
  configure(values: Record<string, unknown>): void {
    const file = join(this.folder, `Pulumi.${STACK}.yaml`);
    const settings = existsSync(file)
      ? (parse(readFileSync(file, "utf8")) as { config?: object } | null)
      : {};
    writeFileSync(file, stringify({ ...settings, config: { ...settings?.config, ...values } }));
  }

  async setSecret(key: string, value: string): Promise<void> {
    await this.stack.setConfig(key, { value, secret: true });
  }

  async removeConfig(key: string): Promise<void> {
    await this.stack.removeConfig(key);
  }

  /** `interrupt` stops it as Ctrl-C does. */
  up(interrupt?: AbortSignal): Promise<Run> {
    return this.command("up", ({ signal, ...options }) =>
      this.stack.up({ ...options, signal: interrupt ? AbortSignal.any([signal, interrupt]) : signal }),
    );
  }

  /** An `up` that `kill` ends at once, as a crash or a machine that is turned off would. */
  async killedUp(kill: AbortSignal): Promise<void> {
    try {
      await this.cli(["up", "--yes", "--skip-preview"], { signal: kill, killSignal: "SIGKILL" });
    } finally {
      endProcessesWith(`PULUMI_HOME=${this.env["PULUMI_HOME"]!}`);
    }
  }

  /** Lets the next command into a stack that a killed one has locked. */
  async cancel(): Promise<void> {
    await this.cli(["cancel", "--yes"]);
  }

  preview(): Promise<Run> {
    return this.command("preview", (options) => this.stack.preview(options));
  }

  previewDiff(): Promise<Run> {
    return this.command("preview --diff", (options) => this.stack.preview({ ...options, diff: true }));
  }

  refresh(more: { clearPendingCreates?: boolean } = {}): Promise<Run> {
    return this.command("refresh", (options) => this.stack.refresh({ ...options, ...more }));
  }

  /** As `pulumi destroy` does it: the preview refuses a protected resource while everything around it still exists. */
  async destroy(): Promise<Run> {
    await this.command("preview of destroy", (options) => this.stack.previewDestroy(options));
    return this.command("destroy", (options) => this.stack.destroy(options));
  }

  /** Destroys only the resources whose URN matches the pattern. */
  async destroyOnly(pattern: string): Promise<void> {
    await this.cli(["destroy", "--target", pattern, "--yes"]);
  }

  /** Removes a resource from the state, and leaves the resource itself. */
  async forget(urn: string): Promise<void> {
    await this.cli(["state", "delete", urn, "--yes"]);
  }

  /** What `pulumi preview --json` prints. */
  async previewJson(): Promise<PreviewJson> {
    return JSON.parse(await this.cli(["preview", "--json"])) as PreviewJson;
  }

  /** With secrets in the clear, and which of them the state marks as secret. */
  outputs(): Promise<OutputMap> {
    return this.stack.outputs();
  }

  /** What `pulumi stack output --json` prints, for operators to save. It is not kept, because `--show-secrets` shows secrets. */
  async savedOutputs(...args: string[]): Promise<string> {
    return (await this.pulumi(["stack", "output", "--json", ...args])).stdout;
  }

  /** The state as it is stored: the Automation API's own export would decrypt the secrets. */
  exportState(): Promise<string> {
    return this.cli(["stack", "export"]);
  }

  /** Lets the next command delete what is protected. */
  async unprotect(): Promise<void> {
    await this.cli(["state", "unprotect", "--all", "--yes"]);
  }

  /** The inputs that a stand-in for the provider could not hand on; the published provider writes no such file. */
  dropped(): string[] {
    const lines = this.providerLog().split("\n");
    return [...new Set(lines.filter((line) => line.startsWith("dropped ")))]
      .map((line) => line.slice(8))
      .sort();
  }

  /** All that anybody could read by now: what every command printed and reported, the stored state, the logs. */
  async sources(): Promise<Record<string, string>> {
    return { ...this.kept, state: await this.exportState(), "provider log": this.providerLog() };
  }

  /** Destroys what is left, protected or not, and removes the folder even when that fails. */
  async dispose(): Promise<void> {
    try {
      const state = JSON.parse(await this.exportState()) as { deployment?: { resources?: unknown[] } };
      if (!state.deployment?.resources?.length) return;
      await this.unprotect();
      await this.destroy();
    } finally {
      this.discard();
    }
  }

  /** Removes the folder and leaves what was deployed, for a test whose server ends with it. */
  discard(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  private providerLog(): string {
    const file = this.env["PROVIDER_PROXY_LOG"]!;
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  }

  /** A command of the CLI that the Automation API lacks, or does otherwise. */
  private async cli(args: string[], options?: Ending): Promise<string> {
    const { stdout, stderr } = await this.pulumi(args, options);
    this.keep(args.join(" "), stdout + stderr);
    return stdout;
  }

  private pulumi(args: string[], options: Ending = {}): Promise<{ stdout: string; stderr: string }> {
    return run("pulumi", [...args, "--stack", STACK, "--non-interactive"], {
      cwd: this.folder,
      env: { ...process.env, ...this.env },
      timeout: COMMAND_TIMEOUT_MS,
      maxBuffer: Infinity,
      ...options,
    });
  }

  private keep(command: string, text: string): void {
    this.kept[`${++this.commands}: ${command}`] = text;
  }

  private async command(name: string, execute: (options: CommandOptions) => Promise<unknown>): Promise<Run> {
    const started = Date.now();
    const events: EngineEvent[] = [];
    this.printed = "";
    const add = (text: string): void => void (this.printed += text);
    try {
      await execute({
        onOutput: add,
        onError: add,
        onEvent: (event) => events.push(event),
        color: "never",
        signal: AbortSignal.timeout(COMMAND_TIMEOUT_MS),
      });
    } catch (error) {
      // The Automation API's own error has all of it three times.
      throw this.printed === "" ? error : new Error(`pulumi ${name} failed:\n${this.printed}`);
    } finally {
      this.keep(name, this.printed);
      this.keep(`${name}, events`, JSON.stringify(events.filter(isShown)));
    }
    return toRun(this.printed, events, (Date.now() - started) / 1000);
  }
}
