import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { findOnPath, pulumiHome, whyNot } from "./engine";

/** The binary of a provider: on PATH, or among the plugins that the user has. */
function providerBinary(name: string): string | undefined {
  const file = `pulumi-resource-${name}`;
  const onPath = findOnPath(file);
  if (onPath !== undefined) return onPath;
  const plugins = join(pulumiHome(), "plugins");
  try {
    const folder = readdirSync(plugins).find((entry) =>
      new RegExp(`^resource-${name}-v[^/]*\\d$`).test(entry),
    );
    return folder === undefined ? undefined : join(plugins, folder, file);
  } catch {
    return undefined; // no plugin was ever installed
  }
}

/** Starts the binary, which prints the port that it listens on, and ends it again. */
const PROBE = `
const child = require("node:child_process").spawn(process.argv[1], ["127.0.0.1:9"], { detached: true, stdio: ["ignore", "pipe", "ignore"] });
const end = (code) => { try { process.kill(-child.pid, "SIGTERM"); } catch {} process.exit(code); };
child.stdout.once("data", (text) => end(/^\\d+/.test(text) ? 0 : 1));
child.once("error", () => end(1));
child.once("exit", () => end(1));
setTimeout(() => end(1), 60000);
`;

/** A plugin may be there and yet not start, for want of what it is made of. */
function starts(binary: string): boolean {
  try {
    execFileSync(process.execPath, ["-e", PROBE, binary], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** `describe` for tests that need the engine and a provider that is optional: without it they are skipped, by their names. */
export function describeWithProvider(provider: string, name: string, tests: () => void): void {
  const binary = whyNot() === undefined ? providerBinary(provider) : undefined;
  const isThere = binary !== undefined && starts(binary);
  (isThere ? describe : describe.skip)(isThere ? name : `${name} (needs the ${provider} provider)`, tests);
}
