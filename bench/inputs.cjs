// What the contenders read, made for a number of instances.
const { cpSync, mkdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { REGION, ZONE_ID, instances } = require("./programs/values.cjs");

const OWN_PROXY = () => "external: {}";
const CLOUDFRONT = (webDomain) =>
  `cloudFront: { dns: { cloudflare: { zoneId: ${ZONE_ID}, zoneName: ${webDomain} } } }`;

/** A stack file as an operator writes it; `servedBy` says what serves the media host. Returns the folder of the project. */
function stackFile(folder, size, servedBy = OWN_PROXY) {
  const project = join(folder, `stack-${size}`);
  mkdirSync(project, { recursive: true });
  const main = join(__dirname, "..", "index.ts");
  writeFileSync(
    join(project, "Pulumi.yaml"),
    `name: media-storage\nruntime: nodejs\nmain: ${JSON.stringify(main)}\n`,
  );
  const lines = instances(size).map(({ name, webDomain, bucket }) =>
    [
      `    ${name}:`,
      "      mastodon:",
      `        webDomain: ${webDomain}`,
      '        version: "4.4"',
      `        bucket: ${bucket}`,
      `        store: { aws: { region: ${REGION} } }`,
      `        mediaHost: { hostname: files.${webDomain}, ${servedBy(webDomain)} }`,
      "",
    ].join("\n"),
  );
  const head = `config:\n  aws:region: ${REGION}\n  media-storage:instances:\n`;
  writeFileSync(join(project, "Pulumi.bench.yaml"), head + lines.join(""));
  return project;
}

/** A copy of the Terraform program, which `init` writes into. Returns its folder. */
function terraformFolder(folder) {
  const copy = join(folder, "terraform");
  cpSync(join(__dirname, "programs", "terraform"), copy, { recursive: true });
  return copy;
}

/** Returns the path of a file of variables. */
function terraformVariables(folder, size) {
  const file = join(folder, `instances-${size}.tfvars.json`);
  const all = instances(size).map(({ name, bucket, user, bucketPolicy, userPolicy }) => [
    name,
    { bucket, user, bucket_policy: bucketPolicy, user_policy: userPolicy },
  ]);
  writeFileSync(file, JSON.stringify({ instances: Object.fromEntries(all) }));
  return file;
}

module.exports = { CLOUDFRONT, stackFile, terraformFolder, terraformVariables };
