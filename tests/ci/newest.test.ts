/** The run with the newest SDK and Node.js, in a toy checkout with a toy npm: what it leaves alone, and when it fails. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const NPM = `#!/usr/bin/env bash
last=\${!#}
case " $* " in
  *" $FAIL "*) exit 1 ;;
  *" node-"*"@latest "*)
    bin=$5/node_modules/\${6%@latest}/bin
    mkdir -p "$bin" && ln -s "$NODE" "$bin/node" ;;
  *" view "*) echo "$PUBLISHED" ;;
  *" @pulumi/pulumi@"*)
    echo "{ \\"version\\": \\"\${INSTALLED:-\${last##*@}}\\" }" > node_modules/@pulumi/pulumi/package.json
    echo changed > node_modules/.package-lock.json ;;
esac
`;
const NPX = `#!/usr/bin/env bash
echo "jest in $PWD: \${!#}"
case " $* " in *" $FAIL "*) exit 1 ;; esac
`;
const TESTS = [
  "cli/media-storage",
  "cli/offline/x",
  "cli/preview/x",
  "components/x",
  "config/read-instances",
  "examples",
  "index",
  "program",
  "e2e/program",
].map((name) => `tests/${name}.test.ts`);

describe("the run with the newest SDK and Node.js", () => {
  let folder: string;
  const at = (...names: string[]): string => join(folder, ...names);
  const write = (path: string, text: string, mode?: number): void => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text, { mode });
  };
  const sdk = (version: string): string => JSON.stringify({ version });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "media-storage-"));
    mkdirSync(at("results"));
    write("bin/npm", NPM, 0o755);
    write("bin/npx", NPX, 0o755);
    write("checkout/.gitignore", "node_modules/\n");
    write("checkout/package.json", JSON.stringify({ peerDependencies: { "@pulumi/pulumi": "^3.248.0" } }));
    write("checkout/node_modules/@pulumi/pulumi/package.json", sdk("3.248.0"));
    write("checkout/node_modules/.package-lock.json", "as it was");
    for (const test of TESTS) write(`checkout/${test}`, "");
    mkdirSync(at("checkout/.ci"));
    for (const script of ["newest", "newest-sdk"])
      cpSync(join(__dirname, "../../.ci", script), at("checkout/.ci", script));
    git("init", "--quiet");
    git("add", "--all");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const git = (...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync("git", args, { cwd: at("checkout"), encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    return stdout;
  };
  const run = (env: Record<string, string> = {}): { status: number | null; output: string } => {
    const { status, stdout, stderr } = spawnSync(at("checkout/.ci/newest"), [at("results")], {
      encoding: "utf8",
      env: {
        ...process.env,
        PATH: `${at("bin")}:${process.env["PATH"] ?? ""}`,
        NODE: process.execPath,
        PUBLISHED: '["3.270.0", "3.276.0"]',
        FAIL: "nothing",
        ...env,
      },
    });
    return { status, output: stdout + stderr };
  };

  it("says which versions it tests, and runs the tests and one life of a stack in a copy", () => {
    const { status, output } = run();
    expect({ status, lines: output.trim().split("\n") }).toEqual({
      status: 0,
      lines: [
        `Node.js ${process.version}, @pulumi/pulumi 3.276.0`,
        `jest in ${at("results/newest")}: tests/program.test.ts`,
        `jest in ${at("results/newest")}: tests/e2e/program.test.ts`,
      ],
    });
  });

  it("takes the only version that npm knows in the range", () => {
    expect(run({ PUBLISHED: '"3.248.1"' }).output).toContain("@pulumi/pulumi 3.248.1\n");
  });

  it("leaves the checkout and its node_modules as they were", () => {
    const status = (): string => git("status", "--porcelain", "--untracked-files=all");
    const before = status();
    run();
    expect(status()).toBe(before);
    expect(existsSync(at("results/newest/node_modules/.package-lock.json"))).toBe(true);
    const modules = at("checkout/node_modules");
    expect(readFileSync(join(modules, ".package-lock.json"), "utf8")).toBe("as it was");
    expect(readFileSync(join(modules, "@pulumi/pulumi/package.json"), "utf8")).toBe(sdk("3.248.0"));
  });

  const nodePackage = `node-${process.platform}-${process.arch}`;
  it.each([
    ["npm cannot install the newest Node.js", { FAIL: `${nodePackage}@latest` }, nodePackage],
    ["that Node.js does not run here", { NODE: "/bin/false" }, "does not run here"],
    ["npm knows no version of the SDK", { FAIL: "view" }, "npm found no @pulumi/pulumi@^3.248.0"],
    [
      "npm cannot install the SDK",
      { FAIL: "@pulumi/pulumi@3.276.0" },
      "could not install @pulumi/pulumi@3.276.0",
    ],
    [
      "npm keeps the SDK that was there",
      { INSTALLED: "3.248.0" },
      "npm installed @pulumi/pulumi 3.248.0, not 3.276.0",
    ],
  ])("fails before any test when %s, and says so", (_, env, message) => {
    const { status, output } = run(env);
    expect(status).toBe(1);
    expect(output).toContain("the newest @pulumi/pulumi and Node.js could not be tested: ");
    expect(output).toContain(message);
    expect(output).not.toContain("jest in");
  });

  it.each(["tests/cli/offline", "tests/index.test.ts", "tests/e2e/program.test.ts"])(
    "fails when %s was moved, because jest would run the rest without a word",
    (path) => {
      git("rm", "-r", "--quiet", "--force", path);
      const { status, output } = run();
      expect(status).toBe(1);
      expect(output).toContain(`${path} does not exist`);
    },
  );

  it.each([
    ["a test", "tests/components"],
    ["the build", "build"],
    ["the life of a stack", "tests/e2e/program.test.ts"],
  ])("fails when %s fails, and runs the rest all the same", (_, part) => {
    const { status, output } = run({ FAIL: part });
    expect(status).toBe(1);
    expect(output.match(/^jest in /gm)).toHaveLength(2);
  });
});

it("the folders and files of the run with the newest versions exist", () => {
  const script = readFileSync(join(__dirname, "../../.ci/newest"), "utf8");
  const [, tests = "", life = ""] = /^tests=\((.+?)\)\nlife=(.+?)$/ms.exec(script) ?? [];
  const paths = [...tests.trim().split(/\s+/), life];
  expect(paths).toHaveLength(9);
  expect(paths.filter((path) => !existsSync(join(__dirname, "../..", path)))).toEqual([]);
});
