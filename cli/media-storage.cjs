#!/usr/bin/env node
const v8 = require("node:v8");
const { built } = require("./build.cjs");

// The run is over before inlined code pays for being compiled.
v8.setFlagsFromString("--max-inlined-bytecode-size-cumulative=0");

let bundle;
try {
  bundle = built();
} catch (error) {
  // esbuild's message has the file and the line; its stack trace is of no use to whoever edited it.
  process.stderr.write(`${error.errors ? error.message : error.stack}\n`);
  process.exit(1);
}
void require(bundle).main(process.argv);
