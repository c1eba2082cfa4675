import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isOwnProgram } from "../../../cli/project/own-program";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "own-program-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each<[string, boolean, { name: string; runtime: unknown; packageJson?: string }]>([
  [
    "this package",
    true,
    { name: "media-storage", runtime: "nodejs", packageJson: '{"name":"media-storage"}' },
  ],
  [
    "a clone with another project name",
    true,
    { name: "acme", runtime: { name: "nodejs" }, packageJson: '{"name":"media-storage"}' },
  ],
  ["its Pulumi.yaml alone", true, { name: "media-storage", runtime: { name: "nodejs", options: {} } }],
  ["somebody else's program", false, { name: "shop", runtime: "nodejs", packageJson: '{"name":"shop"}' }],
  [
    "somebody else's program with this project name",
    false,
    { name: "media-storage", runtime: "nodejs", packageJson: '{"name":"shop"}' },
  ],
  ["a program without a package.json", false, { name: "shop", runtime: "nodejs" }],
  ["a YAML program with this project name", false, { name: "media-storage", runtime: "yaml" }],
  ["a Python program with this project name", false, { name: "media-storage", runtime: { name: "python" } }],
  ["a package.json without a name", false, { name: "media-storage", runtime: "nodejs", packageJson: "{}" }],
  ["a package.json that is not JSON", false, { name: "media-storage", runtime: "nodejs", packageJson: "{" }],
])("%s: %s", (_, isOwn, { name, runtime, packageJson }) => {
  if (packageJson !== undefined) writeFileSync(join(folder, "package.json"), packageJson);
  const file = join(folder, "Pulumi.yaml");
  expect(isOwnProgram({ name, file, settings: { name, runtime }, stackFolder: folder })).toBe(isOwn);
});
