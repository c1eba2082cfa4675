// Writes ../hosts/r2-worker/script.ts: the Worker as one module, from ../hosts/r2-worker/source, because a stack uploads text and must
// not need a bundler. `npm run schema` after a change of the source; a test fails when they differ.
const fs = require("node:fs");
const path = require("node:path");
const prettier = require("prettier");

const root = path.join(__dirname, "..");
const file = path.join(root, "hosts/r2-worker/script.ts");

/** The module, with one change of its source for the tests if they want to see what it does. */
function bundle(plugins = []) {
  return require("esbuild")
    .build({
      absWorkingDir: root,
      entryPoints: ["hosts/r2-worker/source/worker.ts"],
      bundle: true,
      write: false,
      format: "esm",
      target: "es2022",
      minify: true,
      logLevel: "error",
      plugins,
    })
    .then(({ outputFiles: [{ text }] }) => text);
}

async function generate() {
  const script = await bundle();
  const text = `// Generated from source/ by \`npm run schema\`; change the source instead.
/** The module of the Worker: ${script.length} bytes. */
export const R2_WORKER_SCRIPT = ${JSON.stringify(script)};
`;
  return prettier.format(text, { ...(await prettier.resolveConfig(file)), filepath: file });
}

module.exports = { bundle, file, generate };
if (require.main === module) void generate().then((text) => fs.writeFileSync(file, text));
