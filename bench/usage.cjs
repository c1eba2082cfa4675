// Loaded before a contender (NODE_OPTIONS): each process of it says at its end what it used. getrusage(2) counts a
// process's own threads only, so that a command with several processes leaves a line for each.
const { appendFileSync } = require("node:fs");
const { isMainThread } = require("node:worker_threads");

const file = process.env.BENCH_USAGE;
function note() {
  const { userCPUTime, maxRSS } = process.resourceUsage();
  // µs and KiB.
  appendFileSync(file, `${userCPUTime / 1e6} ${(maxRSS * 1024) / 1e6}\n`);
}
// Threads load this too, and are in their process's figures already.
if (isMainThread) process.on("exit", note);
