// Writes the JSON Schemas of the config, for editors: instances.schema.json of the instances alone, and ../stack.schema.json of a
// stack file. The types in config/types.ts give their members, and the rules what each member can be. The program itself checks more
// than a schema can say. `npm run schema` after a change of the types or of a rule; a test fails when they differ.
const fs = require("node:fs");
const path = require("node:path");
const { createGenerator } = require("ts-json-schema-generator");
const { withMarkdown } = require("./markdown-descriptions.cjs");

const files = {
  instances: path.join(__dirname, "instances.schema.json"),
  stack: path.join(__dirname, "../stack.schema.json"),
};

function generate() {
  const { $schema, definitions, ...ofTypes } = createGenerator({
    path: path.join(__dirname, "types.ts"),
    tsconfig: path.join(__dirname, "../tsconfig.json"),
    type: "InstancesConfig",
    topRef: false,
    additionalProperties: false,
    skipTypeCheck: true,
  }).createSchema("InstancesConfig");
  const { addEditorChecks, instancesSchema, stackSchema } = compiled("editor.ts");
  addEditorChecks(definitions);
  withMarkdown(definitions);
  const instances = instancesSchema(ofTypes);
  return {
    instances: text({ $schema, ...instances, definitions }),
    stack: text({ $schema, ...stackSchema(instances), definitions }),
  };
}

/** The exports of a TypeScript file of this folder. */
function compiled(file) {
  const { outputFiles } = require("esbuild").buildSync({
    entryPoints: [path.join(__dirname, file)],
    bundle: true,
    platform: "node",
    write: false,
    logLevel: "error",
  });
  const module = { exports: {} };
  new Function("module", "exports", "require", outputFiles[0].text)(module, module.exports, require);
  return module.exports;
}

function text(schema) {
  return JSON.stringify(schema, null, 2) + "\n";
}

module.exports = { files, generate };
if (require.main === module) {
  const schemas = generate();
  for (const [name, file] of Object.entries(files)) fs.writeFileSync(file, schemas[name]);
}
