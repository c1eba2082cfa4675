/** The package as npm makes it, installed in a project of somebody else's. It needs npm's registry, or npm's cache after `npm ci`. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { describeWithEngine, findOnPath, pulumiHome } from "./engine";
import { pack, run } from "./installed";
import { nodeModules, projectRoot } from "./programs";

interface Manifest {
  version: string;
  main: string;
  bin: Record<string, string>;
  exports: { ".": { default: string } };
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
  peerDependenciesMeta: Record<string, { optional?: boolean }>;
}

const PROGRAM = `import { MastodonStorage } from "media-storage";
export const social = new MastodonStorage("social", {
  webDomain: "social.example",
  bucket: "social-media",
  store: { aws: { region: "eu-central-1" } },
});
// @ts-expect-error The types are there and are not \`any\`.
export const wrong = (): MastodonStorage => new MastodonStorage("social", { webDomain: 1 });
`;
const FILES = {
  "package.json": JSON.stringify({ name: "other", private: true }),
  "Pulumi.yaml": "name: other\nruntime: nodejs\n",
  "Pulumi.dev.yaml": "",
  "index.ts": PROGRAM,
};

describe("the package, installed in an empty project", () => {
  let project: string;
  let installed: string;
  let whole: string[];

  const manifest = (folder = installed): Manifest =>
    JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;

  beforeAll(() => {
    project = mkdtempSync(join(tmpdir(), "media-storage-package-"));
    installed = join(project, "node_modules/media-storage");
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(project, name), text);
    run(project, "npm", "install", "--legacy-peer-deps", pack(project));
    whole = filesOf(installed);
    // After npm's last command in this folder: npm would take away what it finds behind the links.
    mkdirSync(join(project, "node_modules/@pulumi"));
    for (const name of requiredPeers(manifest()))
      symlinkSync(join(nodeModules, name), join(project, "node_modules", name));
  });
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  const use = (): void => {
    const names = "Object.keys(require('media-storage')).filter((name) => name.endsWith('Storage')).join()";
    expect(run(project, process.execPath, "-p", names).trim().split(",").sort()).toEqual([
      "AuthentikStorage",
      "MastodonStorage",
      "SupabaseStorage",
    ]);
    const command = ["exec", "--no", "--", "media-storage"];
    expect(run(project, "npm", ...command, "--help")).toContain("preview");
    expect(run(project, "npm", ...command, "preview", "--stack", "dev")).toContain("social-bucket");
    expect(run(project, "npm", ...command, "--version").trim()).toBe(manifest().version);
  };
  it("runs no script when it is installed, and gives its manifest and its schema to whoever asks", () => {
    const { scripts } = manifest() as unknown as { scripts: Record<string, string> };
    // npm runs `prepare` only in a checkout.
    expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$/.test(name))).toEqual([]);
    const resolved = ["package.json", "stack.schema.json"].map((file) =>
      run(project, process.execPath, "-p", `require.resolve("media-storage/${file}")`).trim(),
    );
    expect(resolved).toEqual([join(installed, "package.json"), join(installed, "stack.schema.json")]);
  });

  const damage = (): string[] => whole.filter((file) => !existsSync(join(installed, file)));

  it("can be imported, and has the command", use);

  it.each([
    ["commonjs", "node10"],
    ["node16", "node16"],
    ["nodenext", "nodenext"],
    ["esnext", "bundler"],
  ])("has types for programs with the module setting %s and resolution %s", (module, moduleResolution) => {
    const options = ["--strict", "--noEmit", "--skipLibCheck", "--target", "es2022"];
    const types = ["--types", "node", "--typeRoots", join(nodeModules, "@types")];
    const tsc = [join(nodeModules, "typescript/bin/tsc"), ...options, ...types];
    run(
      project,
      process.execPath,
      ...tsc,
      "--module",
      module,
      "--moduleResolution",
      moduleResolution,
      "index.ts",
    );
  });

  it("holds what it runs on, its sources for the plugin host, and its documents", () => {
    const allowed = [
      /^(LICENSE|CHANGELOG\.md|README\.md|PulumiPlugin\.yaml|package\.json|stack\.schema\.json|tsconfig\.json)$/,
      /^examples\/(README\.md|[a-z-]+\/(index\.ts|(package|tsconfig)\.json|Pulumi(\.dev)?\.yaml))$/,
      /^docs\/.+\.(md|svg|json)$/,
      /^(access|apps|components|env|hosts|runbook|storage|stores|validation)\/.+\.ts$/,
      /^components\/(plugin\.js|tsconfig\.json)$/,
      /^cli\/(build|media-storage|node-inspect|prepare)\.cjs$/,
      /^dist\/(access|apps|components|config|env|hosts|storage|stores|validation)\/.+\.(js|d\.ts)$/,
      /^dist\/index\.(js|d\.ts)$/,
      /^dist\/cli\/(main|(check|env|init|preview|proxy|runbook)\/[a-z-]+)\.js$/,
    ];
    expect(whole.filter((file) => !allowed.some((one) => one.test(file)))).toEqual([]);
  });

  it("finds everything that its files require, and asks for no package that none of them requires", () => {
    const { bin, main, exports, dependencies, peerDependencies } = manifest();
    const compiled = whole.filter((file) => /^dist\/.*\.js$/.test(file));
    const entries = [main, ...Object.values(bin), exports["."].default, ...compiled];
    const { lost, packages } = requirements(installed, entries);
    expect(lost).toEqual([]);
    // The command's dependencies are compiled into it; the rest is found beside the package.
    const beside = [...Object.keys(dependencies), ...Object.keys(peerDependencies)];
    expect([...packages].filter((name) => !beside.includes(name))).toEqual([]);
    expect(Object.keys(peerDependencies).filter((name) => !packages.has(name))).toEqual([]);
  });

  it("is whole after an `npm install` within it", () => {
    run(installed, "npm", "install", "--loglevel=error");
    expect(damage()).toEqual([]);
    use();
  });

  describeWithEngine("with the engine", () => {
    it("gives its schema to `pulumi package get-schema`, and is whole afterwards", () => {
      const home = join(project, "home");
      mkdirSync(join(home, "plugins"), { recursive: true });
      linkPluginsInto(
        join(home, "plugins"),
        (name) => manifest(join(installed, "node_modules", name)).version,
      );
      const text = run(project, "pulumi", "package", "get-schema", "./node_modules/media-storage");
      const schema = JSON.parse(text) as { resources: object };
      const frozen = JSON.parse(readFileSync(join(projectRoot, "tests/components/schema.json"), "utf8")) as {
        resources: object;
      };
      expect(Object.keys(schema.resources)).toEqual(Object.keys(frozen.resources));
      expect(damage()).toEqual([]);
      use();
    });
  });
});

const requiredPeers = ({ peerDependencies, peerDependenciesMeta }: Manifest): string[] =>
  Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true);

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith("node_modules/"));
}

/** What files require, and what those require: files that are not there, and the names of packages. */
function requirements(folder: string, entries: string[]): { lost: string[]; packages: Set<string> } {
  const lost: string[] = [];
  const packages = new Set<string>();
  const seen = new Set<string>();
  const follow = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, request = ""] of readFileSync(join(folder, file), "utf8").matchAll(
      /\brequire\("([^"]+)"\)/g,
    )) {
      if (request.startsWith(".")) {
        const below = join(dirname(file), request);
        const found = [below, `${below}.js`, join(below, "index.js")].find(
          (one) => /\.c?js$/.test(one) && existsSync(join(folder, one)),
        );
        if (found !== undefined) follow(found);
        else if (!isOnlyInCheckout(file, request)) lost.push(`${file}: ${request}`);
      } else if (!request.startsWith("node:") && !builtinModules.includes(request)) {
        const name = request
          .split("/")
          .slice(0, request.startsWith("@") ? 2 : 1)
          .join("/");
        if (!isOnlyInCheckout(file, name)) packages.add(name);
      }
    }
  };
  entries.map((entry) => join(entry)).forEach(follow);
  return { lost, packages };
}

const isOnlyInCheckout = (file: string, request: string): boolean =>
  [
    ["cli/build.cjs", "esbuild"],
    ["components/plugin.js", "./index"],
    ["components/plugin.js", "./user-errors"],
  ].some(([one, other]) => one === file && other === request);

/** The user's plugins, and those on PATH under the version that get-schema would download. */
function linkPluginsInto(folder: string, versionOf: (name: string) => string): void {
  const own = join(pulumiHome(), "plugins");
  if (existsSync(own)) for (const name of readdirSync(own)) symlinkSync(join(own, name), join(folder, name));
  for (const name of ["aws", "cloudflare", "random"]) {
    const plugin = join(folder, `resource-${name}-v${versionOf(`@pulumi/${name}`)}`);
    const program = findOnPath(`pulumi-resource-${name}`);
    if (program === undefined || existsSync(plugin)) continue;
    mkdirSync(plugin);
    const file = join(plugin, `pulumi-resource-${name}`);
    writeFileSync(file, `#!/bin/sh\nexec '${program}' "$@"\n`);
    chmodSync(file, 0o755);
  }
}
