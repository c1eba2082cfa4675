// The program's half of `pulumi preview` and `pulumi up`, run as Pulumi's Node.js host runs it.
const { appendFileSync, cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { parse } = require("yaml");
const { stackFile } = require("./inputs.cjs");

const root = join(__dirname, "..");
const LEFT_OUT = [".ci", ".git", "bench", "coverage", "dist", "node_modules", "tests"];

/** A copy of the project, which is edited before each run. */
function copyProject(folder) {
  const names = readdirSync(root).filter((name) => !LEFT_OUT.includes(name));
  for (const name of names) cpSync(join(root, name), join(folder, "project", name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "project", "node_modules"));
}

/** The same program with the import that Pulumi's examples have: all of the provider at once. */
function copyProjectWithBarrel(folder) {
  copyProject(folder);
  const components = join(folder, "project", "components");
  let replaced = 0;
  for (const name of readdirSync(components, { recursive: true })) {
    if (!name.endsWith(".ts")) continue;
    const text = readFileSync(join(components, name), "utf8");
    const barrel = text.replace(
      /^import \{ (\w+) \} from "@pulumi\/aws\/(?:(\w+)\/)?\w+";$/gm,
      (_, type, service) => `import ${type} = aws.${service ? `${service}.` : ""}${type};`,
    );
    if (barrel === text) continue;
    replaced++;
    writeFileSync(join(components, name), `import * as aws from "@pulumi/aws";\n${barrel}`);
  }
  if (replaced === 0) throw new Error("components/ has no deep import of @pulumi/aws to replace");
}

/** `options`: those of `runtime` in Pulumi.yaml. */
function programHalf(size, folder, engine, options) {
  const { nodeargs = "", tsconfig } = options;
  const cwd = join(folder, "project");
  const { config } = parse(readFileSync(join(stackFile(folder, size), "Pulumi.bench.yaml"), "utf8"));
  const values = Object.entries(config).map(([key, value]) => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return {
    command: [
      process.execPath,
      ...nodeargs.split(" ").filter((argument) => argument !== ""),
      require.resolve("@pulumi/pulumi/cmd/run"),
      ...[`--monitor=${engine.address}`, `--engine=${engine.address}`, "--dry-run", "--parallel=16"],
      ...["--organization=organization", "--project=media-storage", "--stack=bench"],
      ...[`--root-directory=${cwd}`, `--pwd=${cwd}`, "index.ts"],
    ],
    cwd,
    env: {
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(values)),
      PULUMI_CONFIG_SECRET_KEYS: "[]",
      PULUMI_NODEJS_TYPESCRIPT: "true",
      ...(tsconfig && { PULUMI_NODEJS_TSCONFIG_PATH: tsconfig }),
    },
    isNode: true,
    before: () => appendFileSync(join(cwd, "index.ts"), `// Edited at ${process.hrtime.bigint()}.\n`),
  };
}

/** What Pulumi.yaml says of how the program is run. */
function ourOptions() {
  return parse(readFileSync(join(root, "Pulumi.yaml"), "utf8")).runtime.options;
}

module.exports = { copyProject, copyProjectWithBarrel, ourOptions, programHalf };
