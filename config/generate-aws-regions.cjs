// Writes ../stores/aws-regions.ts: the regions that @pulumi/aws knows, because the checks must not load the SDK. `npm run schema`
// after an update of the SDK; a test fails when they differ.
const fs = require("node:fs");
const path = require("node:path");
const prettier = require("prettier");

const file = path.join(__dirname, "../stores/aws-regions.ts");

async function generate() {
  const { Region } = require("@pulumi/aws/types/enums");
  const text = `// Generated from the enum Region of @pulumi/aws by \`npm run schema\`.
/** The AWS regions that the SDK knows. AWS opens new ones before the SDK knows them. */
export const AWS_REGIONS: readonly string[] = ${JSON.stringify(Object.values(Region).sort())};
`;
  return prettier.format(text, { ...(await prettier.resolveConfig(file)), filepath: file });
}

module.exports = { file, generate };
if (require.main === module) void generate().then((text) => fs.writeFileSync(file, text));
