/** `media-storage env`, with a stand-in for the Pulumi CLI. */
import fs, {
  chmodSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { parse } from "dotenv";
import { env, type EnvOptions } from "../../../cli/env/env";
import { entry, secret } from "../../env/values";
import { testStreams } from "../streams";
import { testFolder } from "./folder";
import { deploymentOf, factsOf, outputsOf, standIn, type StandIn } from "./stand-in";

const at = testFolder();
let cli: StandIn;
const path = process.env["PATH"];
afterEach(() => {
  jest.restoreAllMocks();
  process.env["PATH"] = path;
});

const SECRET = "canary/of+the/secret";
const OLD_SECRET = "canary-of-the-old-secret";
const social = [
  entry("S3_ENABLED", "true"),
  entry("S3_BUCKET", "social-media"),
  entry("S3_PERMISSION", "", "Empty, not missing."),
  secret("AWS_ACCESS_KEY_ID", "AKIANEW"),
  secret("AWS_SECRET_ACCESS_KEY", SECRET),
];
const mastodon = factsOf({ name: "mastodon", webDomain: "social.example" });
const ofSupabase = factsOf({ name: "supabase" });
const supabase = [
  entry("STORAGE_BACKEND", "s3"),
  entry("GLOBAL_S3_BUCKET", "supa-media"),
  entry("REGION", "eu-central-1"),
  secret("AWS_ACCESS_KEY_ID", "AKIANEW"),
  secret("AWS_SECRET_ACCESS_KEY", SECRET),
];
const FILE = `# Federation
LOCAL_DOMAIN=social.example
SMTP_PASSWORD=canary-of-the-mail # canary in a comment

S3_ENABLED=false
S3_ENDPOINT=https://old.example
AWS_SECRET_ACCESS_KEY=${OLD_SECRET}
SWIFT_ENABLED=true
`;

interface Result {
  code: number;
  out: string;
  err: string;
}

interface Given extends Omit<Partial<EnvOptions>, "outputs"> {
  outputs?: Record<string, unknown>;
  instance?: string;
  /** What the operator types, where there is a terminal to read from; "" is the end of the input. */
  answer?: string;
  /** Whether there is a terminal to print to. */
  isTTY?: boolean;
}

async function run({ outputs, instance, answer, isTTY = false, ...options }: Given = {}): Promise<Result> {
  cli = standIn(at(`cli-${readdirSync(at()).length}`), outputs ?? outputsOf("social", mastodon, social));
  process.env["PATH"] = cli.path;
  const streams = testStreams({ ...(answer !== undefined && { answer }), isTTY });
  const { said } = streams;
  const code = await env(instance, { stack: "dev", cwd: cli.folder, yes: false, ...options }, streams);
  const plain = (text: string): string => text.replaceAll(`${at()}/`, "").replace(/\d{8}T\d{9}Z/g, "TIME");
  return { code, out: plain(said.out), err: plain(said.err) };
}

const read = (name: string): string => readFileSync(at(name), "utf8");
const files = (): string[] =>
  readdirSync(at())
    .filter((name) => !name.startsWith("cli-"))
    .sort();

describe("env", () => {
  test("prints the block, secrets included and nothing else, and leaves the CLI's selection of a stack alone", async () => {
    const { code, out, err } = await run();
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toBe(`# Media storage of social.example (stack dev)
S3_ENABLED=true
S3_BUCKET=social-media
# Empty, not missing.
S3_PERMISSION=
AWS_ACCESS_KEY_ID=AKIANEW
AWS_SECRET_ACCESS_KEY=${SECRET}
`);
    expect(cli.asked().join("\n")).not.toContain("select");
  });

  test("prints several files each below its name, and one alone as it is", async () => {
    const { out } = await run({ format: "compose" });
    expect(out.split("\n").filter((line) => line.startsWith("# -----"))).toEqual([
      "# ----- .env",
      "# ----- compose.media-storage.yml",
    ]);
    const { out: alone } = await run({ format: "compose", only: "compose.media-storage.yml" });
    expect(out.endsWith(alone)).toBe(true);
    expect(alone).not.toContain(SECRET);
    expect(alone.split("\n")[0]).toBe("# Media storage of social.example (stack dev)");
  });

  test("shows in a terminal what one would obey, and hands it to a pipe as it is", async () => {
    const outputs = { social: deploymentOf("of \x1b[2Jsocial", mastodon, social) };
    expect((await run({ outputs })).out).toContain("# of \x1b[2Jsocial (stack dev)\n");
    expect((await run({ outputs, isTTY: true })).out).toContain("# of \\u001b[2Jsocial (stack dev)\n");
    writeFileSync(at("env"), "S3_BUCKET=old\n");
    const { out } = await run({ outputs, into: at("env"), isTTY: true });
    expect(out).toContain("\x1b[31m-S3_BUCKET=old\x1b[39m\n");
    expect(out).toContain("\x1b[32m+S3_ENABLED=true\x1b[39m\n");
  });

  test("names the Secret by the instance, or as it is told", async () => {
    const outputs = outputsOf("mySocial", mastodon, social);
    expect((await run({ outputs, format: "helm" })).out).toContain(
      'existingSecret: "mysocial-media-storage"',
    );
    expect((await run({ outputs, format: "helm", secretName: "s3" })).out).toContain('existingSecret: "s3"');
    const nested = { "Media/Outputs": { "of social": deploymentOf("A", mastodon, social) } };
    expect((await run({ outputs: nested, format: "helm" })).out).toContain(
      'existingSecret: "media-outputs-of-social-media-storage"',
    );
  });

  test("finds the block in the outputs of another program, under the output's own name", async () => {
    const outputs = {
      vpcId: "vpc-1",
      env: "A=b\n",
      "media.social": deploymentOf("Media of us", mastodon, social),
      others: { art: { deployment: deploymentOf("Media of art", mastodon, social), bucketName: "art" } },
    };
    expect((await run({ outputs, instance: "media.social" })).out).toMatch(/^# Media of us \(stack dev\)\n/);
    expect((await run({ outputs, instance: "others.art" })).out).toMatch(/^# Media of art \(stack dev\)\n/);
    expect((await run({ outputs })).err).toContain(
      "add one of these names to the command: media.social, others.art.",
    );
  });

  test("reads one storage of a stack beside another one that a newer version made", async () => {
    const outputs = {
      art: { ...deploymentOf("A", mastodon, social), schema: 2 },
      social: deploymentOf("Media", mastodon, social),
    };
    expect((await run({ outputs, instance: "social" })).code).toBe(0);
    expect((await run({ outputs, instance: "art" })).err).toContain("newer version of media-storage");
  });

  test("takes an app's most usual form", async () => {
    const outputs = outputsOf("supa", ofSupabase, supabase);
    expect((await run({ outputs })).out).toContain("# ----- compose.media-storage.yml\n");
  });

  const two = { ...outputsOf("social", mastodon, social), ...outputsOf("art", mastodon, social) };
  test.each<[string, Given, string]>([
    [
      "no instance of several",
      { outputs: two },
      "The stack dev has several instances; add one of these names to the command: social, art.",
    ],
    [
      "an unknown instance",
      { outputs: two, instance: "sozial" },
      'The stack dev has no instance "sozial"; use one of: social, art.',
    ],
    [
      "a stack that is not there",
      { stack: "nope" },
      'There is no stack "nope" in the project media-storage (cli-0/Pulumi.yaml); pass --stack with one of: dev.',
    ],
    [
      "a stack without outputs",
      { outputs: {} },
      "The stack dev has no env block among its outputs; run `pulumi up --stack dev`.",
    ],
    ["what the CLI says", { stack: "broken" }, "Pulumi says: no passphrase"],
    [
      "what the CLI says, without a password",
      { stack: "backend" },
      'Pulumi says: cannot reach postgres://...@db/state: invalid port "..."',
    ],
    [
      "outputs of an older version",
      {
        outputs: {
          socialEnv: "# A\nB=c\n",
          socialEnvEntries: social,
          socialFacts: { schema: 1, app: "mastodon" },
        },
      },
      "The outputs of the stack dev are those of an older version of media-storage; run `pulumi up --stack dev`.",
    ],
    [
      "a deployment of a newer version",
      { outputs: { social: { ...deploymentOf("A", mastodon, social), schema: 2, entries: {} } } },
      'The output "social" of the stack dev was made by a newer version of media-storage; update the command to the version that the stack\'s program uses.',
    ],
    [
      "a deployment that is not valid",
      { outputs: { social: { ...deploymentOf("A", mastodon, social), entries: [{ name: "A" }] } } },
      'The output "social" of the stack dev is not a valid deployment of media-storage; export the component\'s `deployment` unchanged, then run `pulumi up --stack dev`.',
    ],
    [
      "an app of a later version",
      { outputs: outputsOf("social", factsOf({ name: "peertube" }), social) },
      'The stack\'s app "peertube" is unknown to this version of media-storage; use a newer one.',
    ],
    [
      "an app by a name that every object has",
      { outputs: outputsOf("social", factsOf({ name: "constructor" }), social) },
      'The stack\'s app "constructor" is unknown to this version of media-storage; use a newer one.',
    ],
    [
      "a store of a later version",
      { outputs: outputsOf("social", { ...mastodon, store: { ...mastodon.store, server: "moon" } }, social) },
      'The stack\'s store "moon" is unknown to this version of media-storage; use a newer one.',
    ],
    [
      "a form by a name that every object has",
      { format: "constructor" },
      'The app does not have the form "constructor"; set --format to one of: dotenv, systemd, compose, helm, helm-legacy, kubernetes-secret.',
    ],
    [
      "a form that is none",
      { format: "ini" },
      'The app does not have the form "ini"; set --format to one of: dotenv, systemd, compose, helm, helm-legacy, kubernetes-secret.',
    ],
    [
      "a file that the form has not",
      { only: "x" },
      'The form does not have the file "x"; set --only to one of: .env.production.',
    ],
    [
      "a value that the form cannot carry",
      { outputs: outputsOf("social", mastodon, [entry("A", "it's")]) },
      "The value of A contains a single quote, which programs that read env files interpret differently; use another one.",
    ],
    [
      "a form without an env file",
      { format: "helm", into: "x" },
      'The form "helm" does not have an env file for the block; set --format to one of: dotenv, compose, or remove --into.',
    ],
    [
      "a folder that is not there",
      { into: "/nowhere/.env" },
      "/nowhere cannot be read: it does not exist, or is a broken link (lstat ENOENT).",
    ],
    [
      "a file that is not there",
      { into: "/.env.nowhere" },
      "The file /.env.nowhere does not exist; pass the file that the app reads to --into, or create an empty file first.",
    ],
    [
      "an instance where none is asked for",
      { into: "/.env.nowhere", restore: true, instance: "social" },
      '--restore does not read a stack: "social" is read as an instance, and the newest one as the backup; remove the instance.',
    ],
    [
      "an instance beside a backup",
      { into: "/.env.nowhere", restore: "backup", instance: "social" },
      '--restore does not read a stack: "social" is read as an instance, and "backup" as the backup; remove the instance.',
    ],
    [
      "to restore what is not there",
      { into: "/.env.nowhere", restore: "/social" },
      "The backup /social does not exist; correct its path, or pass --restore without a path for the newest backup.",
    ],
    [
      "what a CLI that fails without a word has printed",
      { stack: "canary" },
      "Pulumi failed with the exit code 3; run `pulumi stack output --stack canary` to see why.",
    ],
    [
      "what a CLI prints beside the outputs",
      { stack: "junk" },
      "The output of `pulumi stack output` is not valid JSON; run `pulumi stack output --stack junk` to see why.",
    ],
    ["to restore nothing", { restore: true }, "--restore needs the file to restore; pass --into FILE."],
  ])("refuses %s in one line", async (_, given, message) => {
    expect(await run(given)).toEqual({ code: 1, out: "", err: `error: ${message}\n` });
  });

  test("refuses a folder that is not there", async () => {
    expect((await run({ cwd: at("nope") })).err).toBe(
      "error: --cwd: the folder nope does not exist; set the folder with Pulumi.yaml\n",
    );
  });

  test("refuses a folder that is a file, or in one", async () => {
    writeFileSync(at("file"), "");
    expect((await run({ cwd: at("file") })).err).toBe(
      "error: --cwd: the folder file does not exist; set the folder with Pulumi.yaml\n",
    );
    expect((await run({ cwd: at("file/x") })).err).toBe(
      "error: --cwd: the folder file/x does not exist; set the folder with Pulumi.yaml\n",
    );
  });

  test("says that it needs the Pulumi CLI", async () => {
    mkdirSync(at("empty"));
    const given = run();
    process.env["PATH"] = at("empty");
    expect((await given).err).toBe(
      "error: The Pulumi CLI, which reads the outputs of the stack, is not on PATH; install it (https://www.pulumi.com/docs/install/).\n",
    );
  });
});

describe("env --into", () => {
  const DIFF = `Stack dev, instance social:
.env.production
@@ -2,7 +2,11 @@
 LOCAL_DOMAIN=[not shown]
 SMTP_PASSWORD=[not shown]
 
-S3_ENABLED=false
-S3_ENDPOINT=https://old.example
-AWS_SECRET_ACCESS_KEY=[secret, old]
+# media-storage: Media storage of social.example (stack dev)
+S3_ENABLED=true
+AWS_SECRET_ACCESS_KEY=[secret, new]
+S3_BUCKET=social-media
+# media-storage: Empty, not missing.
+S3_PERMISSION=
+AWS_ACCESS_KEY_ID=[secret, new]
 SWIFT_ENABLED=[not shown]
S3_ENDPOINT is removed. On AWS the SDK finds its own endpoint; if one is set, Mastodon uses path style.
`;
  const WARNING = `warning: SWIFT_ENABLED=true is ignored when S3_ENABLED=true, and Mastodon does not find media that
         are still there: copy them into the bucket, then remove it.
`;

  beforeEach(() => writeFileSync(at(".env.production"), FILE, { mode: 0o600 }));
  const into = (given: Given = {}): Promise<Result> => run({ into: at(".env.production"), ...given });

  test("shows the change without a secret, and warns, and writes nothing while nobody says yes", async () => {
    const err = `${WARNING}Confirmation is not possible here (stdin is not a terminal): check the diff, then add --yes.\n`;
    expect(await into()).toEqual({ code: 2, out: `${DIFF}Nothing was written.\n`, err });
    for (const answer of ["n\n", "\n", "yeah\n", ""]) {
      expect(await into({ answer })).toEqual({
        code: 2,
        out: `${DIFF}Nothing was written.\n`,
        err: `${WARNING}Write .env.production? [y/N] ${answer === "" ? "\n" : ""}`,
      });
    }
    expect(files()).toEqual([".env.production"]);
    expect(read(".env.production")).toBe(FILE);
  });

  test.each([
    ["Ctrl-C", "\x03"],
    ["Ctrl-D", "\x04"],
  ])("takes %s at the question for a no", async (_, answer) => {
    const { code, out } = await into({ answer, isTTY: true });
    expect(code).toBe(2);
    expect(out).toContain("Nothing was written.\n");
    expect(read(".env.production")).toBe(FILE);
  });

  test.each([{ yes: true }, { answer: "y\n" }, { answer: "Yes\n" }])(
    "writes with %p, and says what now",
    async (given) => {
      const { code, out } = await into(given);
      expect({ code, out }).toEqual({
        code: 0,
        out: `${DIFF}Wrote .env.production; the old file is .env.production.before-s3-TIME.
To make the app read the new file, run:
  systemctl restart mastodon-web mastodon-sidekiq    # not reload, which keeps the old environment
  docker compose up -d                               # where compose runs it; restart does not read the file again
To restore the old file: npm exec --no -- media-storage env --into .env.production --restore .env.production.before-s3-TIME
`,
      });
      const [file, backup] = files();
      expect([file, backup]).toEqual([
        ".env.production",
        expect.stringMatching(/^\.env\.production\.before-s3-\d{8}T\d{9}Z$/),
      ]);
      expect(read(backup!)).toBe(FILE);
      expect(statSync(at(".env.production")).mode & 0o777).toBe(0o600);
      expect(parse(read(".env.production"))).toEqual({
        LOCAL_DOMAIN: "social.example",
        SMTP_PASSWORD: "canary-of-the-mail",
        SWIFT_ENABLED: "true",
        ...Object.fromEntries(social.map(({ name, value }) => [name, value])),
      });
    },
  );

  test("run again it has nothing to do, and writes nothing", async () => {
    await into({ yes: true });
    const [before, names] = [read(".env.production"), files()];
    expect(await into({ yes: true })).toEqual({
      code: 0,
      out: ".env.production already has the block.\n",
      err: WARNING,
    });
    expect([read(".env.production"), files()]).toEqual([before, names]);
  });

  test("says at which line a file cannot be read, and leaves it alone", async () => {
    writeFileSync(at(".env.production"), 'A=b\nB="c\n');
    expect(await into({ yes: true })).toEqual({
      code: 1,
      out: "",
      err: "error: .env.production: line 2 opens a quote that nothing closes; nothing was changed.\n",
    });
    expect(files()).toEqual([".env.production"]);
  });

  test("of the compose form puts the secrets into .env and the overlay beside it, whole", async () => {
    writeFileSync(at(".env"), "REGION=stub\nPOSTGRES_PASSWORD=canary\n");
    const outputs = outputsOf("supa", ofSupabase, supabase);
    const first = await run({ outputs, into: at(".env"), yes: true });
    expect(first).toMatchObject({
      code: 0,
      err: expect.stringContaining("REGION changes from stub") as string,
    });
    expect(first.out).toContain("Wrote compose.media-storage.yml.\n");
    expect(first.out).not.toMatch(/canary/);
    expect(parse(read(".env"))).toEqual({
      REGION: "eu-central-1",
      POSTGRES_PASSWORD: "canary",
      GLOBAL_S3_BUCKET: "supa-media",
      STORAGE_AWS_ACCESS_KEY_ID: "AKIANEW",
      STORAGE_AWS_SECRET_ACCESS_KEY: SECRET,
    });
    const overlay = read("compose.media-storage.yml");
    expect(overlay).toBe((await run({ outputs, only: "compose.media-storage.yml" })).out);
    expect(await run({ outputs, into: at(".env"), yes: true })).toMatchObject({
      code: 0,
      out: ".env already has the block.\n",
    });

    // An overlay that somebody changed is kept too.
    const old =
      "services:\n  storage:\n    # canary\n    environment:\n      X_KEY: canary\n      - Y=canary\n";
    writeFileSync(at("compose.media-storage.yml"), old);
    const again = await run({ outputs, into: at(".env"), yes: true });
    expect(again.out).toContain(
      "-[not shown, old]\n     environment:\n-[not shown, old]\n-[not shown, old]\n",
    );
    expect(again.out).not.toMatch(/canary/);
    expect(read("compose.media-storage.yml")).toBe(overlay);
    const kept = files().find((name) => name.startsWith("compose.media-storage.yml.before-s3-"));
    expect(read(kept!)).toBe(old);
    expect(again.out.split("\n").filter((line) => line.startsWith("To restore the old file"))).toEqual([
      "To restore the old file: npm exec --no -- media-storage env --into compose.media-storage.yml --restore compose.media-storage.yml.before-s3-TIME",
    ]);

    // What refers to the secrets must not outlive them.
    const back = await run({ into: at(".env"), restore: true, yes: true });
    expect(back.out).toContain(
      "compose.media-storage.yml still exists: remove it from -f and COMPOSE_FILE, or restore it too: npm exec --no -- media-storage env --into compose.media-storage.yml --restore compose.media-storage.yml.before-s3-TIME\n",
    );
    expect(
      (await run({ into: at("compose.media-storage.yml"), restore: true, yes: true })).out,
    ).not.toContain("is still there");
    expect(read("compose.media-storage.yml")).toBe(old);
  });

  test("of the compose form makes an .env that is not there, for its owner alone, and there is nothing to go back to", async () => {
    const outputs = outputsOf("supa", ofSupabase, supabase);
    const { code, out, err } = await run({ outputs, into: at(".env"), yes: true });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain(".env (new)\n");
    expect(out).not.toContain("To restore the old file");
    expect(statSync(at(".env")).mode & 0o777).toBe(0o600);
    expect(parse(read(".env"))["STORAGE_AWS_SECRET_ACCESS_KEY"]).toBe(SECRET);
    expect(files()).toEqual([".env", ".env.production", "compose.media-storage.yml"]);
  });

  test("of the compose form needs no .env where a role writes", async () => {
    const outputs = outputsOf("supa", factsOf({ name: "supabase" }, "role"), [
      entry("STORAGE_BACKEND", "s3"),
    ]);
    expect((await run({ outputs, into: at(".env"), yes: true })).code).toBe(0);
    expect(files()).toEqual([".env.production", "compose.media-storage.yml"]);
  });

  test("refuses an overlay that is a link to nothing, and leaves .env alone", async () => {
    writeFileSync(at(".env"), "A=b\n");
    symlinkSync("nowhere", at("compose.media-storage.yml"));
    const outputs = outputsOf("supa", ofSupabase, supabase);
    expect(await run({ outputs, into: at(".env"), yes: true })).toMatchObject({
      code: 1,
      err: "error: compose.media-storage.yml cannot be read: it does not exist, or is a broken link (lstat ENOENT).\n",
    });
    expect(read(".env")).toBe("A=b\n");
  });

  test("says how to go back when only the first of two files could be written", async () => {
    writeFileSync(at(".env"), "A=b\n");
    const link = fs.linkSync;
    jest.spyOn(fs, "linkSync").mockImplementation((from, to) => {
      if (String(to).endsWith(".yml")) throw Object.assign(new Error(), { code: "ENOSPC", syscall: "link" });
      link(from, to);
    });
    const outputs = outputsOf("supa", ofSupabase, supabase);
    const { code, out, err } = await run({ outputs, into: at(".env"), yes: true });
    expect(code).toBe(1);
    expect(out).toMatch(
      /Wrote \.env; the old file is \.env\.before-s3-TIME\.\nTo restore the old file: npm exec --no -- media-storage env --into \.env --restore \.env\.before-s3-TIME\n$/,
    );
    expect(err).toContain(
      "error: compose.media-storage.yml cannot be created: the disk is full (link ENOSPC).\n",
    );
  });

  test("warns when everybody can read the secrets", async () => {
    chmodSync(at(".env.production"), 0o644);
    expect((await into()).err.replace(/\s+/g, " ")).toContain(
      "Every user of the machine can read .env.production, and it contains secrets: run chmod o-r .env.production",
    );
    const outputs = outputsOf("social", mastodon, [entry("S3_BUCKET", "b")]);
    expect((await into({ outputs })).err).not.toContain("Every user");
  });

  test.each(["$S3_ENDPOINT/a", "${S3_ENDPOINT:-b}"])(
    "warns when %s refers to a variable that is removed",
    async (value) => {
      writeFileSync(at(".env.production"), `S3_ENDPOINT=a\nMINE="${value}"\nB=$S3_ENDPOINTS\n`, {
        mode: 0o600,
      });
      expect((await into()).err).toContain(
        "warning: MINE refers to S3_ENDPOINT, which is removed: put the value itself there.\n",
      );
      expect((await into()).err).not.toContain("B refers");
    },
  );

  test("refuses a value of the block that goes over several lines, with their numbers", async () => {
    writeFileSync(at(".env.production"), 'A=b\nS3_BUCKET="c\nDB_PASS=d"\n', { mode: 0o600 });
    expect((await into({ yes: true })).err).toBe(
      "error: .env.production: line 2 sets S3_BUCKET to a value that goes on to line 3, so a quote is missing; nothing was changed.\n",
    );
  });

  test("of the compose form says that compose finds its file by name", async () => {
    expect((await into({ format: "compose" })).err.replace(/\s+/g, " ")).toContain(
      "Compose reads the variables that the overlay uses from a file named .env: pass --env-file .env.production to docker compose",
    );
  });

  test("with a role takes the keys out, and has nothing else for .env", async () => {
    writeFileSync(at(".env"), "A=b\nSTORAGE_AWS_SECRET_ACCESS_KEY=canary\n");
    const outputs = outputsOf("supa", factsOf({ name: "supabase" }, "role"), [
      entry("STORAGE_BACKEND", "s3"),
    ]);
    const { out } = await run({ outputs, into: at(".env"), yes: true });
    expect(out).toContain("-STORAGE_AWS_SECRET_ACCESS_KEY=[secret, old]\n");
    expect(out).toContain(
      "STORAGE_AWS_SECRET_ACCESS_KEY is removed. The writer is a role, so nothing reads this key.\n",
    );
    expect(read(".env")).toBe("A=b\n");
  });
});

describe("env --restore", () => {
  beforeEach(() => writeFileSync(at(".env.production"), FILE));
  const into = (given: Given): Promise<Result> => run({ into: at(".env.production"), ...given });

  test("brings the bytes back, without the CLI and without showing a value, and keeps what it replaces", async () => {
    await into({ yes: true });
    const written = read(".env.production");
    const asked = await into({ restore: true });
    expect(asked.code).toBe(2);
    expect(asked.out).toContain("-S3_BUCKET=[not shown, old]\n");
    expect(asked.out + asked.err).not.toMatch(/canary/);
    expect(read(".env.production")).toBe(written);

    expect(await into({ restore: true, yes: true })).toMatchObject({ code: 0, err: "" });
    expect(cli.asked()).toEqual([]);
    expect(read(".env.production")).toBe(FILE);
    const kept = files().find((name) => name.includes(".before-restore-"));
    expect(read(kept!)).toBe(written);
    expect(await into({ restore: true, yes: true })).toEqual({
      code: 0,
      out: ".env.production is already the same as .env.production.before-s3-TIME.\n",
      err: "",
    });
  });

  test("takes the newest backup, or the one that it is told", async () => {
    for (const [time, text] of [
      ["1", "A=1\n"],
      ["3", "A=3\n"],
      ["2", "A=2\n"],
    ] as const)
      writeFileSync(at(`.env.production.before-s3-2026112${time}T080000000Z`), text);
    await into({ restore: true, yes: true });
    expect(read(".env.production")).toBe("A=3\n");
    await into({ restore: at(".env.production.before-s3-20261121T080000000Z"), yes: true });
    expect(read(".env.production")).toBe("A=1\n");
  });

  test("brings back a file that nobody can read line by line", async () => {
    writeFileSync(at(".env.production.before-s3-20261121T080000000Z"), 'A="b\n');
    const { code, out } = await into({ restore: true, yes: true });
    expect(code).toBe(0);
    expect(out).toContain("No diff is shown, because one of the files is not an env file in UTF-8.\n");
    expect(read(".env.production")).toBe('A="b\n');
  });

  test("brings back bytes that are no text, and the line breaks of a text", async () => {
    const bytes = Buffer.from("A=\xe9\r\n", "latin1");
    writeFileSync(at("old"), bytes);
    expect((await into({ restore: at("old"), yes: true })).out).toContain("No diff is shown");
    expect(readFileSync(at(".env.production"))).toEqual(bytes);

    writeFileSync(at("old"), `\ufeff${FILE.replaceAll("\n", "\r\n")}`);
    writeFileSync(at(".env.production"), FILE);
    expect((await into({ restore: at("old"), yes: true })).out).toContain(
      ".env.production\nOnly line breaks or the byte order mark change.\nRestored",
    );
  });

  test("makes the file where there is none, with the mode and the owner of the backup", async () => {
    await into({ yes: true });
    rmSync(at(".env.production"));
    const [backup] = files();
    chmodSync(at(backup), 0o640);
    if (process.getuid?.() === 0) fs.chownSync(at(backup), 4321, 1234);
    const { code, out } = await into({ restore: true, yes: true });
    expect(code).toBe(0);
    expect(out).toContain("Restored .env.production from .env.production.before-s3-TIME.\nRestart the app");
    const [made, old] = [statSync(at(".env.production")), statSync(at(backup))];
    expect(read(".env.production")).toBe(FILE);
    expect([made.mode, made.uid, made.gid]).toEqual([old.mode, old.uid, old.gid]);
  });

  test("takes nothing for a backup that the command has not made", async () => {
    for (const end of ["20261125T080000000Z.swp", "20261125T080000000Z~", "9", "old"])
      writeFileSync(at(`.env.production.before-s3-${end}`), "");
    expect((await into({ restore: true })).err).toContain(".env.production has no backup");
  });

  test("says that the folder cannot be read", async () => {
    jest.spyOn(fs, "readdirSync").mockImplementation(() => {
      throw Object.assign(new Error(), { code: "EACCES", syscall: "scandir" });
    });
    const streams = testStreams();
    const code = await env(
      undefined,
      { stack: "dev", cwd: at(), yes: true, into: at(".env.production"), restore: true },
      streams,
    );
    expect(code).toBe(1);
    expect(streams.said.err).toMatch(
      /^error: .* cannot be read: permission denied for .* \(scandir EACCES\)\.\n$/,
    );
  });

  test("says that there is no backup", async () => {
    expect((await into({ restore: true })).err).toBe(
      "error: .env.production has no backup in its folder that is a regular file of its owner; pass --restore BACKUP with the file to restore.\n",
    );
  });
});
