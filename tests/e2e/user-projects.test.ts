/** The README's program, unchanged, in projects of somebody else's into which the tarball is installed. */
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { parse as parseEnv } from "dotenv";
import { stringify } from "yaml";
import { describeWithEngine, testsAreSteps } from "./engine";
import { install, pack, run } from "./installed";
import { projectRoot, type Program } from "./programs";
import { startAwsLocal, type AwsLocal } from "./servers/aws-local";
import { TestStack } from "./workspace";

/** The one block of a page in a language that begins so. */
function fence(page: string, language: string, first: string): string {
  const text = readFileSync(join(projectRoot, page), "utf8");
  const blocks = [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, of, block = ""]) =>
    of === language && block.startsWith(first) ? [block] : [],
  );
  expect([page, first, blocks.length]).toEqual([page, first, 1]);
  return blocks[0]!;
}

const PROGRAM = fence("README.md", "ts", "import { MastodonStorage }");
const TESTING = "docs/testing-your-stack.md";
const JEST_CONFIG = fence(TESTING, "js", "module.exports");
const JEST_TEST = fence(TESTING, "ts", "import * as pulumi");
const NODE_TEST = fence(TESTING, "js", "import assert");
/** The versions that the page installs. */
const TEST_PACKAGES = /^npm install --save-dev (.*)$/m
  .exec(fence(TESTING, "sh", "npm install"))![1]!
  .split(" ");

const STRICT = {
  target: "es2022",
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  isolatedModules: true,
};
const COMMONJS = { module: "commonjs", moduleResolution: "node", skipLibCheck: false, noEmit: true };
const NODENEXT = {
  module: "nodenext",
  verbatimModuleSyntax: true,
  skipLibCheck: true,
  declaration: true,
  outDir: "bin",
};
const tsconfig = (options: object): string =>
  JSON.stringify({ compilerOptions: { ...STRICT, ...options }, include: ["*.ts"] });
const ES_MODULES = JSON.stringify({ name: "other", private: true, type: "module" });

interface Project {
  name: string;
  folder: string;
  files: Record<string, string>;
  /** The compiled program, for Pulumi.yaml; by default Pulumi finds the program by itself. */
  main?: string;
  compiles: boolean;
  /** Runs the page's unit test. */
  test: string[];
}
const JEST = "../node_modules/jest/bin/jest.js";
const PROJECTS: Project[] = [
  {
    name: "strict TypeScript as CommonJS, without skipLibCheck",
    folder: "commonjs",
    files: {
      "tsconfig.json": tsconfig(COMMONJS),
      "package.json": JSON.stringify({ name: "other", private: true }),
      "jest.config.cjs": JEST_CONFIG,
      "index.ts": PROGRAM,
      "index.test.ts": JEST_TEST,
    },
    compiles: true,
    test: [JEST],
  },
  {
    name: "strict TypeScript as ES modules (nodenext)",
    folder: "nodenext",
    files: {
      "tsconfig.json": tsconfig(NODENEXT),
      "package.json": ES_MODULES,
      "index.ts": PROGRAM,
      "bin/index.test.mjs": NODE_TEST,
    },
    main: "bin/index.js",
    compiles: true,
    test: ["--test", "bin/index.test.mjs"],
  },
  {
    name: "JavaScript",
    folder: "javascript",
    files: { "package.json": ES_MODULES, "index.js": PROGRAM, "index.test.mjs": NODE_TEST },
    compiles: false,
    test: ["--test", "index.test.mjs"],
  },
];

describe("projects in which the package is installed", () => {
  let root: string;
  let shared: string;

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "media-storage-projects-"));
    // One installation for all of them.
    shared = join(root, "shared");
    mkdirSync(shared);
    const tools = [...TEST_PACKAGES, "@types/node@20"].map((one) => [
      one.replace(/@\d+$/, ""),
      one.replace(/.*@/, ""),
    ]);
    install(shared, pack(root), { dependencies: Object.fromEntries(tools) as object });
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  /** Within the installation: declarations name a package by its path if it is behind a link. */
  const folderOf = ({ folder }: Project): string => join(shared, folder);
  const test = ({ test }: Project, folder: string): string => run(folder, process.execPath, ...test);

  const programOf = ({ main, files }: Project): string =>
    main ?? Object.keys(files).find((name) => /^index\.(ts|js)$/.test(name))!;

  describe.each(PROJECTS)("$name", (project) => {
    const folder = (): string => folderOf(project);

    it("compiles the README's program", () => {
      const { files, main, compiles } = project;
      const pulumi = stringify({ name: "media", runtime: "nodejs", ...(main !== undefined && { main }) });
      for (const [name, text] of Object.entries({ "Pulumi.yaml": pulumi, ...files })) {
        mkdirSync(dirname(join(folder(), name)), { recursive: true });
        writeFileSync(join(folder(), name), text);
      }
      if (compiles)
        run(folder(), process.execPath, "../node_modules/typescript/bin/tsc", "--pretty", "false");
    });

    it("passes the unit tests of the page about testing, which fail for another bucket", () => {
      test(project, folder());
      const other = `${folder()}-other`;
      cpSync(folder(), other, { recursive: true });
      const program = join(other, programOf(project));
      const text = readFileSync(program, "utf8");
      writeFileSync(program, text.replace("social-example-media", "another-bucket"));
      expect(() => test(project, other)).toThrow("another-bucket");
    });

    it("is previewed by the command without an engine", () => {
      writeFileSync(join(folder(), "Pulumi.prod.yaml"), "config:\n  aws:region: eu-central-1\n");
      const preview = ["exec", "--no", "--", "media-storage", "preview", "--stack", "prod"];
      const printed = run(folder(), "npm", ...preview);
      expect(printed).toContain(`offline preview of ${programOf(project)}: `);
      expect(printed).toContain("social-bucket");
    });
  });

  describeWithEngine("with the engine", () => {
    let aws: AwsLocal;
    beforeAll(async () => {
      aws = await startAwsLocal();
    });
    afterAll(() => aws.stop());

    const stackOf = async (project: Project): Promise<TestStack> => {
      const copy: Program = (folder) => {
        cpSync(folderOf(project), folder, { recursive: true });
        symlinkSync(join(shared, "node_modules"), join(folder, "node_modules"));
      };
      // Without NODE_PATH nothing of this project's own packages is in reach.
      const stack = await TestStack.create(copy, aws.url, { NODE_PATH: "" });
      stack.configure({ "aws:region": "eu-central-1" });
      return stack;
    };

    it.each(PROJECTS)("$name: is previewed", async (project) => {
      const stack = await stackOf(project);
      try {
        expect((await stack.preview()).steps).toContain("create social-bucket");
      } finally {
        stack.discard();
      }
    });

    describe("the README's program", () => {
      testsAreSteps();
      let stack: TestStack;
      beforeAll(async () => {
        stack = await stackOf(PROJECTS[0]!);
      });
      afterAll(() => stack.dispose());

      /** Asynchronous, because the local AWS runs in this process. */
      const call = async (cwd: string, command: string, ...args: string[]): Promise<string> => {
        const options = { cwd, env: { ...process.env, ...stack.env } };
        return (await promisify(execFile)(command, args, options)).stdout;
      };
      const OWN = "LOCAL_DOMAIN=social.example\n";
      /** An app's file in a folder, before the block is in it. */
      const envFile = (folder: string): string => {
        const file = join(folder, ".env.production");
        writeFileSync(file, OWN, { mode: 0o600 });
        return file;
      };
      const settings = (file: string): Record<string, string> => parseEnv(readFileSync(file, "utf8"));
      const block = async (): Promise<Record<string, string>> => {
        const { env } = await stack.outputs();
        return parseEnv(env?.value as string);
      };

      it("is deployed", async () => {
        expect((await stack.up()).steps).toContain("create social-bucket");
      });

      it("has a block that the command puts into the app's file, under a stack that is not dev", async () => {
        const file = envFile(stack.folder);
        const into = ["env", "--into", file, "--stack", "e2e", "--yes"];
        await call(stack.folder, "npm", "exec", "--no", "--", "media-storage", ...into);
        expect(await block()).toMatchObject({ S3_BUCKET: "social-example-media", S3_PERMISSION: "" });
        expect(settings(file)).toEqual({ ...parseEnv(OWN), ...(await block()) });
      });

      it("has the same block in its saved outputs, for a server without Pulumi", async () => {
        const save = ["stack", "output", "--json", "--show-secrets", "--stack", "e2e"];
        const saved = await call(stack.folder, "pulumi", ...save);
        const server = join(root, "server");
        mkdirSync(server);
        writeFileSync(join(server, "outputs.json"), saved, { mode: 0o600 });
        const file = envFile(server);
        const into = ["env", "--into", file, "--outputs", "outputs.json", "--yes"];
        await call(server, join(shared, "node_modules/.bin/media-storage"), ...into);
        expect(settings(file)).toEqual({ ...parseEnv(OWN), ...(await block()) });
      });
    });
  });
});
