// Compiles the `media-storage` command, program included, into one file ahead of time: compiling TypeScript at every run
// would cost seconds. `npm ci` runs it, and media-storage.cjs runs it again when a source has changed.
const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const root = path.join(__dirname, "..");
const bundle = path.join(root, "dist", "media-storage.js");
const stamp = path.join(root, "dist", "media-storage.inputs.json");

/** The path of the compiled command, compiled again if a source of it is not as it was. */
function built() {
  return isFresh() ? bundle : build();
}

// By content, not by time: a checkout or an installed package changes times.
function isFresh() {
  try {
    const { inputs, hash } = JSON.parse(fs.readFileSync(stamp, "utf8"));
    return hash === hashOf(inputs) && fs.existsSync(bundle);
  } catch {
    return false; // never compiled, or a source is gone
  }
}

function hashOf(inputs) {
  const hash = crypto.createHash("sha256");
  for (const input of inputs) hash.update(fs.readFileSync(path.join(root, input)));
  return hash.digest("hex");
}

function build() {
  const esbuild = require("esbuild");
  // Written beside and renamed: a run at the same time never reads half a file.
  const half = { bundle: `${bundle}.${process.pid}`, stamp: `${stamp}.${process.pid}` };
  const { metafile } = esbuild.buildSync({
    absWorkingDir: root,
    entryPoints: ["cli/main.ts"],
    outfile: half.bundle,
    bundle: true,
    platform: "node",
    target: "node20",
    // The SDKs stay outside: there must be one @pulumi/pulumi in the process.
    external: ["@pulumi/*"],
    metafile: true,
    logLevel: "silent",
  });
  const own = Object.keys(metafile.inputs).filter((input) => !input.startsWith("node_modules/"));
  const inputs = [...own, "cli/build.cjs"].sort();
  fs.writeFileSync(half.stamp, JSON.stringify({ inputs, hash: hashOf(inputs) }));
  fs.renameSync(half.bundle, bundle);
  fs.renameSync(half.stamp, stamp);
  return bundle;
}

module.exports = { built };
if (require.main === module) built();
