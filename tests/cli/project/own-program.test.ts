import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isOwnProgram } from "../../../cli/project/own-program";
import { testFolder } from "../env/folder";

const at = testFolder();

const OWN = '{"name":"media-storage"}';
const OTHER = '{"name":"shop"}';

function project(settings: Record<string, unknown>, files: Record<string, string>): boolean {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), text);
  }
  const file = at("Pulumi.yaml");
  return isOwnProgram({ name: "media-storage", file, settings, stackFolder: dirname(file) });
}

const INSTALLED = {
  "node_modules/media-storage/package.json": OWN,
  "node_modules/media-storage/dist/index.js": "",
};

test.each<[string, boolean, Record<string, unknown>, Record<string, string>]>([
  ["a checkout", true, { runtime: "nodejs", main: "index.ts" }, { "package.json": OWN, "index.ts": "" }],
  [
    "a checkout's program elsewhere",
    true,
    { runtime: { name: "nodejs", options: {} }, main: "checkout/index.ts" },
    { "package.json": OTHER, "checkout/package.json": OWN, "checkout/index.ts": "" },
  ],
  [
    "an installed package",
    true,
    { runtime: "nodejs", main: "node_modules/media-storage/dist/index.js" },
    { "package.json": OTHER, ...INSTALLED },
  ],
  [
    "a package that is not installed yet",
    true,
    { runtime: "nodejs", main: "./node_modules/media-storage/dist/index.js" },
    { "package.json": OTHER },
  ],
  [
    "an installed package without main",
    false,
    { runtime: "nodejs" },
    { "package.json": OTHER, "index.ts": "", ...INSTALLED },
  ],
  [
    "another file of the package",
    false,
    { runtime: "nodejs", main: "node_modules/media-storage/dist/components/index.js" },
    {
      "node_modules/media-storage/package.json": OWN,
      "node_modules/media-storage/dist/components/index.js": "",
    },
  ],
  ["somebody else's index.ts", false, { runtime: "nodejs" }, { "package.json": OTHER, "index.ts": "" }],
  [
    "somebody else's dist/index.js",
    false,
    { runtime: "nodejs", main: "dist" },
    { "package.json": OTHER, "dist/index.js": "" },
  ],
  ["an index.ts without a package.json", false, { runtime: "nodejs" }, { "index.ts": "" }],
  ["a package.json that is not JSON", false, { runtime: "nodejs" }, { "package.json": "{", "index.ts": "" }],
  ["a YAML program with this project name", false, { runtime: "yaml" }, { "package.json": OWN }],
  ["a program that does not exist", false, { runtime: "nodejs", main: "index.ts" }, { "package.json": OWN }],
])("%s: %s", (_, isOwn, settings, files) => {
  expect(project(settings, files)).toBe(isOwn);
});

test("a link to the package is the package", () => {
  mkdirSync(at("checkout/dist"), { recursive: true });
  writeFileSync(at("checkout/package.json"), OWN);
  writeFileSync(at("checkout/dist/index.js"), "");
  mkdirSync(at("node_modules"));
  symlinkSync(at("checkout"), at("node_modules/media-storage"));
  expect(
    project({ runtime: "nodejs", main: join("node_modules", "media-storage", "dist", "index.js") }, {}),
  ).toBe(true);
});
