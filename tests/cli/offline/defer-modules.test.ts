import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compileTo } from "../compiled";

const root = join(__dirname, "../../..");

describe("the SDK with deferred modules", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "defer-modules-"));
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    compileTo(join(folder, "defer-modules.js"), join(root, "cli/offline/defer-modules.ts"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What a program writes that loads the SDK, in a process of its own: jest has a `require` of its own. */
  function said(program: string, before = 'require("./defer-modules").deferModules();'): unknown {
    const file = join(folder, "program.js");
    const write = "const write = (value) => process.stdout.write(JSON.stringify(value));";
    writeFileSync(file, `${before}\nconst pulumi = require("@pulumi/pulumi");\n${write}\n${program}`);
    // The SDK loads every module of Node.js before it serializes a function, and some are experimental.
    const command = ["--disable-warning=ExperimentalWarning", file];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, {
      encoding: "utf8",
      timeout: 60_000,
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    return JSON.parse(stdout);
  }

  it("loads none of them before they are used", () => {
    const loaded = said("write(Object.keys(require.cache));") as string[];
    const heavy = /[\\/](typescript|@npmcli[\\/]arborist|normalize-package-data|@grpc[\\/]grpc-js)[\\/]/;
    expect(loaded.filter((file) => heavy.test(file))).toEqual([]);
    expect(loaded.filter((file) => /[\\/]automation[\\/]|_grpc_pb\.js$/.test(file))).toEqual([]);
  });

  it.each([
    ["has the same exports", "write(Object.keys(pulumi).concat(Object.keys(pulumi.runtime)));"],
    ["has the same Automation API", "write(Object.getOwnPropertyNames(pulumi.automation).sort());"],
    [
      "serializes functions into the same text",
      "const n = 1; pulumi.runtime.serializeFunction(() => n).then(({ text }) => write(text));",
    ],
    [
      "has the same gRPC",
      'const grpc = require("module").createRequire(require.resolve("@pulumi/pulumi"))("@grpc/grpc-js"); write([Object.keys(grpc), grpc.status.UNAVAILABLE]);',
    ],
  ])("%s as without", (_, program) => {
    expect(said(program)).toEqual(said(program, ""));
  });

  it("changes no module of anybody else", () => {
    const program = 'write("typescript" in require.cache || typeof require("typescript").version);';
    expect(said(program)).toBe("string");
  });

  // Modules of our own under the names that are deferred, because not every version of the SDK has them all.
  it.each([
    [
      "__importStar",
      "a class",
      "@npmcli/arborist",
      "module.exports = class Arborist {}; module.exports.Shrinkwrap = class {};",
      "typeof star.default === 'function' && typeof star.Shrinkwrap",
    ],
    [
      "__importDefault",
      "a function",
      "normalize-package-data",
      "module.exports = () => undefined;",
      "typeof byDefault.default",
    ],
    [
      "__importStar",
      "an ES module",
      "@grpc/grpc-js",
      "Object.defineProperty(exports, '__esModule', { value: true }); exports.Metadata = class {};",
      "typeof star.Metadata",
    ],
  ])("gives the SDK's %s %s as without", (_, __, module, text, expression) => {
    const sdk = join(folder, "toy/@pulumi/pulumi");
    const ofModule = join(sdk, "node_modules", module);
    mkdirSync(ofModule, { recursive: true });
    writeFileSync(join(ofModule, "index.js"), text);
    // The helpers of compiled TypeScript, in a file that counts as one of the SDK.
    const program = `const { Module } = require("module");
const parent = new Module(${JSON.stringify(join(sdk, "index.js"))});
parent.filename = parent.id;
parent.paths = Module._nodeModulePaths(require("path").dirname(parent.id));
const loaded = Module._load(${JSON.stringify(module)}, parent, false);
const importStar = (mod) => mod && mod.__esModule ? mod : { ...mod, default: mod };
const importDefault = (mod) => mod && mod.__esModule ? mod : { default: mod };
const [star, byDefault] = [importStar(loaded), importDefault(loaded)];
write(${expression});`;
    expect(said(program)).toEqual(said(program, ""));
    expect(said(program)).toBe("function");
  });

  it("loads everything as usual where Node.js has no such hook", () => {
    const before = `const Module = require("module");
const { deferModules } = require("./defer-modules");
const { _load } = Module;
Module._load = undefined;
deferModules();
Module._load = _load;`;
    const program = "write(Object.keys(pulumi));";
    expect(said(program, before)).toEqual(said(program, ""));
  });
});
