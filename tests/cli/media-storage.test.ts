import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeOwnProject } from "./own-project";

const root = join(__dirname, "../..");

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

function run(cwd: string, args: string[]): Ended {
  return spawned(cwd, process.execPath, [join(cwd, "cli/media-storage.cjs"), ...args]);
}

function spawned(cwd: string, command: string, args: string[]): Ended {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    timeout: 240_000,
    // Without a stack that whoever runs the tests has selected.
    env: { ...process.env, PULUMI_STACK: undefined, PULUMI_HOME: "/nonexistent" },
  });
  return { code: status, out: stdout, err: stderr };
}

/** Instances that have every kind of resource and of credentials between them. */
const MANY = `config:
  media-storage:instances:
    art:
      mastodon:
        webDomain: art.example
        bucket: art-media
        store: { aws: { region: us-east-1 } }
        access: acl
        writer: { keys: { slots: [a, b], current: b, inactive: [a] } }
        data: { versioning: { enabled: true } }
        bucketSource: adopt
        tags: { team: art }
    music:
      mastodon:
        webDomain: music.example
        bucket: music-media
        store: { aws: { region: eu-central-1 } }
        writer: { role: { roleName: music-app } }
        data: { protect: false, versioning: { enabled: false } }
    social:
      mastodon:
        webDomain: social.example
        bucket: social-media
        store: { aws: { region: eu-central-1 } }
        writer: { given: { accessKeyId: AKIAGIVEN, principal: "arn:aws:iam::123456789012:user/m" } }
    sso:
      authentik:
        version: "2026.5.1"
        origins: [https://sso.example]
        bucket: sso-files
        store: { s3: { server: ceph, endpoint: https://s3.example.org, region: default } }
        writer: { given: { accessKeyId: RGWKEY, principal: "arn:aws:iam:::user/sso" } }
    app:
      supabase:
        publicUrl: https://supabase.example
        tenantId: stub
        version: "1.44.2"
        protocolEndpoint: {}
        backend:
          bucket: app-files
          store: { aws: { region: eu-central-1 } }
  media-storage:socialSecretAccessKey: { secure: v1:abc:def }
  media-storage:ssoSecretAccessKey: { secure: v1:abc:def }
`;

describe("the media-storage command", () => {
  it("prints plain text into a pipe", () => {
    const { code, out, err } = run(root, ["preview"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    // eslint-disable-next-line no-control-regex -- what a terminal would obey is the point
    expect(out).not.toMatch(/\x1b/);
  });

  describe("with every kind of resource", () => {
    const stacks = mkdtempSync(join(tmpdir(), "media-storage-"));
    writeOwnProject(stacks);
    writeFileSync(join(stacks, "Pulumi.many.yaml"), MANY);
    writeFileSync(join(stacks, "Pulumi.wrong.yaml"), MANY.replace("acl", "alc"));
    afterAll(() => rmSync(stacks, { recursive: true }));
    const preview = (...args: string[]) => run(root, ["preview", "--cwd", stacks, ...args]);

    // Without --debug no stack traces are made.
    it.each([
      ["text", ["--stack", "many"], 0],
      ["text, of a config with problems", ["--stack", "wrong"], 1],
      ["JSON", ["--stack", "many", "--json"], 0],
    ])("prints the same with --debug: %s", (_, args, code) => {
      const found = preview(...args);
      expect(found.code).toBe(code);
      const traced = preview("--debug", ...args);
      const withoutDuration = (text: string) => text.replace(/"duration": \d+/, "");
      expect(withoutDuration(traced.out)).toBe(withoutDuration(found.out));
      expect(traced.err.startsWith(found.err)).toBe(true);
    });

    it("prints problems as JSON with their codes, beside the text", () => {
      const { code, out, err } = preview("--stack", "wrong", "--json");
      const { error, problems } = JSON.parse(out) as { error: string; problems: object[] };
      expect(code).toBe(1);
      expect(err).toBe(`error: ${error}\n`);
      expect(problems).toMatchObject([
        { code: "unknown-value", path: "media-storage:instances.art.mastodon.access" },
      ]);
    });
  });

  it("says what it can do, and refuses what it cannot", () => {
    expect(run(root, ["--help"]).out).toContain("preview");
    expect(run(root, ["preview", "--help"]).out).toContain("--stack");
    const forms = run(root, ["env", "--help"]).out.replace(/\s+/g, " ");
    expect(forms).toContain("helm (authentik's chart, Mastodon's chart mastodon/helm-charts)");
    expect(forms).toContain("helm-legacy (Mastodon's superseded chart mastodon/chart)");
    expect(run(root, ["previw"])).toMatchObject({
      code: 1,
      err: expect.stringContaining("Did you mean preview?") as string,
    });
    expect(run(root, ["preview", "--nope"]).code).toBe(1);
  });

  it("exits with 1 and no stack trace for a stack that is not there", () => {
    const { code, out, err } = run(root, ["preview", "--stack", "nope"]);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toBe(
      `error: The stack nope has no file Pulumi.nope.yaml in ${root}; pass --stack with one of: dev\n`,
    );
  });

  it.each([
    ["preview", ["preview", "--stack", "nope"]],
    ["runbook", ["runbook", "--stack", "nope"]],
    ["env", ["env", "--cwd", "/nonexistent"]],
  ])("%s --debug prints where a user error was raised, too, before or behind the subcommand", (_, args) => {
    const { err } = run(root, args);
    expect(err).not.toMatch(/^\s+at /m);
    for (const debug of [
      ["--debug", ...args],
      [...args, "--debug"],
    ]) {
      const traced = run(root, debug);
      expect(traced.code).toBe(1);
      expect(traced.err.startsWith(err)).toBe(true);
      expect(traced.err).toMatch(/^ +at .*dist\/cli\//m);
    }
  });

  it("prints its version", () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    expect(run(root, ["--version"])).toEqual({ code: 0, out: `${version}\n`, err: "" });
  });
});

describe("an edit", () => {
  let copy: string;
  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), "media-storage-"));
    // Without dist: as in a fresh clone in which npm ran no scripts.
    const leftOut = [".ci", ".git", "coverage", "dist", "docs", "node_modules", "tests"];
    for (const file of readdirSync(root).filter((name) => !leftOut.includes(name)))
      cpSync(join(root, file), join(copy, file), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  });
  afterAll(() => rmSync(copy, { recursive: true }));

  /** Without npm's own lines. */
  const npmRun = (script: string, ...args: string[]) =>
    spawned(copy, "npm", ["run", "--silent", script, "--", ...args]);

  const edit = (file: string, from: string, to: string): void => {
    const text = readFileSync(join(copy, file), "utf8");
    expect(text).toContain(from);
    writeFileSync(join(copy, file), text.replace(from, to));
  };

  it("is needed for nothing before the command is built, and the command says how", () => {
    expect(run(copy, ["preview"])).toEqual({
      code: 1,
      out: "",
      err: "error: media-storage is not built; run `npm run build` in its folder\n",
    });
  });

  it("of the stack file, the program or an app's needs shows in the next `npm run preview`", () => {
    expect(npmRun("preview").out).toContain("S3_BUCKET=social-example-media");
    edit("Pulumi.dev.yaml", "bucket: social-example-media", "bucket: another-media");
    expect(npmRun("preview", "--stack", "dev").out).toContain("S3_BUCKET=another-media");
    edit("storage/needs.ts", "ABORT_UPLOADS_AFTER_DAYS = 7", "ABORT_UPLOADS_AFTER_DAYS = 3");
    expect(npmRun("preview").out).toContain("daysAfterInitiation: 3");
    edit("index.ts", "(name, args", "(`my-${name}`, args");
    expect(npmRun("preview").out).toContain("my-social-bucket");
  });

  it("that makes the program never finish is an error", () => {
    const [before, after] = ["yield Object", "await new Promise(() => undefined);\n    yield Object"];
    edit("index.ts", before, after);
    expect(npmRun("preview")).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringContaining("never finished") as string,
    });
    edit("index.ts", after, before);
  });

  describe("with a bug in it", () => {
    const line = "const { name } = instance;";

    it("prints where the bug is, as text and as JSON", () => {
      edit("index.ts", line, `${line}\n    undefined.bug();`);
      for (const args of [["preview"], ["preview", "--json"], ["runbook", "--deployment", "systemd"]]) {
        expect(npmRun("preview").code).toBe(1);
        const { code, out, err } = run(copy, [...args, "--stack", "dev"]);
        expect({ code, out }).toEqual({ code: 1, out: "" });
        expect(err).toMatch(/^error: this is a bug in media-storage; please report it/);
        expect(err).toMatch(/TypeError: .*bug.*\n\s+at outputs .*dist\/cli\//);
      }
      edit("index.ts", `${line}\n    undefined.bug();`, line);
    });

    it("prints where the bug is that nobody can catch", () => {
      edit("index.ts", "yield Object", "storage.env.apply(() => undefined.bug());\n    yield Object");
      const { code, out, err } = npmRun("preview");
      expect({ code, out }).toEqual({ code: 1, out: "" });
      expect(err).toMatch(/TypeError: .*bug.*\n\s+at .*dist\/cli\//);
      edit("index.ts", "storage.env.apply(() => undefined.bug());\n    yield Object", "yield Object");
    });
  });

  it("that does not compile is an error with the file and the line, and nothing old is shown", () => {
    appendFileSync(join(copy, "index.ts"), "\nthis is no TypeScript\n");
    const { code, out, err } = npmRun("preview");
    expect(code).not.toBe(0);
    expect(out).toBe("");
    expect(err).toMatch(/index\.ts:\d+/);
    expect(err).not.toMatch(/^\s+at /m);
  });
});
