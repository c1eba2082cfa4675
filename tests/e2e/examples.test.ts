/** Each example, copied out of the package into a folder of its own, with what its package.json asks for. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeWithEngine, findOnPath } from "./engine";
import { install, pack, run } from "./installed";
import type { Program } from "./programs";
import { describeWithProvider } from "./providers";
import { startAwsLocal, type AwsLocal } from "./servers/aws-local";
import { TestStack } from "./workspace";

interface Packages {
  dependencies: Record<string, string>;
  devDependencies?: Record<string, string>;
}

describe("the examples of the installed package", () => {
  let root: string;
  let shared: string;
  let examples: string;

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "media-storage-examples-"));
    // One installation for all of them, for the same package has the same range in each.
    shared = join(root, "shared");
    mkdirSync(shared);
    const tarball = pack(root);
    run(root, "tar", "xf", tarball, "package/examples");
    examples = join(root, "package/examples");
    install(shared, tarball, { dependencies: everyPackage(examples) });
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const copy =
    (example: string): Program =>
    (folder) => {
      cpSync(join(examples, example), folder, { recursive: true });
      symlinkSync(join(shared, "node_modules"), join(folder, "node_modules"));
    };

  it.each(["authentik", "cloud-connector", "component", "supabase"])(
    "the types of %s are right, by its own tsconfig.json",
    (example) => {
      const folder = join(root, example);
      copy(example)(folder);
      expect(run(folder, process.execPath, "node_modules/typescript/bin/tsc", "--pretty", "false")).toBe("");
    },
  );

  const itPreviews = (rows: { example: string; creates: string[]; env?: Record<string, string> }[]): void => {
    let aws: AwsLocal;
    beforeAll(async () => {
      aws = await startAwsLocal();
    });
    afterAll(() => aws.stop());

    it.each(rows)("$example is previewed", async ({ example, creates, env }) => {
      if (example.includes("yaml") && findOnPath("pulumi-language-yaml") === undefined) return;
      const stack = await TestStack.create(copy(example), aws.url, { NODE_PATH: "", ...env });
      try {
        if (example === "ceph-yaml") {
          const stackFile = readFileSync(join(examples, example, "Pulumi.dev.yaml"), "utf8");
          const [, accessKeyId] = /^ {2}social:accessKeyId: (\w+)$/m.exec(stackFile) ?? [];
          stack.configure({ "social:accessKeyId": accessKeyId });
          await stack.setSecret("social:secretAccessKey", "secret");
        }
        const { steps, output } = await stack.preview();
        expect(steps).toEqual(expect.arrayContaining(creates.map((name) => `create ${name}`)));
        const warnings = output.split("\n").filter((line) => line.includes("warning:"));
        expect(warnings.filter((line) => !line.includes(" from $PATH at "))).toEqual([]);
      } finally {
        stack.discard();
      }
    });
  };

  describeWithEngine("with the engine", () =>
    itPreviews([
      { example: "component", creates: ["social-bucket", "social-key-a"] },
      { example: "authentik", creates: ["sso-bucket", "sso-writer-policy"] },
      { example: "supabase", creates: ["supabase-bucket", "supabase-protocol-key-id", "lite-tenant-stub"] },
      // Last, because the engine installs what a plugin needs within its folder.
      { example: "yaml", creates: ["social-bucket", "social-key-a"] },
      { example: "ceph-yaml", creates: ["social-bucket", "social-policy"] },
    ]),
  );

  describeWithProvider("cloudflare", "with Cloudflare's provider", () =>
    itPreviews([
      {
        example: "cloud-connector",
        creates: ["social-bucket", "connector", "files"],
        env: { CLOUDFLARE_API_TOKEN: "0".repeat(40) },
      },
    ]),
  );
});

/** What all the examples ask for, together. */
function everyPackage(examples: string): Record<string, string> {
  const all: Record<string, string> = {};
  for (const entry of readdirSync(examples, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const text = readFileSync(join(examples, entry.name, "package.json"), "utf8");
    const { dependencies, devDependencies } = JSON.parse(text) as Packages;
    for (const [name, range] of Object.entries({ ...dependencies, ...devDependencies })) {
      expect([name, all[name] ?? range]).toEqual([name, range]);
      all[name] = range;
    }
  }
  return all;
}
