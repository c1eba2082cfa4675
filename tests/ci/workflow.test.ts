/** The workflow of the repository: what it runs exists. */
import { accessSync, constants, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import packageJson from "../../package.json";

const root = join(__dirname, "../..");
const text = readFileSync(join(root, ".github/workflows/ci.yml"), "utf8");

interface Job {
  strategy?: { matrix: { node: number[] } };
  steps: { run?: string }[];
}

const jobs = Object.values((parse(text) as { jobs: Record<string, Job> }).jobs);
const commands = jobs.flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));

test("each script that it runs is in the repository and can be run", () => {
  const scripts = commands.flatMap((command) => command.match(/\.ci\/[\w-]+/g) ?? []);
  expect(scripts).toEqual([".ci/run", ".ci/newest-sdk"]);
  for (const script of scripts) accessSync(join(root, script), constants.X_OK);
});

test("each command of npm that it runs is in package.json", () => {
  const names = commands.flatMap((command) => /^npm run ([\w:]+)/.exec(command)?.[1] ?? []);
  expect(names.length).toBeGreaterThan(0);
  expect(Object.keys(packageJson.scripts)).toEqual(expect.arrayContaining(names));
});

test("the tests run with the lowest Node.js that the package allows, and with two newer ones", () => {
  const [, lowest = ""] = /^>=(\d+)$/.exec(packageJson.engines.node) ?? [];
  expect(readFileSync(join(root, ".node-version"), "utf8")).toBe(`${lowest}\n`);
  expect(jobs.flatMap(({ strategy }) => strategy?.matrix.node ?? [])).toEqual([22, 24]);
});

test("it has no secret and may only read", () => {
  expect(text).not.toContain("secrets.");
  expect((parse(text) as { permissions: object }).permissions).toEqual({ contents: "read" });
});
