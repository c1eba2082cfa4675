import { dirname, join } from "node:path";
import { isMap } from "../../validation/shape";
import type { Project } from "./project";
import { textFile } from "./text-file";

/** The name of this package, and of the project in its Pulumi.yaml. */
const NAME = "media-storage";

/**
 * Whether a project runs this package's own program, and not another program that imports the components. The name in its
 * package.json shows it, even if the project was renamed: npm does not install a package into another one of the same name.
 */
export function isOwnProgram({ name, file, settings }: Project): boolean {
  const { runtime } = settings;
  if ((isMap(runtime) ? runtime["name"] : runtime) !== "nodejs") return false;
  const text = textFile(join(dirname(file), "package.json"));
  return (text === undefined ? name : packageName(text)) === NAME;
}

function packageName(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return isMap(parsed) ? parsed["name"] : undefined;
  } catch {
    return undefined;
  }
}
