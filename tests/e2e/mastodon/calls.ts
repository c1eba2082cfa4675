/** Mastodon's calls to its store (attachments.rb), made from an env block alone. */
import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** Whether this machine has what they need. */
export function hasRuby(): boolean {
  try {
    execFileSync("ruby", ["-r", "aws-sdk-s3", "-r", "dotenv", "-e", ""], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** What they come to with this `.env.production` and these settings of the machine, and nothing of the tests' own environment. */
export async function mastodonCalls(block: string, machine: Record<string, string> = {}): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), "media-storage-mastodon-"));
  try {
    const file = join(folder, ".env.production");
    writeFileSync(file, block, { mode: 0o600 });
    const outside = Object.entries(process.env).filter(([variable]) => !/^(AWS|S3)_/.test(variable));
    const env = { ...Object.fromEntries(outside), AWS_EC2_METADATA_DISABLED: "true", ...machine };
    const script = [join(__dirname, "attachments.rb"), file];
    const { stdout } = await promisify(execFile)("ruby", script, { env, timeout: 240_000 });
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
