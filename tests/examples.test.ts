import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { MastodonStorage, type MastodonStorageArgs } from "../components";
import { readInstances } from "../config/read-instances";
import { readStackConfig } from "../cli/offline/stack-file";
import { projectOf } from "../cli/project/project";
import { stackName } from "../cli/project/stack-name";
import { record } from "../cli/offline/record";
import program from "../index";
import { Registered } from "./components/registered";
import schema from "./components/schema.json";

const root = join(__dirname, "..");
const examples = join(root, "examples");

it("has a test for every example", () => {
  const folders = ["authentik", "ceph-yaml", "component", "supabase", "tsconfig.json", "yaml"];
  expect(readdirSync(examples).sort()).toEqual(folders);
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
