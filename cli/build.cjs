// Compiles the `media-storage` command, program included, into dist/cli: compiling TypeScript at every run would cost seconds.
// Each subcommand is a file of its own, loaded when it is called. `npm ci`, `npm run preview` and the tests run this.
const path = require("node:path");

const root = path.join(__dirname, "..");
const SUBCOMMANDS = [
  "./preview/preview",
  "./check/check",
  "./init/init",
  "./env/env",
  "./runbook/runbook",
  "./proxy/proxy",
];

/** Compiles the command into a folder. */
function build(outdir) {
  require("esbuild").buildSync({
    absWorkingDir: root,
    entryPoints: ["./main", ...SUBCOMMANDS].map((entry) => path.join(root, "cli", `${entry}.ts`)),
    outdir,
    bundle: true,
    platform: "node",
    target: "node20",
    // Modules that are loaded later are CommonJS too.
    supported: { "dynamic-import": false },
    // The SDKs stay outside: there must be one @pulumi/pulumi in the process.
    external: ["@pulumi/*", ...SUBCOMMANDS],
    logLevel: "error",
  });
}

module.exports = { build };
if (require.main === module) {
  try {
    build(path.join(root, "dist", "cli"));
  } catch (error) {
    // esbuild has printed the file and the line of a syntax error; its stack trace would not help.
    if (!error.errors) throw error;
    process.exitCode = 1;
  }
}
