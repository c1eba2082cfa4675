/**
 * Finds a project's program as Pulumi does: `main` of Pulumi.yaml (pkg/engine/project.go), and for a folder what its package.json
 * says (sdk/nodejs/cmd/run/run.ts).
 */
import { existsSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative } from "node:path";
import { isMap } from "../../validation/shape";
import { UserError } from "../../validation/user-error";
import type { Project } from "./project";
import { onDisk, textFile } from "./text-file";

/** The program of a project for Node.js. */
export interface ProgramPlace {
  /** The folder that the program runs in. */
  folder: string;
  /** What the folder runs: the name of a file in it, or "." for what its package.json or an index file says. */
  entry: string;
  /** The file that is loaded, without links. */
  file: string;
  /** The file for people: its path in the project's folder. */
  shown: string;
}

/** In the order in which Node.js and Pulumi look for them. */
const INDEX_FILES = ["index.js", "index.mjs", "index.ts", "index.mts"];

/** The name of a project's runtime: `nodejs`; undefined if it is missing or invalid. */
export function runtimeOf({ settings }: Pick<Project, "settings">): string | undefined {
  const { runtime } = settings;
  const name = isMap(runtime) ? runtime["name"] : runtime;
  return typeof name === "string" ? name : undefined;
}

/** The program of a project. Throws `UserError` if there is none, or if it is not one for Node.js. */
export function programPlace(project: Project): ProgramPlace {
  const { file, settings } = project;
  const root = dirname(file);
  const runtime = runtimeOf(project);
  if (runtime === undefined) {
    throw new UserError(`${file}: runtime is missing or invalid; set the program's runtime, such as nodejs`);
  }
  if (runtime !== "nodejs") {
    throw new UserError(
      `The program in ${root} has the runtime ${runtime}, and the offline preview runs only programs for nodejs; run \`pulumi preview\` there`,
    );
  }
  const { main = "" } = settings;
  if (typeof main !== "string") {
    throw new UserError(`${file}: main is not a path; set the path of the program's file, or remove it`);
  }
  const path = main === "" ? root : isAbsolute(main) ? main : join(root, main);
  const stats = onDisk(path, () => statSync(path, { throwIfNoEntry: false }));
  if (stats === undefined) throw new UserError(`${file}: main is ${main}, but ${missing(path)}`);
  if (!stats.isDirectory()) return place(root, dirname(path), basename(path), path);
  const index = indexOf(path);
  if (index === undefined) {
    throw new UserError(
      `The folder ${path} has no program: it has no index.ts or index.js, and no package.json with the path of one as "main"; ` +
        `write the program there, or set main in ${file} to its path`,
    );
  }
  return place(root, path, ".", index);
}

function place(root: string, folder: string, entry: string, path: string): ProgramPlace {
  return { folder, entry, file: realpathSync(path), shown: relative(root, path) };
}

function missing(path: string): string {
  return path.includes("node_modules")
    ? `${path} does not exist; install the packages of the project (\`npm install\`)`
    : `${path} does not exist; correct the path, or write (or compile) the program there`;
}

/** The file that a folder runs. */
function indexOf(folder: string): string | undefined {
  const declared = declaredEntry(folder);
  if (declared !== undefined && statSync(declared).isFile()) return declared;
  return INDEX_FILES.map((name) => join(declared ?? folder, name)).find((path) => existsSync(path));
}

/** What the nearest package.json declares, if it exists on disk. */
function declaredEntry(folder: string): string | undefined {
  const packageRoot = packageFolder(folder);
  const { exports, main } = packageRoot === undefined ? {} : packageJson(packageRoot);
  const exported = isMap(exports) ? exports["."] : exports;
  const entry = isMap(exported)
    ? (exported["default"] ?? exported["require"] ?? exported["import"])
    : (exported ?? (isMap(exports) ? undefined : main));
  if (packageRoot === undefined || typeof entry !== "string") return undefined;
  const path = join(packageRoot, entry);
  return existsSync(path) ? path : undefined;
}

/** The folder of the nearest package.json. */
export function packageFolder(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, "package.json"))) return at;
    if (at === dirname(at)) return undefined;
  }
}

/** The content of a folder's package.json; empty if it is missing or not a map, as Pulumi reads it. */
export function packageJson(folder: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(textFile(join(folder, "package.json")) ?? "{}");
    return isMap(parsed) ? parsed : {};
  } catch {
    return {};
  }
}
