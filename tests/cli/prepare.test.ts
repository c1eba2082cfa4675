/** What npm runs after an install and before it makes the package: `dist` is replaced as a whole, or stays as it is. */
import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(__dirname, "../..");
const leftOut = [".ci", ".git", "coverage", "dist", "docs", "node_modules", "tests"];

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
      ["dist/components/index.js", "dist/components/index.d.ts", "dist/cli/main.js"].filter(has),
    ).toHaveLength(3);
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
