// Loaded before the code under test (`node --require`): kills the process before its KILL_AT-th call of node:fs that
// changes or reads a file, or with KILL_HALF=1 in the middle of a write.
const fs = require("node:fs");

const CALLS = [
  "openSync",
  "fstatSync",
  "fchownSync",
  "fchmodSync",
  "writeFileSync",
  "fsyncSync",
  "closeSync",
];
CALLS.push("readFileSync", "linkSync", "renameSync", "rmSync");
const killAt = Number(process.env.KILL_AT);
let calls = 0;

function die() {
  process.kill(process.pid, "SIGKILL");
  for (;;); // until it arrives
}

// When the code under test asks for it, so that node's own loading does not count.
exports.arm = () => {
  for (const name of CALLS) {
    const real = fs[name];
    fs[name] = (...args) => {
      if (calls === killAt) {
        if (process.env.KILL_HALF !== "1") die();
        if (name === "writeFileSync") {
          fs.writeSync(args[0], args[1].subarray(0, args[1].length / 2));
          die();
        }
      }
      calls++;
      return real(...args);
    };
  }
};
