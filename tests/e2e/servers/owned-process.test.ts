import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startOwned } from "./owned-process";

const esbuild = join(__dirname, "../../../node_modules/.bin/esbuild");
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "media-storage-e2e-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A server whose file grows as long as it lives, and that of its child. Process ids would say less: zombies have one. */
const server = (): string => {
  const beat = (name: string): string => `while :; do echo >> '${join(folder, name)}'; sleep 0.1; done`;
  return `(${beat("child")}) & ${beat("parent")}`;
};

async function waitFor(condition: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 100; i++) if (await condition()) return;
  throw new Error("waited in vain");
}

const size = (name: string): number => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0;

/** Whether the files grow within half a second. */
async function beats(): Promise<boolean[]> {
  const before = ["parent", "child"].map(size);
  await sleep(500);
  return ["parent", "child"].map((name, i) => size(name) > before[i]!);
}
const alive = async (): Promise<boolean> => (await beats()).every(Boolean);
const dead = async (): Promise<boolean> => !(await beats()).some(Boolean);

test("stop() ends the whole group", async () => {
  const owned = startOwned("sh", ["-c", server()], process.env);
  await waitFor(alive);
  expect(owned.exited()).toBeUndefined();
  await owned.stop();
  expect(owned.exited()).toContain("SIGKILL");
  await waitFor(dead);
});

test("an early end is told with what the server last said", async () => {
  const owned = startOwned("sh", ["-c", "echo no such option >&2; exit 2"], process.env);
  await waitFor(() => sleep(50, owned.exited() !== undefined));
  expect(owned.exited()).toBe("sh ended (2): no such option\n");
  await owned.stop();
});

test("the group ends with the process that started it, even when that is killed", async () => {
  const bundle = join(folder, "owner.cjs");
  const source = `import { startOwned } from "./owned-process";
    startOwned("sh", ["-c", ${JSON.stringify(server())}], process.env);
    setInterval(() => {}, 1000);`;
  const flags = ["--bundle", "--platform=node", `--outfile=${bundle}`, "--log-level=error"];
  execFileSync(esbuild, flags, { input: source, cwd: __dirname });
  const owner = spawn(process.execPath, [bundle], { stdio: "ignore" });
  await waitFor(alive);
  owner.kill("SIGKILL");
  await waitFor(dead);
});
