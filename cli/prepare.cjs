// Builds dist/. npm runs it after an install in a checkout, and before a package is made. The package itself has nothing to
// build from (package.json's `files` leaves tsconfig.build.json and the command's sources out), and npm runs this there too:
// in an `npm install` within the package's folder, such as Pulumi starts for the stacks of other languages.
const { spawnSync } = require("node:child_process");
const { existsSync, renameSync, rmSync } = require("node:fs");
const { join } = require("node:path");
const { build } = require("./build.cjs");

const root = join(__dirname, "..");
const dist = join(root, "dist");

function prepare() {
  const isCheckout = existsSync(join(root, "tsconfig.build.json"));
  if (!isCheckout) return;
  const lacking = ["esbuild", "typescript"].filter((name) => !isInstalled(name));
  if (lacking.length > 0) {
    // Stacks in other languages load the sources as they are.
    console.log(`not compiled: ${lacking.join(" and ")} not installed`);
    return;
  }
  const [fresh, old] = [`${dist}.${process.pid}.new`, `${dist}.${process.pid}.old`];
  try {
    build(join(fresh, "cli"));
    const compiled = spawnSync(
      process.execPath,
      [require.resolve("typescript/bin/tsc"), "-p", "tsconfig.build.json", "--outDir", fresh],
      { cwd: root, stdio: "inherit" },
    );
    if (compiled.status !== 0) {
      process.exitCode = compiled.status ?? 1;
      return;
    }
    // Replaced as a whole and only now: what an older version left would be packed too, and a build that fails takes nothing away.
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(fresh, dist);
  } finally {
    for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true });
  }
}

function isInstalled(name) {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}

prepare();
