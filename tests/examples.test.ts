import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { MastodonStorage, type MastodonStorageArgs } from "../components";
import { readInstances } from "../config/read-instances";
import { readStackConfig } from "../cli/offline/stack-file";
import { projectOf } from "../cli/project/project";
import { stackName } from "../cli/project/stack-name";
import { record } from "./cli/offline/record";
import program from "../index";
import { cloudflareApiRules } from "../hosts/text/cloudflare-api-rules";
import { cloudConnectorParts } from "../storage/cloud-connector";
import type { StorageFacts } from "../storage/facts";
import { Registered } from "./components/registered";
import manifest from "../package.json";
import schema from "./components/schema.json";

const root = join(__dirname, "..");
const examples = join(root, "examples");

const folders = readdirSync(examples, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

it("has a test for every example", () => {
  expect(folders).toEqual(["authentik", "ceph-yaml", "cloud-connector", "component", "supabase", "yaml"]);
  const page = readFileSync(join(examples, "README.md"), "utf8");
  expect(folders.filter((folder) => !page.includes(`| [${folder}](`))).toEqual([]);
});

/** tests/e2e/examples.test.ts installs and previews each of them. */
describe.each(folders)("the project %s", (folder) => {
  const files = readdirSync(join(examples, folder));
  const read = (file: string): string => readFileSync(join(examples, folder, file), "utf8");
  const { dependencies } = JSON.parse(read("package.json")) as { dependencies: Record<string, string> };

  it("takes the package from its repository at this version, and its peers in the versions that it allows", () => {
    const { "media-storage": own, ...peers } = dependencies;
    expect(own).toBe(`${manifest.repository.url}#v${manifest.version}`);
    expect(manifest.peerDependencies).toMatchObject(peers);
    const optional = Object.keys(manifest.peerDependenciesMeta);
    const required = Object.keys(manifest.peerDependencies).filter((name) => !optional.includes(name));
    expect(Object.keys(peers)).toEqual(expect.arrayContaining(required));
  });

  it("depends on what its program imports", () => {
    if (!files.includes("index.ts")) return;
    const imported = [...read("index.ts").matchAll(/ from "([^"]+)"/g)].map(([, name = ""]) => name);
    expect(Object.keys(dependencies)).toEqual(expect.arrayContaining(imported));
  });

  it("exports a deployment", () => {
    const program = read(files.includes("index.ts") ? "index.ts" : "Pulumi.yaml");
    expect(program).toMatch(/^export const .*\.deployment\b|^ {2}\w+: \$\{\w+\.deployment\}$/m);
  });
});

it("previews the stack that imports the component", async () => {
  const made = await Registered.of(() => import("../examples/component"));
  expect(made.all.map(({ name }) => name)).toContain("social-bucket");
});

it("previews the stack of an authentik on EC2, whose block has no key", async () => {
  const made = await Registered.of(() => import("../examples/authentik"));
  expect(made.all.map(({ name }) => name)).toContain("sso-bucket");
  expect(made.all.map(({ name }) => name)).not.toContain("sso-key-a");
});

it("previews the stacks of Supabase, with a bucket and without", async () => {
  const made = await Registered.of(() => import("../examples/supabase"));
  const names = made.all.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["supabase-bucket", "supabase-protocol-key-id"]));
  expect(names.filter((name) => name.startsWith("lite-")).sort()).toEqual([
    "lite-previousTenantId",
    "lite-protocol-key-id",
    "lite-protocol-key-secret",
    "lite-tenant-stub",
  ]);
});

it("previews the stack that serves media with Cloud Connector, by rules that Cloudflare's API takes as they are printed", async () => {
  const made = await Registered.of(() => import("../examples/cloud-connector"));
  const { facts } = made.get("social").outputs as { facts: StorageFacts };
  const { cloud_connector_rules: rules, rulesets } = cloudflareApiRules(cloudConnectorParts(facts));
  const rulesOf = (name: string) => made.get(name).inputs["rules"] as object[];
  expect(rulesOf("connector")).toMatchObject([{ cloudConnectorRulesProvider: "aws_s3" }]);
  expect(rules).toMatchObject([{ provider: "aws_s3" }]);
  const sets = made.all.filter(({ type }) => type === "cloudflare:index/ruleset:Ruleset");
  expect(sets.map(({ inputs }) => inputs["phase"]).sort()).toEqual(Object.keys(rulesets).sort());
  expect(made.get("files").inputs).toMatchObject({ name: "files.social.example", proxied: true });
});

it("previews the YAML stack, which names only what the schema has", async () => {
  const { resources } = parse(readFileSync(join(examples, "yaml/Pulumi.yaml"), "utf8")) as {
    resources: { social: { type: string; properties: MastodonStorageArgs } };
  };
  const { type, properties } = resources.social;
  expect(type.replace(":", ":index:")).toBe("media-storage:index:MastodonStorage");
  const { inputProperties } = schema.resources["media-storage:index:MastodonStorage"];
  expect(Object.keys(inputProperties)).toEqual(expect.arrayContaining(Object.keys(properties)));
  const made = await Registered.of(() => new MastodonStorage("social", properties));
  expect(made.all.map(({ name }) => name)).toContain("social-bucket");
});

it("previews the YAML stack on Ceph, which says nothing of providers", async () => {
  const { resources } = parse(readFileSync(join(examples, "ceph-yaml/Pulumi.yaml"), "utf8")) as {
    resources: { social: { properties: MastodonStorageArgs } };
  };
  expect(Object.keys(resources)).toEqual(["social"]);
  const made = await Registered.of(() => new MastodonStorage("social", resources.social.properties));
  expect(made.get("social-bucket").provider).toContain("::social-store::");
});

it("previews the example stack of the program, whose outputs begin with the instance's name", async () => {
  let outputs: Record<string, unknown> = {};
  await record(readStackConfig(projectOf(root), stackName("dev", "test")), async () => {
    outputs = await program();
  });
  expect(Object.keys(outputs)).toEqual([
    "social",
    "socialEnv",
    "socialEnvEntries",
    "socialFacts",
    "socialBucketName",
    "socialBucketArn",
    "socialRegion",
    "socialPublicBaseUrl",
    "socialPresignedBaseUrl",
    "socialMediaHosts",
  ]);
  expect(readInstances().map(({ name }) => name)).toEqual(["social"]);
});
