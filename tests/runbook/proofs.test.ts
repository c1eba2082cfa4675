/** The proofs before something is given up: each can fail, and weeks later none of them copies, fetches or deletes. */
import { opened } from "../../storage/opened";
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { authentikEnv } from "../../apps/authentik/env";
import { authentikNeeds } from "../../apps/authentik/needs";
import { storeOf } from "../../stores";
import { mastodonEnv } from "../../apps/mastodon/env";
import { mastodonNeeds } from "../../apps/mastodon/needs";
import type { PolicyNeeds } from "../../storage/needs";
import { runbookOf } from "../../apps/runbooks";
import { Direction, runbookMarkdown, type BucketStorageFacts, type RunbookInput } from "../../runbook";
import type { StorageSettings } from "../../storage/args";
import { dotenv } from "../../env/formats/dotenv";
import { findOnPath } from "../e2e/engine";
import type { Credentials } from "../rgw/client";
import { authentikFactsOf, factsOf, supabaseFactsOf } from "../apps/runbook/cases";
import { SUPABASE_NEEDS, makeBucket, objectsOf, onRgw, putObject } from "./buckets";
import { describeOnRgw, type Server } from "./on-rgw";
import { Session } from "./session";

const TIMEOUT_MS = 300_000;

interface App {
  name: string;
  deployment: RunbookInput["deployment"];
  /** The folder that the runbook names, and below it that with the files. */
  home: string;
  files: string;
  /** The name of the env block's instance, the app's own settings, and a file or object of each kind. */
  settingsFile: string;
  keys: [string, string, string, string];
  settings(server: Server, bucket: string): Promise<{ facts: BucketStorageFacts; block: string }>;
  /** Functions in place of what the machine has not. */
  before: string;
}

async function make(
  { s3 }: Server,
  settings: StorageSettings,
  needs: PolicyNeeds,
  facts: BucketStorageFacts,
  env: (writer: Credentials) => Parameters<typeof dotenv>[1],
): Promise<{ facts: BucketStorageFacts; block: string }> {
  await makeBucket(s3, settings, needs);
  return { facts, block: dotenv("Block", env(s3.server.writer)) };
}

const version = (n: number): string => `stub/docs/name/${n}0000000-0000-4000-8000-000000000000`;

const MASTODON: App = {
  name: "Mastodon",
  deployment: "systemd",
  home: "/home/mastodon/live",
  files: "public/system",
  settingsFile: ".env.production",
  keys: ["accounts/a.png", "accounts/b c.webp", "cache/d.gif", "media_attachments/e.jpg"],
  settings: (server, bucket) => {
    const settings = { webDomain: "social.example", ...onRgw(server.rgw), bucket };
    const needs = mastodonNeeds(settings);
    return make(server, settings, needs, factsOf(settings), (writer) =>
      mastodonEnv<string>(opened(settings), writer),
    );
  },
  before: "",
};

const AUTHENTIK: App = {
  name: "authentik",
  deployment: "compose",
  home: "/opt/authentik",
  files: "data",
  settingsFile: ".env",
  keys: ["reports/public/e.csv", "media/public/a.png", "media/public/b c.webp", "media/public/d.svg"],
  settings: (server, bucket) => {
    const settings = {
      version: "2026.5",
      origins: ["https://authentik.company"],
      ...onRgw(server.rgw),
      bucket,
    };
    const needs = authentikNeeds(settings, storeOf(settings.store));
    return make(server, settings, needs, authentikFactsOf(settings), (writer) =>
      authentikEnv<string>(opened(settings), writer),
    );
  },
  before: "",
};

const SUPABASE: App = {
  name: "Supabase",
  deployment: "compose",
  home: "/opt/supabase",
  files: "volumes/storage/local",
  settingsFile: ".env",
  keys: [version(1), version(2), version(3), version(4)],
  settings: (server, bucket) => {
    const settings = { ...onRgw(server.rgw), bucket };
    return make(
      server,
      settings,
      SUPABASE_NEEDS,
      supabaseFactsOf(settings),
      ({ accessKeyId, secretAccessKey }) =>
        Object.entries({
          STORAGE_AWS_ACCESS_KEY_ID: accessKeyId,
          STORAGE_AWS_SECRET_ACCESS_KEY: secretAccessKey,
        }).map(([name, value]) => ({ name, value, secret: true, comment: "" })),
    );
  },
  before: `docker() {
  case "$*" in
    *"printenv GLOBAL_S3_BUCKET") echo local;;
    *"printenv TENANT_ID") echo stub;;
    *config*) echo '      GLOBAL_S3_BUCKET: "local"';;
    *"count(*)"*) :;;
  esac
}`,
};

const APPS = [MASTODON, AUTHENTIK, SUPABASE];

/** The counts of the runbook that end as a failure when all is well. */
const NONE_FOUND = { "grep -c 'No such attribute'": "grep -c 'No such attribute' || true" };

describeOnRgw(["aws", "getfattr", "rclone"], "proofs", (server) => {
  let session: Session;
  afterEach(() => session.remove());

  async function begin(app: App, direction: Direction, bucket: string, source?: RunbookInput["source"]) {
    const { facts, block } = await app.settings(server, bucket);
    const input: RunbookInput = {
      ...{ stack: "dev", instance: "media", deployment: app.deployment, direction, facts },
      ...(source !== undefined && { source }),
    };
    session = new Session(runbookMarkdown(runbookOf(input)), app.home);
    session.writeKept("media.env", block);
    session.write(app.settingsFile, "A=b\n");
    mkdirSync(join(session.folder, app.files, "stub"), { recursive: true });
  }

  /** The clock of the move is in seconds. */
  const nextSecond = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1_100));
  const move = async (app: App, direction: Direction): Promise<string> => {
    // What was written just before the switch would seem to be written after it.
    await nextSecond();
    return session.run(["Before", "First copy", "The switch"], {
      before: app.before,
      ...(app.name === "Supabase" && direction === Direction.FileToS3 && { replace: NONE_FOUND }),
    });
  };
  const proofs = (app: App, before = ""): Promise<string> =>
    session.later(/Proof [23]/, { before: `${app.before}\n${before}` });

  const file = (app: App, key: string): string => join(session.folder, app.files, key);
  function writeFile(app: App, key: string, content = key): void {
    mkdirSync(dirname(file(app, key)), { recursive: true });
    writeFileSync(file(app, key), content);
  }
  function filesOf(app: App): Record<string, string> {
    const root = join(session.folder, app.files);
    const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) =>
      statSync(join(root, path)).isFile(),
    );
    return Object.fromEntries(paths.sort().map((path) => [path, readFileSync(join(root, path), "utf8")]));
  }
  const put = (bucket: string, key: string, body = key, who = server.rgw.writer): Promise<void> =>
    putObject(server.s3, who, bucket, key, {}, body);
  const remove = async (bucket: string, key: string, who = server.rgw.writer): Promise<void> => {
    await server.s3.must(who, { method: "DELETE", bucket, key });
  };
  /** Sets a file's time back to before the switch. */
  const isOld = (app: App, key: string): void => utimesSync(file(app, key), 1_700_000_000, 1_700_000_000);

  test.each(APPS)(
    "$name, file-to-s3: what the app deletes, adds and replaces in the bucket afterwards is no fault, and stays as it is",
    async (app) => {
      const bucket = `${app.name.toLowerCase()}-later`;
      const [deleted, replaced, kept, added] = app.keys;
      await begin(app, Direction.FileToS3, bucket);
      for (const key of [deleted, replaced, kept]) writeFile(app, key);
      await move(app, Direction.FileToS3);
      await remove(bucket, deleted);
      await put(bucket, replaced, "a newer one");
      await put(bucket, added);
      const before = [await objectsOf(server.s3, bucket), filesOf(app)];
      const out = await proofs(app);
      expect(out).toMatch(/OK: none of 3 files is missing\nOK: none of the files is newer than the switch/);
      expect([await objectsOf(server.s3, bucket), filesOf(app)]).toEqual(before);
      const { text } = await server.s3.must(server.rgw.writer, { method: "GET", bucket, key: replaced });
      expect(text).toBe("a newer one");

      // What makes it fail is the same lines for every app.
      if (app !== MASTODON) return;
      // A file that was never copied.
      const never = `${kept}0`;
      writeFile(app, never);
      isOld(app, never);
      await expect(proofs(app)).rejects.toThrow(`${never}\n`);
      rmSync(file(app, never));
      // A file that somebody still writes.
      await nextSecond();
      writeFile(app, replaced, replaced.toUpperCase());
      await expect(proofs(app)).rejects.toThrow(/STOP: these files were written after the switch/);
      isOld(app, replaced);
      await proofs(app);
      // A list that fails proves nothing.
      await expect(proofs(app, "aws() { return 1; }")).rejects.toThrow("cannot be listed");
      // And without the list of the switch nobody knows what was copied.
      rmSync(join(session.folder, session.move, "switch.txt"));
      await expect(proofs(app)).rejects.toThrow(/switch\.txt is missing/);
    },
    TIMEOUT_MS,
  );

  test.each(APPS)(
    "$name, s3-to-file: what the app deletes, adds and replaces in the folder afterwards is no fault, and stays as it is",
    async (app) => {
      const bucket = `${app.name.toLowerCase()}-back`;
      const [deleted, replaced, kept, added] = app.keys;
      await begin(app, Direction.S3ToFile, bucket);
      for (const key of [deleted, replaced, kept]) await put(bucket, key);
      await move(app, Direction.S3ToFile);
      rmSync(file(app, deleted));
      writeFile(app, replaced, "a newer one");
      writeFile(app, added);
      const before = [await objectsOf(server.s3, bucket), filesOf(app)];
      const out = await proofs(app);
      expect(out).toMatch(
        /OK: none of 3 objects is missing\nOK: none of the objects is newer than the switch/,
      );
      expect([await objectsOf(server.s3, bucket), filesOf(app)]).toEqual(before);

      if (app !== MASTODON) return;
      await nextSecond();
      await put(bucket, `${kept}1`);
      await expect(proofs(app)).rejects.toThrow(`${kept}1\n`);
      await remove(bucket, `${kept}1`);
      await put(bucket, replaced, replaced.toUpperCase());
      await expect(proofs(app)).rejects.toThrow(/STOP: these objects were written after the switch/);
    },
    TIMEOUT_MS,
  );

  test(
    "between two buckets: the same; and an old bucket that is not there is no other bucket",
    async () => {
      const app = MASTODON;
      const name = app.name.toLowerCase();
      const [bucket, old] = [`${name}-new`, `${name}-old`];
      const [deleted, replaced, kept, added] = app.keys;
      const { other } = server.rgw;
      await server.s3.must(other, { method: "PUT", bucket: old });
      for (const key of [deleted, replaced, kept]) await put(old, key, key, other);
      await begin(app, Direction.S3ToS3, bucket, {
        bucket: old,
        region: "us-east-1",
        endpoint: server.rgw.http,
      });
      session.writeOldKey(other);
      await move(app, Direction.S3ToS3);
      await remove(bucket, deleted);
      await put(bucket, replaced, "a newer one");
      await put(bucket, added);
      const before = await objectsOf(server.s3, bucket);
      const out = await proofs(app);
      expect(out).toMatch(
        /two different buckets\nOK: none of 3 old objects is missing\nOK: none of the old objects is newer than the switch/,
      );
      expect(await objectsOf(server.s3, bucket)).toEqual(before);

      await nextSecond();
      await put(old, `${kept}1`, "x", other);
      await expect(proofs(app)).rejects.toThrow(`${kept}1\n`);
      await remove(old, `${kept}1`, other);
      await put(old, replaced, "written after the switch", other);
      await expect(proofs(app)).rejects.toThrow(/STOP: these old objects were written after the switch/);
      for (const key of [deleted, replaced, kept]) await remove(old, key, other);
      await expect(proofs(app)).rejects.toThrow(/There are no old objects/);
      // rclone ends with 3 for a folder that is not there, and newer ones for a bucket too.
      const rclone = findOnPath("rclone") ?? "";
      const ends3 = `#!/bin/bash\ncase "$1 $2" in "lsf old:"*) exit 3 ;; *) exec ${rclone} "$@" ;; esac\n`;
      const bin = dirname(session.write("bin/rclone", ends3, 0o755));
      await expect(proofs(app, `PATH=${bin}:$PATH`)).rejects.toThrow(
        "not known whether it is a different bucket",
      );
    },
    TIMEOUT_MS,
  );

  test(
    "the switch stops where something is missing, and says what, while the settings are the old ones",
    async () => {
      const app = MASTODON;
      const bucket = `${app.name.toLowerCase()}-missing`;
      const [one, two] = app.keys;
      await begin(app, Direction.FileToS3, bucket);
      for (const key of [one, two]) writeFile(app, key);
      // The copy says that it did what it did not.
      const aws = `aws() { case "$*" in *" s3 cp "*) ;; *) command aws "$@" ;; esac; }`;
      const moving = session.run(["Before", "First copy", "The switch"], {
        before: aws,
      });
      await expect(moving).rejects.toThrow(/STOP: 2 of 2 files are missing in the objects/);
      expect(readFileSync(join(session.folder, app.settingsFile), "utf8")).toBe("A=b\n");
    },
    TIMEOUT_MS,
  );

  test(
    "authentik: an icon that was replaced in the bucket since the switch is not overwritten by the last copy, nor is a file by the last fetch",
    async () => {
      const app = AUTHENTIK;
      const [report, icon, late] = app.keys;
      await begin(app, Direction.FileToS3, "icons");
      writeFile(app, icon);
      // While server and worker are made again, one icon is replaced in the bucket, and another one is still written as a file.
      writeFileSync(join(session.folder, "newer"), "a newer icon");
      const docker = `docker() { mkdir -p "$FILES/media/public" && echo late > "$FILES/${late}" && store s3 cp newer "s3://$BUCKET/${icon}" > /dev/null; }`;
      await session.run(["Before", "First copy", "The switch"], { before: docker });
      const inBucket = await server.s3.must(server.rgw.writer, { method: "GET", bucket: "icons", key: icon });
      expect(inBucket.text).toBe("a newer icon");
      expect(Object.keys(await objectsOf(server.s3, "icons")).sort()).toEqual([icon, late].sort());
      session.remove();

      await begin(app, Direction.S3ToFile, "icons-back");
      for (const key of [report, icon]) await put("icons-back", key);
      const write = `docker() { echo newer > "$FILES/${icon}" && echo x | store s3 cp - "s3://$BUCKET/${late}"; }`;
      await session.run(["Before", "First copy", "The switch"], { before: write });
      expect(filesOf(app)).toEqual({ [icon]: "newer\n", [late]: "x\n", [report]: report });
    },
    TIMEOUT_MS,
  );
});
