import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { projectOf, stackFile, stacksWithFile } from "../../../cli/project/project";
import { testFolder } from "../env/folder";
import { userErrorOf } from "./errors";

const at = testFolder();
const write = (text: string, name = "Pulumi.yaml"): void => writeFileSync(at(name), text);
const MINIMAL = "name: media-storage\nruntime: nodejs\n";

describe("a project", () => {
  it("is that of the folder, or of the next folder above", () => {
    write(MINIMAL);
    mkdirSync(at("a/b"), { recursive: true });
    const project = { name: "media-storage", file: at("Pulumi.yaml"), stackFolder: dirname(at("x")) };
    for (const folder of ["", "a", "a/b"]) expect(projectOf(at(folder))).toMatchObject(project);
  });

  describe("named by a path from the shell's folder", () => {
    const before = process.cwd();
    const setPwd = (PWD: string) => jest.replaceProperty(process, "env", { ...process.env, PWD });
    beforeEach(() => {
      write(MINIMAL);
      mkdirSync(at("a"));
      symlinkSync(at(), at("a/link"));
      process.chdir(at("a/link"));
    });
    afterEach(() => {
      process.chdir(before);
      jest.restoreAllMocks();
    });

    it("has the links in its path that the shell has, since Pulumi keeps the selected stack by that path", () => {
      setPwd(at("a/link"));
      expect(projectOf(".").file).toBe(at("a/link/Pulumi.yaml"));
    });

    test.each(["/", "a/link", "/nonexistent", ""])("has its real path where PWD is another: %j", (pwd) => {
      setPwd(pwd);
      expect(projectOf(".").file).toBe(at("Pulumi.yaml"));
    });
  });

  it("may be JSON, or have the other ending, in Pulumi's order", () => {
    write(MINIMAL, "Pulumi.yml");
    expect(projectOf(at()).file).toBe(at("Pulumi.yml"));
    write(MINIMAL);
    expect(projectOf(at()).file).toBe(at("Pulumi.yaml"));
    write('{ "name": "media-storage", "runtime": "nodejs" }', "Pulumi.json");
    expect(projectOf(at()).file).toBe(at("Pulumi.json"));
    expect(stackFile(projectOf(at()), "prod")).toBe(at("Pulumi.prod.json"));
  });

  it("has its stacks' files where stackConfigDir says", () => {
    write(`${MINIMAL}stackConfigDir: stacks\n`);
    mkdirSync(at("stacks"));
    for (const name of ["Pulumi.prod.yaml", "Pulumi.dev.yaml", "Pulumi.yaml", "Pulumi.x.json", "notes.txt"])
      write("", `stacks/${name}`);
    expect(stacksWithFile(projectOf(at()))).toEqual(["dev", "prod"]);
    expect(stackFile(projectOf(at()), "prod")).toBe(at("stacks/Pulumi.prod.yaml"));
  });

  it("has no stacks where stackConfigDir says nothing that is there", () => {
    write(`${MINIMAL}stackConfigDir: nope\n`);
    expect(stacksWithFile(projectOf(at()))).toEqual([]);
  });

  it("has no stacks where stackConfigDir is a file", () => {
    write(`${MINIMAL}stackConfigDir: Pulumi.yaml\n`);
    expect(stacksWithFile(projectOf(at()))).toEqual([]);
  });

  test.each<[string, string | undefined, string]>([
    [
      "is not there",
      undefined,
      "The folder FOLDER has no Pulumi.yaml; change to the folder that has it, or set --cwd to that folder",
    ],
    ["has no name", "runtime: nodejs\n", "FOLDER/Pulumi.yaml: name is missing; "],
    ["has a name that is not a text", "name: 42\n", "FOLDER/Pulumi.yaml: name is invalid; "],
    ["has a name that is a path", "name: ../../x\n", "FOLDER/Pulumi.yaml: name is invalid; "],
    [
      "has a stackConfigDir that is not a text",
      `${MINIMAL}stackConfigDir: [a]\n`,
      "FOLDER/Pulumi.yaml: stackConfigDir is not a path; ",
    ],
    [
      "has a stackConfigDir that is null",
      `${MINIMAL}stackConfigDir:\n`,
      "FOLDER/Pulumi.yaml: stackConfigDir is not a path; ",
    ],
    [
      "is not a map",
      "- a\n",
      "FOLDER/Pulumi.yaml: is not a map of keys and values; write `key: value` lines",
    ],
    ["is not YAML", "a: [\n", "FOLDER/Pulumi.yaml: is not valid YAML in line "],
  ])("whose Pulumi.yaml %s is a user error", (_, text, message) => {
    if (text !== undefined) write(text);
    const folder = at().replace(/\/$/, "");
    expect(userErrorOf(() => projectOf(folder))).toContain(message.replace("FOLDER", folder));
  });

  test.each<[string, () => string]>([
    ["missing", () => at("nope")],
    ["a file", () => (write(MINIMAL), at("Pulumi.yaml"))],
    ["a link to nothing", () => (symlinkSync("nope", at("link")), at("link"))],
  ])("whose folder is %s is a user error that names it", (_, folder) => {
    const path = folder();
    expect(userErrorOf(() => projectOf(path))).toBe(
      `--cwd: the folder ${path} does not exist; set the folder with Pulumi.yaml`,
    );
  });

  it("is not a folder called Pulumi.yaml", () => {
    mkdirSync(at("Pulumi.yaml"));
    expect(userErrorOf(() => projectOf(at()))).toContain("has no Pulumi.yaml");
  });

  it("with a stackConfigDir that no system takes is a user error when it is read", () => {
    write(`${MINIMAL}stackConfigDir: "a\\0b"\n`);
    expect(userErrorOf(() => stacksWithFile(projectOf(at())))).toContain("cannot be read");
  });
});
