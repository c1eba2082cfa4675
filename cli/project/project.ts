import { lstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import { dirname, extname, isAbsolute, join, resolve } from "node:path";
import { UserError } from "../../validation/user-error";
import { onDisk, textFile } from "./text-file";
import { yamlMap, type YamlMap } from "./yaml-text";

/** A Pulumi project: the folder of Pulumi.yaml. */
export interface Project {
  name: string;
  /** The path of Pulumi.yaml. */
  file: string;
  /** The content of Pulumi.yaml. */
  settings: YamlMap;
  /** The folder of the stacks' files. */
  stackFolder: string;
}

/** A valid name of a project. */
export const PROJECT_NAME = /^[A-Za-z0-9_.-]{1,100}$/;

// In Pulumi's order: sdk/go/common/encoding/marshal.go.
const NAMES = ["Pulumi.json", "Pulumi.yaml", "Pulumi.yml"];

/** The project of a folder. Like Pulumi, looks for its file in the folder and above it. */
export function projectOf(folder: string): Project {
  // Pulumi's SDK cannot be loaded in a deleted folder.
  if (onDisk(".", () => process.cwd()) === undefined) {
    throw new UserError(
      "The folder that the command was started in does not exist any more; change to another folder",
    );
  }
  const start = pathInGo(folder);
  const isFolder = onDisk(start, () => statSync(start, { throwIfNoEntry: false }))?.isDirectory() === true;
  if (!isFolder)
    throw new UserError(`--cwd: the folder ${start} does not exist; set the folder with Pulumi.yaml`);
  const file = projectFile(start);
  if (file === undefined) {
    throw new UserError(
      `The folder ${start} has no Pulumi.yaml; change to the folder that has it, or set --cwd to that folder`,
    );
  }
  const settings = yamlMap(textFile(file) ?? "", file);
  const { name, stackConfigDir = "" } = settings;
  if (typeof name !== "string" || !PROJECT_NAME.test(name)) {
    throw new UserError(
      `${file}: name is ${name === undefined ? "missing" : "invalid"}; set the project's name, with only letters, digits, "_", "." and "-"`,
    );
  }
  if (typeof stackConfigDir !== "string") {
    throw new UserError(
      `${file}: stackConfigDir is not a path; set the folder of the stacks' files, or remove it`,
    );
  }
  return { name, file, settings, stackFolder: join(dirname(file), stackConfigDir) };
}

/** Whether a folder itself has a Pulumi.yaml. */
export function hasProjectFile(folder: string): boolean {
  return NAMES.some((name) => {
    const path = join(folder, name);
    return onDisk(path, () => lstatSync(path, { throwIfNoEntry: false })) !== undefined;
  });
}

/** The path of the Pulumi.yaml in a folder or above it. */
export function projectFile(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    for (const name of NAMES) {
      const path = join(at, name);
      if (onDisk(path, () => statSync(path, { throwIfNoEntry: false }))?.isFile() === true) return path;
    }
    if (at === dirname(at)) return undefined;
  }
}

/**
 * The absolute path of a folder as Go computes it (https://pkg.go.dev/os#Getwd): PWD with its links if the folder is the current
 * one, else the real path. Pulumi stores the selected stack under this path.
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
