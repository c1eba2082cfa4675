import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** Writes a Pulumi program into an empty folder. */
export type Program = (folder: string) => void;

export const projectRoot = resolve(__dirname, "../..");
export const nodeModules = join(projectRoot, "node_modules");

/** What is not part of the program, or too much to copy. */
const LEFT_OUT = [".git", "coverage", "dist", "node_modules", "tests"];

/** This project's own program, copied: the engine writes its stack file beside Pulumi.yaml. */
export const projectProgram: Program = (folder) => {
  for (const name of readdirSync(projectRoot).filter((entry) => !LEFT_OUT.includes(entry)))
    cpSync(join(projectRoot, name), join(folder, name), { recursive: true });
  symlinkSync(nodeModules, join(folder, "node_modules"));
};

/** Somebody else's program, which finds this package as `media-storage` beside the others that it depends on. */
export function otherProgram(files: Record<string, string>): Program {
  const defaults = {
    "Pulumi.yaml": "name: other\nruntime: nodejs\nmain: index.ts\n",
    "package.json": JSON.stringify({ name: "other", private: true, main: "index.ts" }),
    "tsconfig.json": JSON.stringify({ compilerOptions: COMPILER_OPTIONS, files: ["index.ts"] }),
  };
  return (folder) => {
    for (const [name, text] of Object.entries({ ...defaults, ...files })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    linkPackages(join(folder, "node_modules"));
  };
}

/** What `pulumi new` gives a TypeScript program, in short. */
const COMPILER_OPTIONS = {
  target: "es2020",
  module: "commonjs",
  moduleResolution: "node",
  strict: true,
  skipLibCheck: true,
};

/** A folder of links, because this project's own node_modules cannot hold this project. */
function linkPackages(folder: string): void {
  mkdirSync(folder);
  for (const name of readdirSync(nodeModules).filter((entry) => entry !== "media-storage"))
    symlinkSync(join(nodeModules, name), join(folder, name));
  symlinkSync(projectRoot, join(folder, "media-storage"));
}
