/** The commands of the AWS CLI that the offline preview prints for a bucket that is left alone. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { projectRoot } from "./programs";

const run = promisify(execFile);

/** Those about the stack file in `folder`, in their order, without the one about unfinished uploads. */
export async function settingsCommands(folder: string): Promise<string[]> {
  const args = ["preview", "--stack", "e2e", "--cwd", folder];
  const { stdout } = await run(process.execPath, [join(projectRoot, "cli/media-storage.cjs"), ...args]);
  return [...stdout.matchAll(/^ *(aws s3api .*)$/gm)].map(([, command = ""]) => command);
}

/** Runs a command as an operator does. Not synchronous, because servers of the test may be in this process. */
export async function runAsOperator(command: string, env: Record<string, string>): Promise<void> {
  await run("sh", ["-ec", command], { env: { ...process.env, ...env } });
}
