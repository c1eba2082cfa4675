/** The recipe "Add an S3-compatible server" of CONTRIBUTING.md, followed in a copy of the project. */
import { ProjectCopy, TIMEOUT_MS } from "./project-copy";

const CONFIG = `config:
  media-storage:instances:
    social:
      mastodon: { webDomain: social.example, bucket: social-media, store: STORE }
    sso:
      authentik: { version: "2026.5.1", origins: [https://sso.example], bucket: sso-files, store: STORE }
    app:
      supabase: { publicUrl: https://supabase.example, tenantId: acme, backend: { bucket: app-files, store: STORE } }
`.replace(/STORE/g, "{ s3: { server: toy, endpoint: https://s3.example.org, region: default } }");

let copy: ProjectCopy;
beforeAll(() => {
  copy = new ProjectCopy(CONFIG);
});
afterAll(() => copy.remove());

/**
 * Steps 1 and 2 of the recipe: a file of its own, here with the opposite of each capability of Ceph but bucket policies, without which
 * there is no public media, and its row.
 */
function addToy(): void {
  copy.copy("stores/s3/ceph.ts", "stores/s3/toy.ts");
  const text = copy.read("stores/s3/toy.ts");
  const [, cells = ""] = /const cells: Cells = \{([\s\S]*?)\n\};/.exec(text) ?? [];
  const opposite = cells
    .replace(/(measured|documented)\((true|false)/g, (_, how, value) => `${how}(${String(value !== "true")}`)
    .replace("bucketPolicy: measured(false)", "bucketPolicy: measured(true)");
  copy.change("stores/s3/toy.ts", [cells, opposite]);
  copy.change(
    "stores/s3/toy.ts",
    ["export const ceph", "export const toy"],
    ['"ceph"', '"toy"'],
    ['"Ceph"', '"Toy"'],
  );
  copy.change(
    "stores/s3/index.ts",
    [/$/, 'import { toy } from "./toy";\n'],
    ["  ceph,\n", "  ceph,\n  toy,\n"],
  );
}

/** The names in the env blocks of Mastodon and Supabase at the toy server. */
function envNames(): unknown {
  return copy.runTypeScript(
    `import { mastodonEnv } from "./apps/mastodon/env";
import { openedSupabase } from "./apps/supabase/opened";
import { supabaseEnv } from "./apps/supabase/env";
import { opened } from "./storage/opened";
const store = { s3: { server: "toy", endpoint: "https://s3.example.org", region: "default" } };
const lines = [
  ...mastodonEnv(opened({ webDomain: "social.example", bucket: "media", store })),
  ...supabaseEnv(openedSupabase({ publicUrl: "https://a.example", tenantId: "a", backend: { bucket: "b", store } }), {}),
];
console.log(JSON.stringify(lines.map(({ name }) => name)));`,
  );
}

test(
  "before, its name is an error for every app, and nothing counts as another store",
  () => {
    const { code, out } = copy.preview();
    expect(code).toBe(1);
    expect(out.match(/store\.s3\.server: is "toy", which is not supported/g)).toHaveLength(3);
  },
  TIMEOUT_MS,
);

test(
  "a file and a row are enough for the types, the policies, the env blocks and the preview",
  () => {
    addToy();
    expect(copy.typeCheck()).toEqual({ code: 0, out: "" });
    const { code, out } = copy.preview();
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
    copy.change("stores/s3/toy.ts", [/\n {2}sdkChecksums: .*/, ""], [/\n {2}bucketNameProblems,/, ""]);
    copy.change("stores/args.ts", [
      "interface StoreSettings {",
      "interface StoreSettings {\n  cloud?: AwsStoreArgs;",
    ]);
    const { out } = copy.typeCheck("stores");
    for (const missing of ["sdkChecksums", "bucketNameProblems", "cloud"])
      expect(out).toMatch(new RegExp(`stores/.*error TS.*${missing}`));
  },
  TIMEOUT_MS,
);
