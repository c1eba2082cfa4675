/** authentik's calls to its store (storage.py), made from an env block alone. */
import { execFile, execFileSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

/** Whether this machine has what they need. */
export function hasBoto3(): boolean {
  try {
    execFileSync("python3", ["-c", "import boto3"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/**
 * What they come to with these variables, and nothing else of the tests' own environment. Generation and proxy are those of
 * storage.py.
 */
export async function authentikCalls(
  variables: Record<string, string>,
  generation: string,
  proxy: string,
): Promise<unknown> {
  const outside = Object.entries(process.env).filter(([variable]) => !/^(AWS|AUTHENTIK)_/.test(variable));
  const env = {
    ...Object.fromEntries(outside),
    ...variables,
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
  };
  const script = [join(__dirname, "storage.py"), generation, proxy];
  const { stdout } = await promisify(execFile)("python3", script, { env, timeout: 240_000 });
  return JSON.parse(stdout);
}
