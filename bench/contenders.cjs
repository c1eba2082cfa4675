const { spawnSync } = require("node:child_process");
const { readdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const { startEngine } = require("./engine.cjs");
const { CLOUDFRONT, stackFile, terraformFolder, terraformVariables } = require("./inputs.cjs");
const { copyProject, copyProjectWithBarrel, ourOptions, programHalf } = require("./program-half.cjs");
const { installYardsticks } = require("./yardsticks.cjs");

const node = process.execPath;
const program = (name) => join(__dirname, "programs", name);
const everyRound = (_size, rounds) => rounds;

/**
 * Each: `prepare` once, with a folder for its files; it returns what stands in its way, if anything does. `of` says what
 * is run for a number of instances, `resources` how many of its output that were, and `runs` in how many rounds it takes
 * part. `beside`: which of ours it is compared with; ours have none. `yardstick`: needs the folder of modules that the bench
 * installs. `each`: the resources of an instance; `shared`: those that all instances have together.
 */
const contenders = {
  ours: {
    title: "ours: `media-storage preview`, everything printed",
    runs: everyRound,
    of: (size, folder) => preview(stackFile(folder, size)),
    resources: previewed,
    each: 10,
  },
  bare: {
    beside: "ours",
    title: "bare `setMocks` program, prints nothing",
    runs: everyRound,
    // It counts for itself.
    of: (size) => ({ command: [node, program("bare.cjs"), `${size}`], isNode: true }),
  },
  "ours-cloudfront": {
    title: "ours with CloudFront and DNS at Cloudflare",
    runs: (size, rounds) => (size > 100 ? 0 : rounds),
    of: (size, folder) => preview(stackFile(folder, size, CLOUDFRONT)),
    resources: previewed,
    each: 15,
    shared: 5,
  },
  "bare-cloudfront": {
    beside: "ours-cloudfront",
    title: "bare `setMocks` program with the same, prints nothing",
    runs: (size, rounds) => (size > 100 ? 0 : rounds),
    of: (size) => ({ command: [node, program("bare.cjs"), `${size}`, "cloudfront"], isNode: true }),
  },
  cdktf: {
    beside: "ours",
    title: "CDKTF, synth in process",
    runs: everyRound,
    yardstick: true,
    of: (size, folder) => ({ ...renders("cdktf", size, folder), isNode: true }),
    resources: ({ folder }) => {
      const { resource } = JSON.parse(readFileSync(join(folder, "stacks", "bench", "cdk.tf.json"), "utf8"));
      return Object.values(resource).reduce((sum, ofType) => sum + Object.keys(ofType).length, 0);
    },
    each: 9,
  },
  cdk: {
    beside: "ours",
    title: "CDK in process, validation off",
    runs: everyRound,
    yardstick: true,
    of: (size, folder) => ({ ...renders("cdk", size, folder, { CDK_VALIDATION: "false" }), isNode: true }),
    resources: ({ folder }) => templateResources(folder),
    each: 5,
  },
  "cdk-synth": {
    beside: "ours",
    title: "`cdk synth`, precompiled app",
    runs: everyRound,
    yardstick: true,
    of: (size, folder) => {
      const { env, folder: out } = renders("cdk-synth", size, folder);
      const cdk = join(env.NODE_PATH, "aws-cdk", "bin", "cdk");
      const app = `${JSON.stringify(node)} ${JSON.stringify(program("cdk.cjs"))} ${size}`;
      return {
        // The first three keep it from asking the network; --quiet from printing 500 templates.
        command: [
          node,
          cdk,
          ...["synth", "--no-notices", "--no-version-reporting", "--no-lookups", "--quiet"],
          ...["--app", app, "--output", out],
        ],
        env: { ...env, CDK_DISABLE_CLI_TELEMETRY: "true" },
        folder: out,
        isNode: true,
      };
    },
    resources: ({ folder }) => templateResources(folder),
    each: 5,
  },
  terraform: {
    beside: "ours",
    title: "`terraform plan`, first deploy",
    // A minute each.
    runs: (size, rounds) => Math.min(rounds, size >= 500 ? 3 : size >= 100 ? 5 : rounds),
    prepare: (folder) => {
      const cwd = terraformFolder(folder);
      const { error, status } = spawnSync("terraform", ["init", "-input=false"], { cwd });
      if (error) return "it is not on PATH";
      return status === 0 ? undefined : "`terraform init` finds no AWS provider";
    },
    of: (size, folder) => ({
      command: [
        "terraform",
        ...["plan", "-input=false", "-lock=false", "-no-color"],
        `-var-file=${terraformVariables(folder, size)}`,
      ],
      cwd: join(folder, "terraform"),
      env: { CHECKPOINT_DISABLE: "1", AWS_EC2_METADATA_DISABLED: "true" },
      isNode: false,
    }),
    resources: ({ output }) => Number(/^Plan: (\d+) to add/m.exec(output)?.[1]),
    each: 9,
  },
  program: {
    title: "our program in `pulumi up`, after an edit",
    ...inEngine(copyProject, ourOptions()),
  },
  "program-default": {
    title: "the same by Pulumi's defaults: type check, barrel import",
    beside: "program",
    ...inEngine(copyProjectWithBarrel, {}),
  },
};

function preview(project) {
  const cli = join(__dirname, "..", "cli", "media-storage.cjs");
  return { command: [node, cli, "preview", "--stack", "bench", "--cwd", project], isNode: true };
}

function previewed({ output }) {
  return Number(/^(\d+) resources to create$/m.exec(output)?.[1]);
}

/** The program's half of a preview by the engine, at one instance. */
function inEngine(copy, options) {
  let engine;
  return {
    runs: (size, rounds) => (size === 1 ? rounds : 0),
    prepare: async (folder) => {
      copy(folder);
      engine = await startEngine();
    },
    of: (size, folder) => programHalf(size, folder, engine, options),
    resources: () => engine.takeCount(),
    each: 10,
    stop: () => engine?.stop(),
  };
}

/** A yardstick that writes files into a folder. */
function renders(name, size, folder, env = {}) {
  const out = join(folder, `${name}-${size}`);
  const file = `${name.replace("-synth", "")}.cjs`;
  return {
    command: [node, program(file), `${size}`, out],
    env: { NODE_PATH: installYardsticks(), ...env },
    folder: out,
  };
}

function templateResources(folder) {
  const templates = readdirSync(folder).filter((file) => file.endsWith(".template.json"));
  return templates.reduce((sum, file) => {
    const { Resources } = JSON.parse(readFileSync(join(folder, file), "utf8"));
    return sum + Object.keys(Resources).length;
  }, 0);
}

module.exports = { contenders };
