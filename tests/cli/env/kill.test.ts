/** Killed at any point, the command leaves the file with the old content or with the new one, whole. */
import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compileTo } from "../compiled";
import { testFolder } from "./folder";

const at = testFolder();
const OLD = "OLD=1\n".repeat(5000);
const NEW = "NEW=2\n".repeat(7000);

/** One replacement in a process of its own. Returns whether it was killed. */
function replaced(kill: { KILL_AT?: string; KILL_HALF?: string }): boolean {
  const { signal, status, stderr } = spawnSync(process.execPath, [at("run.cjs")], {
    env: kill,
    encoding: "utf8",
    timeout: 240_000,
  });
  expect(stderr).toBe("");
  if (signal === null) expect(status).toBe(0);
  else expect(signal).toBe("SIGKILL");
  return signal !== null;
}

beforeEach(() => {
  compileTo(at("env-file.cjs"), join(__dirname, "../../../cli/env/env-file.ts"));
  const quoted = [join(__dirname, "kill.cjs"), at("env-file.cjs"), at(".env"), at("backup")].map((path) =>
    JSON.stringify(path),
  );
  writeFileSync(
    at("run.cjs"),
    `const { arm } = require(${quoted[0]}); const { readEnvFile, writeAll } = require(${quoted[1]});
     const file = readEnvFile(${quoted[2]}); const content = Buffer.from(${JSON.stringify(NEW)});
     arm(); writeAll([{ file, content, backup: ${quoted[3]} }], () => undefined);`,
  );
});

/** The file as the command found it, and nothing of an earlier run. */
function prepare(): void {
  for (const name of [".env", "backup", ".env.media-storage-new"]) rmSync(at(name), { force: true });
  writeFileSync(at(".env"), OLD);
  chmodSync(at(".env"), 0o640);
}

/** What is on the disk after the end, whatever it was; and that the next run gets through. */
function check(isKilled: boolean): string {
  const text = readFileSync(at(".env"), "utf8");
  expect([OLD, NEW]).toContain(text);
  expect(statSync(at(".env")).mode & 0o7777).toBe(0o640);
  const names = readdirSync(at());
  if (names.includes("backup")) expect(readFileSync(at("backup"), "utf8")).toBe(OLD);
  if (text === NEW) expect(names).toContain("backup");
  if (!isKilled) {
    expect({ text, names: names.filter((name) => name.endsWith("-new")) }).toEqual({ text: NEW, names: [] });
    return text;
  }
  rmSync(at(".env.media-storage-new"), { force: true });
  rmSync(at("backup"), { force: true });
  expect(replaced({})).toBe(false);
  expect(readFileSync(at(".env"), "utf8")).toBe(NEW);
  return text;
}

test("before each of its calls, and in the middle of its write", () => {
  const left = new Set<string>();
  let kills = 0;
  for (const KILL_HALF of ["0", "1"]) {
    for (let i = 0; i < 40; i++) {
      prepare();
      const isKilled = replaced({ KILL_AT: String(i), KILL_HALF });
      left.add(check(isKilled));
      if (isKilled) kills++;
      // All of the calls are through, or the one write.
      if (isKilled === (KILL_HALF === "1")) break;
    }
  }
  // Open, mode, write, sync, close, read, link, sync, rename, sync; and the write once more.
  expect(kills).toBeGreaterThanOrEqual(14);
  expect(left).toEqual(new Set([OLD, NEW]));
}, 120_000);
