import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** The path of this package's own program. */
const PROGRAM = join(__dirname, "../../index.ts");

/** A Pulumi.yaml that runs this package's own program, as a checkout's does; `rest`: more lines. */
export function ownProjectYaml(rest = ""): string {
  return `name: media-storage\nruntime: nodejs\nmain: ${JSON.stringify(PROGRAM)}\n${rest}`;
}

/** Makes a folder a project with this package's own program. */
export function writeOwnProject(folder: string, rest?: string): void {
  writeFileSync(join(folder, "Pulumi.yaml"), ownProjectYaml(rest));
}
