/** `media-storage env`, with a stand-in for the Pulumi CLI. */
import { PassThrough } from "node:stream";
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { parse } from "dotenv";
import { env, type EnvOptions } from "../../../cli/env/env";
import { entry, secret } from "../../env/values";
import { testFolder } from "./folder";
import { outputsOf, standIn, type StandIn } from "./stand-in";

const at = testFolder();
let cli: StandIn;
const path = process.env["PATH"];
afterEach(() => {
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
const mastodon = { app: "mastodon", webDomain: "social.example", store: "aws", writer: "keys" };
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

interface Given extends Partial<EnvOptions> {
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
  const said = { out: "", err: "" };
  const stream = (name: keyof typeof said): NodeJS.WriteStream =>
    Object.assign(new PassThrough(), { isTTY }).on("data", (text) => {
      said[name] += String(text);
    }) as unknown as NodeJS.WriteStream;
  const stdin = Object.assign(new PassThrough(), { isTTY: answer !== undefined });
  if (answer !== undefined) stdin.end(answer);
  const code = await env(
    instance,
    { stack: "dev", cwd: at(), yes: false, ...options },
    { stdin: stdin as unknown as NodeJS.ReadStream, stdout: stream("out"), stderr: stream("err"), env: {} },
  );
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
    expect(out).toBe(`# Media storage of social.example
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
    expect(alone.split("\n")[0]).toBe("# Media storage of social.example");
  });

  test("shows in a terminal what one would obey, and hands it to a pipe as it is", async () => {
    const outputs = { ...outputsOf("social", mastodon, social), socialEnv: "# of \x1b[2Jsocial\n" };
    expect((await run({ outputs })).out).toContain("# of \x1b[2Jsocial\n");
    expect((await run({ outputs, isTTY: true })).out).toContain("# of \\u001b[2Jsocial\n");
    writeFileSync(at("env"), "# \x1b[2J\nA=b\n");
    const { out } = await run({ outputs, into: at("env"), isTTY: true });
    expect(out).toContain(" # \\u001b[2J\n");
    expect(out).toContain("\x1b[32m+S3_ENABLED=true\x1b[39m\n");
  });

  test("names the Secret by the instance, or as it is told", async () => {
    const outputs = outputsOf("mySocial", mastodon, social);
    expect((await run({ outputs, format: "helm" })).out).toContain(
      'existingSecret: "mysocial-media-storage"',
    );
    expect((await run({ outputs, format: "helm", secretName: "s3" })).out).toContain('existingSecret: "s3"');
  });

  test("takes an app's most usual form", async () => {
    const outputs = outputsOf("supa", { ...mastodon, app: "supabase" }, supabase);
    expect((await run({ outputs })).out).toContain("# ----- compose.media-storage.yml\n");
  });

  const two = { ...outputsOf("social", mastodon, social), ...outputsOf("art", mastodon, social) };
  test.each<[string, Given, string]>([
    [
      "no instance of several",
      { outputs: two },
      "The stack dev has several instances; write one of social, art behind `env`.",
    ],
    [
      "an unknown instance",
      { outputs: two, instance: "sozial" },
      'The stack dev has no instance "sozial"; write one of: social, art.',
    ],
    [
      "a stack that is not there",
      { stack: "nope" },
      'There is no stack "nope" here; write --stack with one of: dev.',
    ],
    [
      "a stack without outputs",
      { outputs: {} },
      "The stack dev has no env block yet; deploy it with `pulumi up --stack dev`.",
    ],
    ["what the CLI says", { stack: "broken" }, "Pulumi says: no passphrase"],
    [
      "facts of another schema",
      { outputs: outputsOf("social", { ...mastodon, schema: 2 }, social) },
      'The outputs of "social" are not those of this version of media-storage; deploy it again with `pulumi up --stack dev`.',
    ],
    [
      "entries that are none",
      { outputs: { ...outputsOf("social", mastodon, social), socialEnvEntries: [{ name: "A" }] } },
      'The outputs of "social" are not those of this version of media-storage; deploy it again with `pulumi up --stack dev`.',
    ],
    [
      "an app of a later version",
      { outputs: outputsOf("social", { ...mastodon, app: "peertube" }, social) },
      'The stack\'s app "peertube" is unknown to this version of media-storage; use a newer one.',
    ],
    [
      "a form that is none",
      { format: "ini" },
      'The app has no form "ini"; write --format with one of: dotenv, systemd, compose, helm, kubernetes-secret.',
    ],
    [
      "a file that the form has not",
      { only: "x" },
      'The form has no file "x"; write --only with one of: .env.production.',
    ],
    [
      "a value that the form cannot carry",
      { outputs: outputsOf("social", mastodon, [entry("A", "it's")]) },
      "The value of A contains a single quote, which readers of env files take in different ways; use another one.",
    ],
    [
      "a form without an env file",
      { format: "helm", into: "x" },
      'The form "helm" has no env file to put the block into; write --format with one of: dotenv, compose; or leave --into out.',
    ],
    [
      "a file that is not there",
      { into: "/nowhere/.env" },
      "/nowhere/.env cannot be read or replaced: it is not there (realpath ENOENT).",
    ],
    [
      "to restore nothing",
      { restore: true },
      "--restore needs the file to bring back: write it behind --into.",
    ],
  ])("refuses %s in one line", async (_, given, message) => {
    expect(await run(given)).toEqual({ code: 1, out: "", err: `error: ${message}\n` });
  });

  test("refuses a folder that is not there", async () => {
    expect((await run({ cwd: at("nope") })).err).toBe(
      "error: There is no folder nope; write the one with Pulumi.yaml behind --cwd.\n",
    );
  });

  test("says that it needs the Pulumi CLI", async () => {
    mkdirSync(at("empty"));
    const given = run();
    process.env["PATH"] = at("empty");
    expect((await given).err).toBe(
      "error: The outputs of a stack are read with the Pulumi CLI, and none is on PATH; install it (https://www.pulumi.com/docs/install/).\n",
    );
  });
});

describe("env --into", () => {
  const DIFF = `.env.production
@@ -2,7 +2,11 @@
 LOCAL_DOMAIN=[not shown]
 SMTP_PASSWORD=[not shown]
 
-S3_ENABLED=false
-S3_ENDPOINT=https://old.example
-AWS_SECRET_ACCESS_KEY=[secret, old]
+# media-storage: Media storage of social.example
+S3_ENABLED=true
+AWS_SECRET_ACCESS_KEY=[secret, new]
+S3_BUCKET=social-media
+# media-storage: Empty, not missing.
+S3_PERMISSION=
+AWS_ACCESS_KEY_ID=[secret, new]
 SWIFT_ENABLED=[not shown]
S3_ENDPOINT is taken out. On AWS the SDK finds its own; with one Mastodon changes to path style.
`;
  const WARNING = `warning: SWIFT_ENABLED=true does nothing beside S3_ENABLED=true, and media that are still there are
         not found: copy them into the bucket, then take it out.
`;

  beforeEach(() => writeFileSync(at(".env.production"), FILE, { mode: 0o600 }));
  const into = (given: Given = {}): Promise<Result> => run({ into: at(".env.production"), ...given });

  test("shows the change without a secret, and warns, and writes nothing while nobody says yes", async () => {
    const err = `${WARNING}Nobody can be asked here (stdin is no terminal): look at the diff, then write --yes.\n`;
    expect(await into()).toEqual({ code: 2, out: `${DIFF}Nothing was written.\n`, err });
    for (const answer of ["n\n", "\n", "yeah\n", ""]) {
      expect(await into({ answer })).toEqual({
        code: 2,
        out: `${DIFF}Nothing was written.\n`,
        err: `${WARNING}Write .env.production? [y/N] `,
      });
    }
    expect(files()).toEqual([".env.production"]);
    expect(read(".env.production")).toBe(FILE);
  });

  test.each([{ yes: true }, { answer: "y\n" }, { answer: "Yes\n" }])(
    "writes with %p, and says what now",
    async (given) => {
      const { code, out } = await into(given);
      expect({ code, out }).toEqual({
        code: 0,
        out: `${DIFF}Wrote .env.production; what was there is in .env.production.before-s3-TIME.
The app reads it after:
  systemctl restart mastodon-web mastodon-sidekiq    # not reload, which keeps the old environment
  docker compose up -d                               # where compose runs it; restart does not read the file again
To go back: media-storage env --into .env.production --restore
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
      out: ".env.production has the block already.\n",
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
    const outputs = outputsOf("supa", { ...mastodon, app: "supabase" }, supabase);
    const first = await run({ outputs, into: at(".env"), yes: true });
    expect(first).toMatchObject({ code: 0, err: expect.stringContaining("REGION was stub") as string });
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
      out: ".env has the block already.\n",
    });

    // An overlay that somebody changed is kept too.
    writeFileSync(at("compose.media-storage.yml"), "services: {}\n");
    const again = await run({ outputs, into: at(".env"), yes: true });
    expect(again.out).toContain("-services: {}\n");
    expect(read("compose.media-storage.yml")).toBe(overlay);
    const kept = files().find((name) => name.startsWith("compose.media-storage.yml.before-s3-"));
    expect(read(kept!)).toBe("services: {}\n");
  });

  test("of the compose form says that compose finds its file by name", async () => {
    expect((await into({ format: "compose" })).err).toContain(
      "Compose takes what the overlay refers to from a file named .env: name .env.production",
    );
  });

  test("with a role takes the keys out, and has nothing else for .env", async () => {
    writeFileSync(at(".env"), "A=b\nSTORAGE_AWS_SECRET_ACCESS_KEY=canary\n");
    const outputs = outputsOf("supa", { ...mastodon, app: "supabase", writer: "role" }, [
      entry("STORAGE_BACKEND", "s3"),
    ]);
    const { out } = await run({ outputs, into: at(".env"), yes: true });
    expect(out).toContain("-STORAGE_AWS_SECRET_ACCESS_KEY=[secret, old]\n");
    expect(out).toContain(
      "STORAGE_AWS_SECRET_ACCESS_KEY is taken out. The writer is a role, and nothing reads it.\n",
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
      out: ".env.production is as in .env.production.before-s3-TIME already.\n",
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
    expect(out).toContain("One of the files cannot be read line by line, so no diff is shown.\n");
    expect(read(".env.production")).toBe('A="b\n');
  });

  test("says that there is no backup", async () => {
    expect((await into({ restore: true })).err).toBe(
      "error: There is no backup of .env.production beside it; write the file to bring back behind --restore.\n",
    );
  });
});
