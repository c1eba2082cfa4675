/** The recipe "Add an S3-compatible server" of CONTRIBUTING.md, followed in a copy of the project. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");
const SOURCES = [
  ...["access", "apps", "cli", "components", "config", "env", "hosts", "runbook", "storage", "stores"],
  ...["validation", "index.ts", "package.json", "tsconfig.json", "Pulumi.yaml"],
];
/** A type check of everything takes a while beside other work. */
const TIMEOUT_MS = 240_000;

const CONFIG = `config:
  media-storage:instances:
    social:
      mastodon: { webDomain: social.example, bucket: social-media, store: STORE }
    sso:
      authentik: { version: "2026.5.1", origins: [https://sso.example], bucket: sso-files, store: STORE }
    app:
      supabase: { publicUrl: https://supabase.example, tenantId: acme, backend: { bucket: app-files, store: STORE } }
`.replace(/STORE/g, "{ s3: { server: toy, endpoint: https://s3.example.org, region: default } }");

let copy = "";
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "media-storage-toy-"));
  for (const name of SOURCES) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  writeFileSync(join(copy, "Pulumi.dev.yaml"), CONFIG);
});
afterAll(() => rmSync(copy, { recursive: true }));

function change(file: string, ...changes: [from: string | RegExp, to: string][]): void {
  const before = readFileSync(join(copy, file), "utf8");
  const after = changes.reduce((text, [from, to]) => text.replace(from, to), before);
  expect(after).not.toBe(before);
  writeFileSync(join(copy, file), after);
}

/** Steps 1 and 2 of the recipe: a file of its own, here with the opposite of each capability of Ceph, and its row. */
function addToy(): void {
  cpSync(join(copy, "stores/s3/ceph.ts"), join(copy, "stores/s3/toy.ts"));
  const text = readFileSync(join(copy, "stores/s3/toy.ts"), "utf8");
  const [, cells = ""] = /const can: StoreCapabilities = \{([\s\S]*?)\n\};/.exec(text) ?? [];
  const opposite = cells.replace(/: (true|false),/g, (_, value) => `: ${String(value !== "true")},`);
  change("stores/s3/toy.ts", [cells, opposite]);
  change(
    "stores/s3/toy.ts",
    ["export const ceph", "export const toy"],
    ['"ceph"', '"toy"'],
    ['"Ceph"', '"Toy"'],
  );
  change("stores/s3/index.ts", [/$/, 'import { toy } from "./toy";\n'], ["= { ceph }", "= { ceph, toy }"]);
}

function run(...args: string[]): { code: number | null; out: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: copy,
    encoding: "utf8",
    timeout: TIMEOUT_MS,
    env: { ...process.env, PULUMI_STACK: undefined, PULUMI_HOME: "/nonexistent" },
  });
  return { code: status, out: stdout + stderr };
}

/** Checks the types of these folders, or of everything. */
function typeCheck(...folders: string[]): { code: number | null; out: string } {
  const config = { extends: "./tsconfig.json", ...(folders.length > 0 && { include: folders }) };
  writeFileSync(join(copy, "tsconfig.check.json"), JSON.stringify(config));
  return run("node_modules/typescript/bin/tsc", "-p", "tsconfig.check.json");
}

function preview(): { code: number | null; out: string } {
  expect(run("cli/build.cjs")).toEqual({ code: 0, out: "" });
  return run("cli/media-storage.cjs", "preview", "--stack", "dev");
}

/** The names in the env blocks of Mastodon and Supabase at the toy server. */
function envNames(): unknown {
  writeFileSync(
    join(copy, "env-names.ts"),
    `import { mastodonEnv } from "./apps/mastodon/env";
import { supabaseEnv } from "./apps/supabase/env";
const store = { s3: { server: "toy", endpoint: "https://s3.example.org", region: "default" } };
const lines = [
  ...mastodonEnv({ webDomain: "social.example", bucket: "media", store }),
  ...supabaseEnv({ publicUrl: "https://a.example", tenantId: "a", backend: { bucket: "b", store } }, {}),
];
console.log(JSON.stringify(lines.map(({ name }) => name)));`,
  );
  const options = { entryPoints: ["env-names.ts"], bundle: true, platform: "node", outfile: "names.cjs" };
  const build = `require("esbuild").buildSync(${JSON.stringify(options)})`;
  expect(run("--eval", build)).toEqual({ code: 0, out: "" });
  return JSON.parse(run("names.cjs").out);
}

test(
  "before, its name is an error for every app, and nothing counts as another store",
  () => {
    const { code, out } = preview();
    expect(code).toBe(1);
    expect(out.match(/store\.s3\.server: is "toy", which is not supported/g)).toHaveLength(3);
  },
  TIMEOUT_MS,
);

test(
  "a file and a row are enough for the types, the policies, the env blocks and the preview",
  () => {
    addToy();
    expect(typeCheck()).toEqual({ code: 0, out: "" });
    const { code, out } = preview();
    expect(code).toBe(0);
    // What Ceph cannot do and this server can.
    for (const there of ["social-ownership", "social-lifecycle", "social-writer", "PublicRead"])
      expect(out).toContain(there);
    expect(out).not.toContain("social-access-block");
    // Its clients need no lines about checksums, and its objects have no tags.
    const names = envNames();
    expect(names).not.toContain("AWS_REQUEST_CHECKSUM_CALCULATION");
    expect(names).toEqual(expect.arrayContaining(["S3_ENDPOINT", "TUS_ALLOW_S3_TAGS"]));
  },
  TIMEOUT_MS,
);

test(
  "what its file leaves out is a type error, and so is a kind of store that nothing reads",
  () => {
    change(
      "stores/s3/toy.ts",
      [/\n {2}sdkChecksums: .*/, ""],
      [/\n {2}bucketNameProblems,/, ""],
      [/\n {2}policyRules: .*/, ""],
    );
    change("stores/args.ts", [
      "interface StoreSettings {",
      "interface StoreSettings {\n  cloud?: AwsStoreArgs;",
    ]);
    const { out } = typeCheck("stores");
    for (const missing of ["sdkChecksums", "bucketNameProblems", "policyRules", "cloud"])
      expect(out).toMatch(new RegExp(`stores/.*error TS.*${missing}`));
  },
  TIMEOUT_MS,
);
