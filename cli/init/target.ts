import { existsSync, statSync } from "node:fs";
import { basename, dirname, extname, join, relative, resolve } from "node:path";
import { docsPage } from "../../validation/docs-page";
import { UserError } from "../../validation/user-error";
import { isInstalledProgram, isOwnProgram } from "../project/own-program";
import { hasProjectFile, projectFile, projectOf, stackFile, type Project } from "../project/project";
import { onDisk } from "../project/text-file";

/** Where a new stack file is written. */
export interface Target {
  /** The name of the project, which is the namespace of the config's keys. */
  project: string;
  /** The project if it exists; otherwise a Pulumi.yaml is written too. */
  existing?: Project;
  /** The folder of Pulumi.yaml. */
  folder: string;
  /** The program's file for a new Pulumi.yaml, from its folder. */
  main: string;
  /** The path of the package's JSON Schema. */
  schema: string;
  stackFile(stack: string): string;
}

const PACKAGE = "node_modules/media-storage";

/** The target in a folder. `name` is the name of a new project; by default the name of the folder. */
export function targetIn(cwd: string, name: string | undefined): Target {
  const folder = resolve(cwd);
  if (onDisk(folder, () => statSync(folder, { throwIfNoEntry: false }))?.isDirectory() !== true)
    throw new UserError(`--cwd: the folder ${folder} does not exist; create it, or use another one`);
  if (hasProjectFile(folder)) return inProject(projectOf(cwd), name);
  if (name === undefined) refuseBelowProject(folder);
  return inNewProject(folder, name);
}

/** Every other command would use the project above. */
function refuseBelowProject(folder: string): void {
  const above = projectFile(folder);
  if (above === undefined) return;
  throw new UserError(
    `The folder ${folder} has no Pulumi.yaml, but ${above} is above it; ` +
      `set --cwd to ${dirname(above)} to add the stack to that project, or --project to the name of a new one in this folder`,
  );
}

function inNewProject(folder: string, name: string | undefined): Target {
  const installed = installedFrom(folder);
  return {
    project: name ?? projectName(folder),
    folder,
    main: join(installed, "dist/index.js"),
    schema: join(folder, installed, "stack.schema.json"),
    stackFile: (stack) => join(folder, `Pulumi.${stack}.yaml`),
  };
}

function inProject(project: Project, name: string | undefined): Target {
  const { file, settings } = project;
  const folder = dirname(file);
  const { main } = settings;
  const isPackage = isInstalledProgram(main);
  if (!isPackage && !isOwnProgram(project)) {
    throw new UserError(
      `${file}: the project runs a program of its own, and \`init\` writes the config of the package's program; ` +
        `use another folder, or create the components in the program (${docsPage("component")})`,
    );
  }
  if (name !== undefined && name !== project.name)
    throw new UserError(`--project: ${file} is the project ${project.name}; remove the option`);
  if (extname(file) === ".json")
    throw new UserError(`${file}: \`init\` writes stack files in YAML only; rename the file to Pulumi.yaml`);
  const packageFolder = isPackage
    ? join(folder, dirname(dirname(main)))
    : existsSync(join(folder, "stack.schema.json"))
      ? folder
      : join(folder, installedFrom(folder));
  return {
    project: project.name,
    existing: project,
    folder,
    main: "",
    schema: join(packageFolder, "stack.schema.json"),
    stackFile: (stack) => stackFile(project, stack),
  };
}

/** The path of the installed package; in the folder if it is not installed yet. */
function installedFrom(folder: string): string {
  return join(relative(folder, installationFolder(folder) ?? folder), PACKAGE);
}

/** Where the package is installed: the folder or one above it (npm workspaces). */
export function installationFolder(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, PACKAGE, "package.json"))) return at;
    if (at === dirname(at)) return undefined;
  }
}

/** A folder's name as the name of a project. */
function projectName(folder: string): string {
  return (
    basename(folder)
      .replace(/[^A-Za-z0-9_.-]+/g, "-")
      .replace(/^-+|-+$/g, "") || "media-storage"
  );
}
