// Before the tests, and once: many of them run the compiled command.
const path = require("node:path");
const { build } = require("../cli/build.cjs");

module.exports = () => build(path.join(__dirname, "..", "dist", "cli"));
