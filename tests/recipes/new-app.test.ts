/** The recipe "Add an app" of CONTRIBUTING.md, followed in a copy of the project with an app that resembles Mastodon. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { ProjectCopy, TIMEOUT_MS } from "./project-copy";

const CONFIG = `config:
  media-storage:instances:
    social:
      notes: { webDomain: notes.example, bucket: notes-media, store: { aws: { region: eu-central-1 } } }
`;

let copy: ProjectCopy;
beforeAll(() => {
  copy = new ProjectCopy(CONFIG);
});
afterAll(() => copy.remove());

/** A text of Mastodon's about the toy app. */
const renamed = (text: string): string =>
  text
    .replaceAll("mastodon", "notes")
    .replaceAll("Mastodon", "Notes")
    .replaceAll("MASTODON_", "NOTES_")
    // Every language has one list of the types of all components.
    .replaceAll("TuningArgs", "NotesTuningArgs");

/** Step 1: the folder. */
function addFolder(): void {
  copy.copy("apps/mastodon", "apps/notes");
  const rename = (path: string): void => {
    if (!statSync(join(copy.folder, path)).isDirectory()) {
      copy.write(path, renamed(copy.read(path)));
      return;
    }
    for (const name of readdirSync(join(copy.folder, path))) rename(`${path}/${name}`);
  };
  rename("apps/notes");
}

/** Step 2: the name. */
function addName(): void {
  copy.change("apps/names.ts", ['["mastodon", ', '["notes", "mastodon", ']);
}

/** Step 3: the component. */
function addComponent(): void {
  copy.write("components/notes-storage.ts", renamed(copy.read("components/mastodon-storage.ts")));
  const args = copy.read("components/args.ts");
  const [own = ""] = /\/\*\* The arguments of MastodonStorage[\s\S]*?\n\}\n/.exec(args) ?? [];
  copy.write(
    "components/args.ts",
    `import type { NotesSettings } from "../apps/notes/args";\n${args}\n${renamed(own)}`,
  );
  copy.change(
    "components/index.ts",
    ["  MastodonStorageArgs,\n", "  MastodonStorageArgs,\n  NotesStorageArgs,\n"],
    [/$/, 'export { NotesStorage } from "./notes-storage";\n'],
  );
}

/** Step 4: the rows that are type errors while they are missing. */
function addRows(): void {
  copy.change(
    "apps/index.ts",
    ["{ mastodon,", "{ notes, mastodon,"],
    [/^import/m, 'import { notes } from "./notes";\nimport'],
  );
  copy.change(
    "apps/app-envs.ts",
    [
      /^import/m,
      'import { NOTES_BLOCK } from "./notes/env-block";\nimport { NOTES_DEPLOYMENT } from "./notes/deployment";\nimport',
    ],
    [
      "  mastodon: {",
      "  notes: { deployment: NOTES_DEPLOYMENT, block: NOTES_BLOCK, files: {} },\n  mastodon: {",
    ],
  );
  copy.change(
    "apps/supported-versions.ts",
    [/^import/m, 'import { NOTES_VERSIONS } from "./notes/versions";\nimport'],
    ["  mastodon: MASTODON_VERSIONS", "  notes: NOTES_VERSIONS,\n  mastodon: MASTODON_VERSIONS"],
  );
  copy.change(
    "apps/runbooks.ts",
    [/^import/m, 'import { notesRunbook } from "./notes/runbook";\nimport'],
    ["  mastodon: {", "  notes: { deployments: [Compose], runbook: notesRunbook },\n  mastodon: {"],
  );
  copy.change(
    "config/types.ts",
    [/^import/m, 'import type { NotesSettings } from "../apps/notes/args";\nimport'],
    ["interface InstanceConfig {", "interface InstanceConfig {\n  notes?: NotesConfig;"],
    [/$/, "export interface NotesConfig extends NotesSettings {\n  writer?: WriterConfig;\n}\n"],
  );
  copy.change("config/read-instances.ts", [
    "interface AppArgs {",
    'interface AppArgs {\n  notes: import("../components").NotesStorageArgs;',
  ]);
  copy.change("cli/init/app-forms.ts", [
    "  mastodon: {",
    `  notes: {
    title: "Notes",
    newestTried: "1.0",
    domain: "The hostname of Notes",
    domainSetting: { key: "webDomain", comment: "The hostname of Notes.", value: (domain) => domain },
    version: "The version of Notes",
    hasMediaHost: false,
    hasSignedMedia: false,
    canPurge: false,
    hasTenant: false,
    packages: [],
  },
  mastodon: {`,
  ]);
  copy.change(
    "index.ts",
    [
      "  mastodon: async",
      '  notes: async () => (await import("./components/notes-storage")).NotesStorage,\n  mastodon: async',
    ],
    ["type Storage =", 'type Storage = import("./components").NotesStorage |'],
  );
}

test(
  "a folder and a name make every table without a row for it a type error",
  () => {
    addFolder();
    addName();
    const { out } = copy.typeCheck();
    const files = [...new Set(out.split("\n").flatMap((line) => /^([\w/.-]+)\(/.exec(line)?.[1] ?? []))];
    expect(files.sort()).toEqual([
      "apps/app-envs.ts",
      "apps/index.ts",
      "apps/notes/validate.ts",
      "apps/runbooks.ts",
      "apps/supported-versions.ts",
      "cli/check/check-stack.ts",
      "cli/init/app-forms.ts",
      "cli/init/settings.ts",
      "config/bucket-settings.ts",
      "config/check-config.ts",
      "config/editor-checks.ts",
      "config/instance-apps.ts",
      "config/instance-problems.ts",
      "config/misplaced-secrets.ts",
      "config/read-instances.ts",
      "config/with-secrets.ts",
      "index.ts",
    ]);
  },
  TIMEOUT_MS,
);

test(
  "with the component and the rows its instances are previewed",
  () => {
    addComponent();
    addRows();
    expect(copy.run("config/generate-argument-shapes.cjs")).toEqual({ code: 0, out: "" });
    expect(copy.typeCheck()).toEqual({ code: 0, out: "" });
    const { code, out } = copy.preview();
    expect([code, out]).toEqual([0, expect.stringContaining("social-bucket")]);
    expect(out).toContain("media-storage:index:NotesStorage");
    expect(out).toContain("S3_BUCKET=notes-media");
  },
  TIMEOUT_MS,
);
