// Writes the JSON Schemas of the config from the types in config/types.ts, for editors: instances.schema.json of the
// instances alone, and ../stack.schema.json of a stack file. The program itself checks more than a schema can say (see
// check-instances.ts). `npm run schema` after a change of the types; a test fails when they differ.
const fs = require("node:fs");
const path = require("node:path");
const { createGenerator } = require("ts-json-schema-generator");

const files = {
  instances: path.join(__dirname, "instances.schema.json"),
  stack: path.join(__dirname, "../stack.schema.json"),
};

function generate() {
  const { $schema, definitions, ...instances } = createGenerator({
    path: path.join(__dirname, "types.ts"),
    tsconfig: path.join(__dirname, "../tsconfig.json"),
    type: "InstancesConfig",
    topRef: false,
    additionalProperties: false,
    skipTypeCheck: true,
  }).createSchema("InstancesConfig");
  instances.propertyNames = { pattern: "^[a-z][A-Za-z0-9]*$" };
  const config = { type: "object", properties: { "media-storage:instances": instances } };
  return {
    instances: text({ $schema, ...instances, definitions }),
    stack: text({ $schema, type: "object", properties: { config }, definitions }),
  };
}

function text(schema) {
  return JSON.stringify(schema, null, 2) + "\n";
}

module.exports = { files, generate };
if (require.main === module) {
  const schemas = generate();
  for (const [name, file] of Object.entries(files)) fs.writeFileSync(file, schemas[name]);
}
