// Compiles the `media-storage` command, program included, ahead of time: compiling TypeScript at every run would cost
// seconds. Each subcommand, and the thread of the preview, is a file of its own. `npm ci` runs it, and in a checkout
// media-storage.cjs runs it again when a source has changed.
const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const root = path.join(__dirname, "..");
const folder = path.join(root, "dist", "cli");
const bundle = path.join(folder, "main.js");
const STAMP = "inputs.json";
const SUBCOMMANDS = ["./preview/preview", "./env/env", "./runbook/runbook"];
const entries = ["main", "preview/render-thread", ...SUBCOMMANDS];

/** The path of the compiled command, compiled again if a source of it is not as it was. A package has no sources of it. */
function built() {
  if (isCheckout() && !isFresh()) build(folder);
  return bundle;
}

/** Whether this is the repository and not the package that is made of it. */
function isCheckout() {
  return fs.existsSync(path.join(root, "tsconfig.build.json"));
}

// By content, not by time: a checkout or an installed package changes times.
function isFresh() {
  try {
    const { inputs, hash } = JSON.parse(fs.readFileSync(path.join(folder, STAMP), "utf8"));
    return hash === hashOf(inputs) && entries.every(isThere);
  } catch {
    return false; // never compiled, or a source is gone
  }
}

function isThere(entry) {
  return fs.existsSync(path.join(folder, `${entry}.js`));
}

function hashOf(inputs) {
  const hash = crypto.createHash("sha256");
  for (const input of inputs) hash.update(fs.readFileSync(path.join(root, input)));
  return hash.digest("hex");
}

/** Compiles the command into a folder. */
function build(outdir) {
  const esbuild = require("esbuild");
  const { metafile, outputFiles } = esbuild.buildSync({
    absWorkingDir: root,
    entryPoints: entries.map((entry) => path.join(root, "cli", `${entry}.ts`)),
    outdir,
    write: false,
    bundle: true,
    platform: "node",
    target: "node20",
    // What is loaded later is CommonJS too.
    supported: { "dynamic-import": false },
    // The SDKs stay outside: there must be one @pulumi/pulumi in the process.
    external: ["@pulumi/*", ...SUBCOMMANDS],
    metafile: true,
    logLevel: "silent",
  });
  const own = Object.keys(metafile.inputs).filter((input) => !input.startsWith("node_modules/"));
  const inputs = [...own, "cli/build.cjs"].sort();
  const written = [
    ...outputFiles.map(({ path: file, contents }) => [file, contents]),
    [path.join(outdir, STAMP), JSON.stringify({ inputs, hash: hashOf(inputs) })],
  ];
  for (const [file, contents] of written) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    // Written beside and renamed: a run at the same time never reads half a file. It may read files of two versions; the next
    // does not, for the stamp comes last.
    fs.writeFileSync(`${file}.${process.pid}`, contents);
    fs.renameSync(`${file}.${process.pid}`, file);
  }
}

module.exports = { build, built, isCheckout };
if (require.main === module) built();
