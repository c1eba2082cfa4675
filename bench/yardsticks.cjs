// Other tools, in a folder of their own: the project depends on none of them.
const { spawnSync } = require("node:child_process");
const { existsSync, mkdirSync, readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const folder = join(__dirname, ".yardsticks");

// The CLI 3.0.0 does not accept this aws-cdk-lib.
const dependencies = {
  "@cdktf/provider-aws": "21.22.1",
  "aws-cdk": "2.1148.1",
  "aws-cdk-lib": "2.276.0",
  cdktf: "0.21.0",
  constructs: "10.8.1",
};

const installed = ([name, version]) => {
  const file = join(folder, "node_modules", name, "package.json");
  return existsSync(file) && JSON.parse(readFileSync(file, "utf8")).version === version;
};

/** Installs them when they are not there, and returns the folder of the modules. */
function installYardsticks() {
  if (!Object.entries(dependencies).every(installed)) {
    console.error("Installing the yardsticks (600 MB, once) ...");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, ".gitignore"), "*\n");
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
    const { status } = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], {
      cwd: folder,
      // npm on Windows is a script.
      shell: process.platform === "win32",
      stdio: ["ignore", 2, 2],
    });
    if (status !== 0) throw new Error(`npm could not install the yardsticks into ${folder}.`);
  }
  return join(folder, "node_modules");
}

module.exports = { installYardsticks };
