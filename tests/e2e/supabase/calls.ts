/** Scripts that make the calls of Supabase's Storage to its store, with the variables of its container alone. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

/** What a script of tests/e2e prints as JSON with these variables, and nothing of the tests' own environment. */
export async function storageScript(
  variables: Record<string, string>,
  file: string,
  ...args: string[]
): Promise<unknown> {
  const command = [join(__dirname, "..", file), ...args];
  const env = variables as unknown as NodeJS.ProcessEnv;
  const { stdout } = await promisify(execFile)(process.execPath, command, { env, timeout: 240_000 });
  return JSON.parse(stdout);
}

/** What S3 answers to Storage's calls. */
export const storageCalls = (variables: Record<string, string>): Promise<unknown> =>
  storageScript(variables, "storage-api.cjs");
