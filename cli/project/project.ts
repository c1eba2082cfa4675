import { readdirSync, realpathSync, statSync } from "node:fs";
import { dirname, extname, isAbsolute, join, resolve } from "node:path";
import { UserError } from "../../validation/user-error";
import { onDisk, textFile } from "./text-file";
import { yamlMap, type YamlMap } from "./yaml-text";

/** A Pulumi project: the folder of Pulumi.yaml. */
export interface Project {
  name: string;
  /** The path of Pulumi.yaml. */
  file: string;
  /** What is in Pulumi.yaml. */
  settings: YamlMap;
  /** The folder of the stacks' files. */
  stackFolder: string;
}

// In Pulumi's order: sdk/go/common/encoding/marshal.go.
const NAMES = ["Pulumi.json", "Pulumi.yaml", "Pulumi.yml"];

/** The project of a folder, whose file is there or above, as Pulumi looks for it. */
export function projectOf(folder: string): Project {
  // Pulumi's SDK cannot even be loaded then.
  if (onDisk(".", () => process.cwd()) === undefined) {
    throw new UserError(
      "The folder that the command was started in does not exist any more; go to another one",
    );
  }
  const start = pathInGo(folder);
  const isFolder = onDisk(start, () => statSync(start, { throwIfNoEntry: false }))?.isDirectory() === true;
  if (!isFolder) throw new UserError(`--cwd: there is no folder ${start}; write the one with Pulumi.yaml`);
  const file = projectFile(start);
  if (file === undefined) {
    throw new UserError(
      `There is no Pulumi.yaml in ${start}; go to the folder that has it, or name that folder with --cwd`,
    );
  }
  const settings = yamlMap(textFile(file) ?? "", file);
  const { name, stackConfigDir = "" } = settings;
  if (typeof name !== "string" || !/^[A-Za-z0-9_.-]{1,100}$/.test(name)) {
    throw new UserError(
      `${file}: name is ${name === undefined ? "missing" : "invalid"}; write the project's name, of letters, digits, "_", "." and "-"`,
    );
  }
  if (typeof stackConfigDir !== "string") {
    throw new UserError(
      `${file}: stackConfigDir is not a path; write the folder of the stacks' files, or remove it`,
    );
  }
  return { name, file, settings, stackFolder: join(dirname(file), stackConfigDir) };
}

function projectFile(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    for (const name of NAMES) {
      const path = join(at, name);
      if (onDisk(path, () => statSync(path, { throwIfNoEntry: false }))?.isFile() === true) return path;
    }
    if (at === dirname(at)) return undefined;
  }
}

/**
 * The absolute path as Go has it in that folder: the shell's, links and all, where the folder is the shell's, else the real one
 * (https://pkg.go.dev/os#Getwd). Pulumi keeps the selected stack by it.
 */
function pathInGo(folder: string): string {
  const real = (path: string): string | undefined => onDisk(path, () => realpathSync(path));
  const { PWD } = process.env;
  const path = resolve(folder);
  const physical = real(path);
  if (physical === undefined) return path;
  return PWD !== undefined && isAbsolute(PWD) && real(PWD) === physical ? PWD : physical;
}

/** The path of a stack's file. */
export function stackFile({ file, stackFolder }: Project, stack: string): string {
  return join(stackFolder, `Pulumi.${stack}${extname(file)}`);
}

/** The stacks that have a file, in the order of their names. */
export function stacksWithFile({ file, stackFolder }: Project): string[] {
  const end = extname(file);
  const names = onDisk(stackFolder, () => readdirSync(stackFolder)) ?? [];
  return names
    .filter((name) => name.startsWith("Pulumi.") && name.endsWith(end))
    .map((name) => name.slice("Pulumi.".length, -end.length))
    .filter((name) => name !== "")
    .sort();
}
