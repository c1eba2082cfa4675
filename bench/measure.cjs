const { spawn, spawnSync } = require("node:child_process");
const { readFileSync, rmSync } = require("node:fs");
const { join } = require("node:path");

const preload = join(__dirname, "usage.cjs");
/** GNU time, for what is no Node.js program. */
const hasTime = spawnSync("time", ["-f", "%U", "true"]).status === 0;

/**
 * Runs a command to its end and reads all that it prints. `user`: seconds of all its processes; `peak`: the megabytes of
 * the largest of them.
 * @param {{ command: string[], cwd?: string, env?: Record<string, string>, isNode: boolean }} contender
 * @param {string} folder for the note of what it used
 */
async function measure({ command, cwd, env = {}, isNode }, folder) {
  const note = join(folder, "usage.txt");
  rmSync(note, { force: true });
  const { NODE_OPTIONS: options = "" } = process.env;
  const usage = { NODE_OPTIONS: `${options} --require=${JSON.stringify(preload)}`, BENCH_USAGE: note };
  const timed = isNode || !hasTime ? command : ["time", "-f", "%U %M", "-o", note, ...command];

  const start = process.hrtime.bigint();
  const child = spawn(timed[0], timed.slice(1), {
    cwd,
    env: { ...process.env, ...(isNode && usage), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const wall = Number(process.hrtime.bigint() - start) / 1e9;
  if (code !== 0) throw new Error(`${command.join(" ")} ended with ${code}:\n${output.slice(-4000)}`);
  if (!isNode && !hasTime) return { wall, output };
  const lines = readFileSync(note, "utf8").trim().split("\n");
  const used = lines.map((line) => line.split(" ").map(Number));
  const toMegabytes = isNode ? 1 : 1024 / 1e6;
  return {
    wall,
    user: used.reduce((sum, [user]) => sum + user, 0),
    peak: Math.max(...used.map(([, peak]) => peak * toMegabytes)),
    output,
  };
}

module.exports = { measure };
