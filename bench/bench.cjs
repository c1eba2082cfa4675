// `npm run bench`: what a preview costs beside other tools. Walls differ from run to run on a shared machine, so every
// round runs each contender once and ratios are taken within the round. Ends with 1 where a gate does not hold.
const { mkdirSync, mkdtempSync, rmSync } = require("node:fs");
const os = require("node:os");
const { join } = require("node:path");
const { parseArgs } = require("node:util");
const { contenders } = require("./contenders.cjs");
const { gates } = require("./gates.cjs");
const { measure } = require("./measure.cjs");
const { report } = require("./report.cjs");

const USAGE = `npm run bench -- [--rounds 10] [--instances 1,100,500] [--only ${Object.keys(contenders).join(",")}]`;

function options() {
  const { values } = parseArgs({
    options: {
      rounds: { type: "string", default: "10" },
      instances: { type: "string", default: "1,100,500" },
      only: { type: "string", default: Object.keys(contenders).join(",") },
    },
  });
  const rounds = Number(values.rounds);
  const sizes = values.instances.split(",").map(Number);
  const names = values.only.split(",");
  const isCount = (value) => Number.isInteger(value) && value > 0;
  const unknown = names.filter((name) => !Object.hasOwn(contenders, name));
  if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(", ")}`);
  if (![rounds, ...sizes].every(isCount)) throw new Error("counts are whole numbers from 1");
  return { rounds, sizes: sizes.sort((a, b) => a - b), names };
}

/** Those that can run here, each with what it runs for each size. */
async function prepared(names, sizes, root) {
  const all = [];
  for (const name of names) {
    const folder = join(root, name);
    mkdirSync(folder);
    const obstacle = await contenders[name].prepare?.(folder);
    if (obstacle !== undefined) {
      console.error(`${name} is left out: ${obstacle}`);
      continue;
    }
    const runs = new Map(sizes.map((size) => [size, { ...contenders[name].of(size, folder), name, size }]));
    all.push({ name, folder, runs });
  }
  return all;
}

/** Runs it and checks that it did what the others do. */
async function sample(run, folder) {
  const { resources, each, shared = 0 } = contenders[run.name];
  const expected = each * run.size + shared;
  run.before?.();
  const { output, ...used } = await measure(run, folder);
  const found = resources?.({ ...run, output });
  if (found !== undefined && found !== expected)
    throw new Error(`${run.name} has ${found} resources of ${run.size} instances, not ${expected}`);
  return used;
}

async function rounds(all, sizes, count) {
  const samples = Object.fromEntries(
    all.map(({ name }) => [name, Object.fromEntries(sizes.map((size) => [size, []]))]),
  );
  // Once uncounted: compiles what is not compiled, and reads the files.
  for (const { name, runs, folder } of all)
    if (contenders[name].runs(sizes[0], count) > 0) await sample(runs.get(sizes[0]), folder);
  for (let round = 0; round < count; round++) {
    // Forth and back, so that nobody always runs after the same one.
    const order = round % 2 === 0 ? all : [...all].reverse();
    for (const size of sizes) {
      for (const { name, folder, runs } of order) {
        if (round >= contenders[name].runs(size, count)) continue;
        samples[name][size].push(await sample(runs.get(size), folder));
      }
    }
    console.error(`round ${round + 1} of ${count}`);
  }
  return samples;
}

async function main() {
  const { rounds: count, sizes, names } = options();
  const root = mkdtempSync(join(os.tmpdir(), "media-storage-bench-"));
  try {
    const samples = await rounds(await prepared(names, sizes, root), sizes, count);
    console.log(report(samples, sizes));
    if (gates(samples).some(({ fails }) => fails)) process.exitCode = 1;
  } finally {
    for (const name of names) contenders[name].stop?.();
    rmSync(root, { recursive: true, force: true });
  }
}

main().catch((error) => {
  console.error(`${error.message}\n${USAGE}`);
  process.exitCode = 2;
});
