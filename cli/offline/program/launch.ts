/** How a program is started: as Pulumi's language host for Node.js does (sdk/nodejs/cmd/pulumi-language-nodejs/main.go). */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { isMap } from "../../../validation/shape";
import { UserError } from "../../../validation/user-error";
import { packageFolder, type ProgramPlace } from "../../project/program-place";
import type { Project } from "../../project/project";
import type { StackConfig } from "../stack-file";
import { decryptedConfig } from "./config";

export interface Launch {
  /** The arguments of Node.js. */
  args: string[];
  env: NodeJS.ProcessEnv;
  folder: string;
}

/** What starts a program in the SDK. */
interface Runner {
  /** The folder of the SDK that the program uses. */
  sdk: string;
  /** The SDK's script that runs a program. */
  script: string;
}

/** Finds the SDK of a program. Throws `UserError` if it is not installed. */
export function runnerOf({ folder }: ProgramPlace): Runner {
  try {
    const script = createRequire(join(folder, "program.js")).resolve("@pulumi/pulumi/cmd/run");
    const sdk = packageFolder(dirname(script));
    if (sdk !== undefined) return { sdk, script };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
  }
  throw new UserError(
    `The program in ${folder} has no @pulumi/pulumi; install its packages there (\`npm install\`, or \`pulumi install\`)`,
  );
}

/** The command that runs a program against the server at `address`. */
export function launchOf(
  project: Project,
  config: StackConfig,
  { folder, entry }: ProgramPlace,
  script: string,
  address: string,
): Launch {
  const { nodeargs, typescript, tsconfig } = optionsOf(project);
  const options = {
    monitor: address,
    engine: address,
    organization: organizationOf(config),
    project: config.project,
    "root-directory": dirname(project.file),
    stack: config.stack,
    pwd: folder,
    parallel: "16",
  };
  return {
    args: [
      ...nodeargs,
      script,
      ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
      "--dry-run",
      entry,
    ],
    env: {
      ...process.env,
      NODE_OPTIONS: [process.env["NODE_OPTIONS"], `--require ${JSON.stringify(INSPECT)}`].join(" ").trim(),
      PULUMI_CONFIG: JSON.stringify(decryptedConfig(config)),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(config.secretKeys),
      ...(typescript && { PULUMI_NODEJS_TYPESCRIPT: "true" }),
      ...(tsconfig !== undefined && { PULUMI_NODEJS_TSCONFIG_PATH: tsconfig }),
    },
    folder,
  };
}

/** Of this package, also if this file is part of dist/. */
const INSPECT = join(packageFolder(__dirname) ?? "", "cli", "node-inspect.cjs");

/** The organization of the stack; as in Pulumi, "organization" where there are none. */
function organizationOf({ reference }: StackConfig): string {
  const parts = reference.split("/");
  return parts.length > 1 ? (parts[0] ?? "") : "organization";
}

interface RuntimeOptions {
  nodeargs: string[];
  typescript: boolean;
  tsconfig?: string;
}

/** `runtime.options` of Pulumi.yaml, without those that only matter to an installation. */
function optionsOf({ file, settings }: Project): RuntimeOptions {
  const { runtime } = settings;
  const options = isMap(runtime) && isMap(runtime["options"]) ? runtime["options"] : {};
  const { nodeargs = "", typescript = true, tsconfig } = options;
  const wrong = (name: string, kind: string) =>
    new UserError(`${file}: runtime.options.${name} is not ${kind}; correct it or remove it`);
  if (typeof nodeargs !== "string") throw wrong("nodeargs", "a string of arguments");
  if (typeof typescript !== "boolean") throw wrong("typescript", "true or false");
  if (tsconfig !== undefined && typeof tsconfig !== "string") throw wrong("tsconfig", "a path");
  return { nodeargs: words(nodeargs), typescript, ...(tsconfig !== undefined && { tsconfig }) };
}

/** Splits a command line as a shell does, without variables. */
export function words(line: string): string[] {
  const found = line.matchAll(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/g);
  return [...found].map(([word]) =>
    word.replace(
      /\\(.)|"((?:[^"\\]|\\.)*)"|'([^']*)'/g,
      (_, plain?: string, quoted?: string, raw?: string) =>
        plain ?? quoted?.replace(/\\(["\\])/g, "$1") ?? raw ?? "",
    ),
  );
}
