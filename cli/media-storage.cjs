#!/usr/bin/env node
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const main = join(__dirname, "..", "dist", "cli", "main.js");
if (existsSync(main)) {
  void require(main).main(process.argv);
} else {
  process.stderr.write("error: media-storage is not built; run `npm run build` in its folder\n");
  process.exitCode = 1;
}
