import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");
const SOURCES = [
  ...["access", "apps", "cli", "components", "config", "env", "hosts", "runbook", "storage", "stores"],
  ...["validation", "index.ts", "package.json", "tsconfig.json", "Pulumi.yaml"],
];
/** A type check of everything takes a while beside other work. */
export const TIMEOUT_MS = 240_000;

export interface Result {
  code: number | null;
  out: string;
}

/** The files in which a type check found errors. */
export const errorsIn = (out: string): string[] => [
  ...new Set(out.split("\n").flatMap((line) => /^([\w/.-]+)\(/.exec(line)?.[1] ?? [])),
];

/** A copy of the project's sources, in which a test follows a recipe of CONTRIBUTING.md. */
export class ProjectCopy {
  readonly folder = mkdtempSync(join(tmpdir(), "media-storage-recipe-"));

  constructor(stackFile: string) {
    for (const name of SOURCES) cpSync(join(ROOT, name), join(this.folder, name), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(this.folder, "node_modules"));
    this.write("Pulumi.dev.yaml", stackFile);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  /** Copies a file or a folder. */
  copy(from: string, to: string): void {
    cpSync(join(this.folder, from), join(this.folder, to), { recursive: true });
  }

  /** Replaces each text once. Every one must be there. */
  change(file: string, ...changes: [from: string | RegExp, to: string][]): void {
    const after = changes.reduce((text, [from, to]) => {
      const changed = text.replace(from, to);
      expect([file, from, changed === text]).toEqual([file, from, false]);
      return changed;
    }, this.read(file));
    this.write(file, after);
  }

  run(...args: string[]): Result {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: this.folder,
      encoding: "utf8",
      timeout: TIMEOUT_MS,
      env: { ...process.env, PULUMI_STACK: undefined, PULUMI_HOME: "/nonexistent" },
    });
    return { code: status, out: stdout + stderr };
  }

  /** Runs a TypeScript program, which may import the sources, and returns the JSON that it prints. */
  runTypeScript(text: string): unknown {
    this.write("program.ts", text);
    const options = { entryPoints: ["program.ts"], bundle: true, platform: "node", outfile: "program.cjs" };
    const build = `require("esbuild").buildSync(${JSON.stringify(options)})`;
    expect(this.run("--eval", build)).toEqual({ code: 0, out: "" });
    return JSON.parse(this.run("program.cjs").out);
  }

  /** Checks the types of these folders, or of everything. */
  typeCheck(...folders: string[]): Result {
    const config = { extends: "./tsconfig.json", ...(folders.length > 0 && { include: folders }) };
    this.write("tsconfig.check.json", JSON.stringify(config));
    return this.run("node_modules/typescript/bin/tsc", "-p", "tsconfig.check.json");
  }

  preview(): Result {
    expect(this.run("cli/build.cjs")).toEqual({ code: 0, out: "" });
    return this.run("cli/media-storage.cjs", "preview", "--stack", "dev");
  }
}
