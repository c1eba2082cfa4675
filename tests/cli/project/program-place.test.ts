import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { programPlace, type ProgramPlace } from "../../../cli/project/program-place";
import { testFolder } from "../env/folder";
import { userErrorOf } from "./errors";

const at = testFolder();

function placeOf(settings: Record<string, unknown>, files: Record<string, string>): ProgramPlace {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), text);
  }
  const file = at("Pulumi.yaml");
  return programPlace({
    name: "shop",
    file,
    settings: { runtime: "nodejs", ...settings },
    stackFolder: at(),
  });
}

describe("the program of a project", () => {
  test.each<
    [what: string, settings: Record<string, unknown>, files: string[], packageJson: object, shown: string]
  >([
    ["is index.ts of its folder", {}, ["index.ts"], {}, "index.ts"],
    ["is index.js before index.ts", {}, ["index.ts", "index.js"], {}, "index.js"],
    ["is an ES module's index.mjs", {}, ["index.mjs"], { type: "module" }, "index.mjs"],
    ["is main of its package.json", {}, ["index.ts", "src/run.ts"], { main: "src/run.ts" }, "src/run.ts"],
    ["is the index of the folder that main names", {}, ["bin/index.js"], { main: "bin/" }, "bin/index.js"],
    ["is not what main names but does not exist", {}, ["index.ts"], { main: "bin/index.js" }, "index.ts"],
    ["is the export of its package.json", {}, ["a.ts", "b.ts"], { exports: "./a.ts", main: "b.ts" }, "a.ts"],
    ["is the default export", {}, ["a.ts"], { exports: { ".": { default: "./a.ts" } } }, "a.ts"],
    [
      "is the file that Pulumi.yaml names",
      { main: "infra/main.ts" },
      ["index.ts", "infra/main.ts"],
      {},
      "infra/main.ts",
    ],
    [
      "is the index of the folder that Pulumi.yaml names",
      { main: "infra" },
      ["infra/index.ts"],
      {},
      "infra/index.ts",
    ],
  ])("%s", (_, settings, files, packageJson, shown) => {
    const empty = Object.fromEntries(files.map((name) => [name, ""]));
    const place = placeOf(settings, { ...empty, "package.json": JSON.stringify(packageJson) });
    expect(place.shown).toBe(shown);
    expect(place.file).toBe(at(shown));
  });

  test("runs in the folder of its file, as in Pulumi", () => {
    const files = { "infra/main.ts": "" };
    expect(placeOf({ main: "infra/main.ts" }, files)).toMatchObject({
      folder: at("infra"),
      entry: "main.ts",
    });
    expect(placeOf({ main: at("infra/main.ts") }, files)).toMatchObject({
      folder: at("infra"),
      entry: "main.ts",
    });
    expect(placeOf({}, { "index.ts": "" })).toMatchObject({ folder: at(), entry: "." });
  });

  test.each<[what: string, settings: Record<string, unknown>, message: string]>([
    ["is missing", {}, "The folder FOLDER has no program: it has no index.ts or index.js, "],
    [
      "is not where main says",
      { main: "src/run.ts" },
      "main is src/run.ts, but FOLDER/src/run.ts does not exist; correct the path",
    ],
    [
      "is not installed",
      { main: "node_modules/media-storage/dist/index.js" },
      "FOLDER/node_modules/media-storage/dist/index.js does not exist; install the packages of the project (`npm install`)",
    ],
    ["has a main that is not a path", { main: 3 }, "FOLDER/Pulumi.yaml: main is not a path; "],
    ["has no runtime", { runtime: undefined }, "FOLDER/Pulumi.yaml: runtime is missing or invalid; "],
    ["is in Python", { runtime: "python" }, "The program in FOLDER has the runtime python, "],
    ["is in Go", { runtime: { name: "go" } }, "run `pulumi preview` there"],
    [
      "runs on Bun",
      { runtime: "bun" },
      "has the runtime bun, and the offline preview runs only programs for nodejs",
    ],
  ])("that %s is a user error", (_, settings, message) => {
    expect(userErrorOf(() => placeOf(settings, {}))).toContain(message.replaceAll("FOLDER", at()));
  });
});
