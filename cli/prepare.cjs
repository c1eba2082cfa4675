// npm runs it after an install and before a package is made. An install without the development dependencies has nothing to
// compile with: stacks in other languages load the sources as they are.
const { spawnSync } = require("node:child_process");
const { rmSync } = require("node:fs");
const { join } = require("node:path");

const compilers = ["esbuild", "typescript"];
const lacking = compilers.filter((name) => {
  try {
    require.resolve(name);
    return false;
  } catch {
    return true;
  }
});
if (lacking.length > 0) {
  console.log(`not compiled: ${lacking.join(" and ")} not installed`);
} else {
  // What an older version or a killed build has left would be packed too.
  rmSync(join(__dirname, "..", "dist"), { recursive: true, force: true });
  process.exitCode = spawnSync("npm", ["run", "build"], { stdio: "inherit", shell: true }).status ?? 1;
}
