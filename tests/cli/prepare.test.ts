/** What npm runs after an install and before it makes the package: `dist` is replaced as a whole, or stays as it is. */
import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(__dirname, "../..");
const leftOut = [".ci", ".git", "bench", "coverage", "dist", "docs", "node_modules", "tests"];

describe("the prepare script", () => {
  let copy: string;
  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), "media-storage-"));
    for (const file of readdirSync(root).filter((name) => !leftOut.includes(name)))
      cpSync(join(root, file), join(copy, file), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    write("dist/components/index.js", "// as it was");
    write("dist/of-an-older-version.js", "");
  });
  afterEach(() => rmSync(copy, { recursive: true }));

  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    writeFileSync(join(copy, file), text);
  };
  const has = (file: string): boolean => existsSync(join(copy, file));
  const prepare = (): number | null =>
    spawnSync(process.execPath, [join(copy, "cli/prepare.cjs")], { cwd: copy, timeout: 120_000 }).status;
  /** Beside `dist` nothing is left of a build. */
  const builds = (): string[] => readdirSync(copy).filter((name) => name.startsWith("dist"));

  it("puts a whole new build in the place of the old one", () => {
    expect(prepare()).toBe(0);
    expect(
      ["dist/components/index.js", "dist/components/index.d.ts", "dist/index.js", "dist/cli/main.js"].filter(
        has,
      ),
    ).toHaveLength(4);
    expect(has("dist/of-an-older-version.js")).toBe(false);
    expect(builds()).toEqual(["dist"]);
    const { status, stdout } = spawnSync(process.execPath, [join(copy, "cli/media-storage.cjs"), "--help"], {
      encoding: "utf8",
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining("preview") as string });
  }, 180_000);

  it.each<[string, () => void]>([
    [
      "the command's sources do not compile",
      () => appendFileSync(join(copy, "cli/main.ts"), "\nthis is no TypeScript\n"),
    ],
    [
      "the components' sources do not compile",
      () => write("components/index.ts", "export const wrong: string = 1;\n"),
    ],
  ])(
    "fails and takes nothing away where %s",
    (_, spoil) => {
      spoil();
      expect(prepare()).not.toBe(0);
      expect(has("dist/of-an-older-version.js")).toBe(true);
      expect(builds()).toEqual(["dist"]);
    },
    180_000,
  );

  it.each<[string, () => void]>([
    ["in the package, which has nothing to build from", () => rmSync(join(copy, "tsconfig.build.json"))],
    ["where the compilers are not installed", () => rmSync(join(copy, "node_modules"))],
  ])("does nothing %s", (_, become) => {
    become();
    expect(prepare()).toBe(0);
    expect(has("dist/of-an-older-version.js")).toBe(true);
    expect(builds()).toEqual(["dist"]);
  });
});

describe("the package that npm makes", () => {
  let project: string;
  let installed: string;
  let whole: string[];

  const run = (cwd: string, command: string, ...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8", timeout: 120_000 });
    if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stdout}${stderr}`);
    return stdout;
  };
  const files = (): string[] =>
    (readdirSync(installed, { recursive: true }) as string[])
      .filter((file) => statSync(join(installed, file)).isFile())
      .sort();

  beforeAll(() => {
    project = mkdtempSync(join(tmpdir(), "media-storage-package-"));
    const copy = join(project, "copy");
    for (const file of readdirSync(root).filter((name) => !leftOut.includes(name)))
      cpSync(join(root, file), join(copy, file), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    // It runs `prepare`, and the copy has no build yet.
    run(copy, "npm", "pack", "--silent", "--pack-destination", project);
    const [tarball = ""] = readdirSync(project).filter((name) => name.endsWith(".tgz"));
    rmSync(copy, { recursive: true });
    run(project, "tar", "xzf", tarball);
    writeFileSync(join(project, "package.json"), JSON.stringify({ name: "shop", private: true }));

    // As npm installs it, but for its dependencies, which are links: the registry is not asked.
    installed = join(project, "node_modules/media-storage");
    mkdirSync(dirname(installed));
    renameSync(join(project, "package"), installed);
    for (const name of readdirSync(join(root, "node_modules")))
      symlinkSync(join(root, "node_modules", name), join(project, "node_modules", name));
    whole = files();
  }, 240_000);
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  const names = (code: string): string => run(project, process.execPath, "-p", `Object.keys(${code}).join()`);

  it("has a build, and nothing to make another one from", () => {
    expect(whole).toEqual(expect.arrayContaining(["dist/components/index.js", "dist/cli/main.js"]));
    expect(whole).not.toContain("tsconfig.build.json");
  });

  // npm runs it in an `npm install` within the folder, which Pulumi starts for the stacks of other languages.
  it.each([1, 2])("is whole after npm has run its prepare script there, time %d", () => {
    run(installed, "npm", "run", "prepare");
    expect(files()).toEqual(whole);
  });

  it("is loaded compiled by programs, by Pulumi's plugin host, and by the unit tests of a user", () => {
    for (const code of ["require('media-storage')", `require(${JSON.stringify(installed)})`])
      expect(names(code)).toContain("MastodonStorage");
    writeFileSync(join(project, "user.test.js"), USER_TEST);
    // jest reports on the standard error.
    run(project, process.execPath, join(root, "node_modules/jest/bin/jest.js"), "--no-watchman");
  }, 120_000);

  it("has the command", () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    expect(run(installed, process.execPath, "cli/media-storage.cjs", "--version").trim()).toBe(version);
  });
});

/** Plain jest without a compiler, with the mocks of Pulumi's documentation. */
const USER_TEST = `
const pulumi = require("@pulumi/pulumi");
test("the storage has a bucket", async () => {
  await pulumi.runtime.setMocks({ newResource: (a) => ({ id: a.name + "_id", state: a.inputs }), call: (a) => a.inputs });
  const { MastodonStorage } = require("media-storage");
  const store = { aws: { region: "eu-central-1" } };
  const social = new MastodonStorage("social", { webDomain: "social.example", bucket: "social-media", store });
  expect(await new Promise((resolve) => social.bucketName.apply(resolve))).toBe("social-media");
});
`;
