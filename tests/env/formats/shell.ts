import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Calls with the path of a file of this text in a folder of its own. */
export function withFile<T>(name: string, text: string, use: (file: string, folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "env-"));
  try {
    const file = join(folder, name);
    writeFileSync(file, text);
    return use(file, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The values that `sh` has for the names after it has sourced the text. */
export function sourced(text: string, names: string[]): Record<string, string> {
  return withFile("env", text, (file, folder) => {
    // Printed by the shell itself, with an end that no value can have.
    const print = names.map((name) => `printf '%s\\0' "$${name}"`).join("\n");
    const script = join(folder, "script");
    writeFileSync(script, `set -eu; set -a; . '${file}'\n${print}\n`);
    const output = execFileSync("sh", [script], {
      encoding: "utf8",
      env: {},
      stdio: ["ignore", "pipe", "pipe"],
    });
    const printed = output.split("\0");
    return Object.fromEntries(names.map((name, i) => [name, printed[i] ?? ""]));
  });
}
