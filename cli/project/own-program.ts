import { basename, dirname, join, normalize } from "node:path";
import { UserError } from "../../validation/user-error";
import { packageJson, programPlace, type ProgramPlace } from "./program-place";
import type { Project } from "./project";

/** The name of this package. */
const NAME = "media-storage";

/** Whether a project runs this package's own program, which reads instances from the stack's config. */
export function isOwnProgram(project: Project): boolean {
  try {
    return isOwnPlace(programPlace(project));
  } catch (error) {
    // Also a project in another language, and one whose stack is deployed although its program is elsewhere.
    // A project may be written before its packages are installed.
    if (UserError.isInstance(error)) return isInstalledProgram(project.settings["main"]);
    throw error;
  }
}

/** Whether `main` of a Pulumi.yaml is the program of an installed package, whether it is installed or not. */
export function isInstalledProgram(main: unknown): main is string {
  return typeof main === "string" && normalize(main).endsWith(join("node_modules", NAME, "dist", "index.js"));
}

/** Whether a program is index.ts of a checkout of this package, or dist/index.js of an installed package. */
export function isOwnPlace({ file }: Pick<ProgramPlace, "file">): boolean {
  const folder = dirname(file);
  if (basename(file) === "index.ts") return isPackage(folder);
  return basename(file) === "index.js" && basename(folder) === "dist" && isPackage(dirname(folder));
}

/** npm does not install a package into another one of the same name, so no other program has this name and our components. */
const isPackage = (folder: string): boolean => packageJson(folder)["name"] === NAME;
