#!/usr/bin/env node
const v8 = require("node:v8");
const { built } = require("./build.cjs");

// A run is over before optimised code pays for its compilation: V8 is to wait longer, and to inline nothing
// (docs/performance.md). By V8's version, for it complains about flags that it does not know.
const LATER = {
  11: "--interrupt-budget=500000",
  12: "--invocation-count-for-turbofan=20000",
  13: "--invocation-count-for-turbofan=20000",
};
const later = LATER[process.versions.v8.split(".")[0]];
if (later) v8.setFlagsFromString(`${later} --max-inlined-bytecode-size-cumulative=0`);

let bundle;
try {
  bundle = built();
} catch (error) {
  // esbuild's message has the file and the line; its stack trace is of no use to whoever edited it.
  process.stderr.write(`${error.errors ? error.message : error.stack}\n`);
  process.exit(1);
}
void require(bundle).main(process.argv);
