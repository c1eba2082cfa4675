#!/usr/bin/env node
const { built } = require("./build.cjs");

let bundle;
try {
  bundle = built();
} catch (error) {
  // esbuild's message has the file and the line; its stack trace is of no use to whoever edited it.
  process.stderr.write(`${error.errors ? error.message : error.stack}\n`);
  process.exit(1);
}
void require(bundle).main(process.argv);
