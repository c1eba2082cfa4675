/** Mastodon's runbooks, run line by line against a real S3 server. */
import { opened } from "../../storage/opened";
import { randomBytes } from "node:crypto";
import { chmodSync, readFileSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { mastodonEnv } from "../../apps/mastodon/env";
import { mastodonNeeds } from "../../apps/mastodon/needs";
import { runbookOf } from "../../apps/runbooks";
import { Direction, runbookMarkdown, type RunbookInput } from "../../runbook";
import type { MastodonSettings } from "../../apps/mastodon/args";
import { dotenv } from "../../env/formats/dotenv";
import type { Credentials } from "../rgw/client";
import { factsOf } from "../apps/runbook/cases";
import { makeBucket, objectsOf, onRgw, putObject, statusOf } from "./buckets";
import { CHECKED_WITH_TOKEN, mastodonApi } from "./mastodon-api";
import { describeOnRgw } from "./on-rgw";
import { Session } from "./session";

const HOME = "/home/mastodon/live";
const CACHE_CONTROL = "public, max-age=315576000, immutable";
const TIMEOUT_MS = 300_000;
/** Above the 8 MB from which the AWS CLI uploads in parts. */
const BIG = randomBytes(9_000_000);

/** Files of an instance below public/system, each with the type that Mastodon gives its upload. */
const FILES: Record<string, string> = {
  "accounts/avatars/1/original/a.png": "image/png",
  "cache/accounts/avatars/2/original/b.webp": "image/webp",
  "cache/media_attachments/files/3/original/c.avif": "image/avif",
  "custom_emojis/images/4/original/d.gif": "image/gif",
  "media_attachments/files/5/original/e.jpg": "image/jpeg",
  "media_attachments/files/5/small/e.jpg": "image/jpeg",
  "media_attachments/files/6/original/big.mp4": "video/mp4",
  "media_attachments/files/7/original/sound.flac": "audio/flac",
  "media_attachments/files/8/original/sound.m4a": "audio/mp4",
  "site_uploads/files/9/original/logo.svg": "image/svg+xml",
  "backups/dumps/10/original/archive.zip": "application/zip",
};
const HIDDEN = "media_attachments/files/11/original/hidden.jpg";
/** Hidden ones whose names would be patterns. */
const ODD_NAMES = ["*.png", "{a,b}[c] d+e%2F#?.png"].map(
  (name) => `media_attachments/files/12/original/${name}`,
);

const stored = (type: string) => ({ type, cacheControl: CACHE_CONTROL });
const below = (prefix: string, files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).map(([key, type]) => [prefix + key, stored(type)]));

describeOnRgw(["aws", "curl", "rclone"], "Mastodon's runbooks", (server) => {
  let session: Session;
  afterEach(() => session.remove());

  async function makeSettings(
    rest: Partial<MastodonSettings> & { bucket: string },
  ): Promise<MastodonSettings> {
    const settings = { webDomain: "social.example", ...onRgw(server.rgw), ...rest };
    await makeBucket(server.s3, settings, mastodonNeeds(settings));
    return settings;
  }

  /** A session with what is there before the move. */
  function begin(settings: MastodonSettings, direction: Direction, source?: RunbookInput["source"]): void {
    const input = {
      stack: "dev",
      instance: "social",
      deployment: "systemd",
      direction,
      facts: factsOf(settings),
      ...(source && { source }),
    } as const;
    session = new Session(runbookMarkdown(runbookOf(input)), HOME);
    session.writeKept(
      "social.env",
      dotenv("Media", mastodonEnv<string>(opened(settings), server.rgw.writer)),
    );
    session.write(
      ".env.production",
      "LOCAL_DOMAIN=social.example\n# S3 comes later\nS3_ENABLED=false\n",
      0o640,
    );
  }

  function writeFiles(): void {
    for (const path of Object.keys(FILES)) {
      session.write(`public/system/${path}`, path.includes("big") ? BIG : path);
    }
    session.write("public/system/imports/data/1/original/follows.csv", "secret");
  }

  test(
    "file-to-s3: every file has the key that Mastodon asks for, its type and its cache header, and the second copy brings what came between",
    async () => {
      const settings = await makeSettings({ bucket: "to-s3" });
      const { bucket } = settings;
      begin(settings, Direction.FileToS3);
      writeFiles();
      const late = "media_attachments/files/12/original/late.webp";
      // Half of it is there when the first copy reads it, and a folder that is on another disk.
      const half = "media_attachments/files/16/original/half.png";
      session.write(`public/system/${half}`, "half");
      const elsewhere = "media_attachments/files/17/original/elsewhere.gif";
      session.write("disk/17/original/elsewhere.gif", "elsewhere");
      symlinkSync(
        join(session.folder, "disk/17"),
        join(session.folder, "public/system/media_attachments/files/17"),
      );
      // What somebody uploads while the first copy runs.
      const before = `systemctl() { case "$*" in stop*) echo whole >> "$FILES/${half}" && mkdir -p "$(dirname "$FILES/${late}")" && echo late > "$FILES/${late}";; esac; echo "systemctl $*" >> calls.txt; }`;
      await session.run(["Before", "First copy", "The switch"], { before });

      expect(await objectsOf(server.s3, bucket)).toEqual(
        below("", { ...FILES, [late]: "image/webp", [half]: "image/png", [elsewhere]: "image/gif" }),
      );
      const whole = await server.s3.must(server.rgw.writer, { method: "GET", bucket, key: half });
      expect(whole.text).toBe("halfwhole\n");
      const big = await server.s3.must(server.rgw.writer, {
        method: "GET",
        bucket,
        key: "media_attachments/files/6/original/big.mp4",
      });
      expect(big.body.equals(BIG)).toBe(true);
      expect(await statusOf(server.s3, bucket, "accounts/avatars/1/original/a.png")).toBe(200);
      expect(await statusOf(server.s3, bucket, "backups/dumps/10/original/archive.zip")).toBe(403);
      expect(readFileSync(join(session.folder, "calls.txt"), "utf8").split("\n")).toEqual([
        `su - mastodon -c cd "$0" && RAILS_ENV=production bin/tootctl media remove --days=7 ${session.folder}`,
        "systemctl stop mastodon-web mastodon-sidekiq",
        "systemctl restart mastodon-web mastodon-sidekiq",
        "",
      ]);
      const env = join(session.folder, ".env.production");
      expect(readFileSync(env, "utf8")).toMatch(
        /^LOCAL_DOMAIN=social.example\n# S3 comes later\nS3_ENABLED=true\nS3_BUCKET=to-s3\n/,
      );
      expect(statSync(env).mode & 0o777).toBe(0o640);

      // What is uploaded after the switch comes back with the rest, and so do the settings.
      const after = "media_attachments/files/13/original/after.png";
      await putObject(server.s3, server.rgw.writer, bucket, after, { "content-type": "image/png" });
      session.write(".env.production", `${readFileSync(env, "utf8")}SMTP_SERVER=changed-since\n`);
      const shown = await session.run(["Before", "The way back"]);
      const [preview = ""] = shown.slice(shown.indexOf("@@")).split("Nothing was written.");
      expect(preview).toMatch(/^-S3_ENABLED=[^]*^-SMTP_SERVER=[^]*^\+S3_ENABLED=/m);
      expect(preview).not.toContain("changed-since");
      expect(readFileSync(join(session.folder, "public/system", after), "utf8")).toBe(after);
      expect(readFileSync(env, "utf8")).toContain("S3_ENABLED=false");
    },
    TIMEOUT_MS,
  );

  test(
    "the checks see the counts, the types, a public file, that nobody can list, and an upload come and go",
    async () => {
      const settings = await makeSettings({ bucket: "checked" });
      const { bucket } = settings;
      begin(settings, Direction.FileToS3);
      writeFiles();
      await session.run(["Before", "First copy"]);
      session.write("check.jpg", "jpg");
      const keys = ["original", "small"].map((style) => `media_attachments/files/14/${style}/check.jpg`);
      const api = await mastodonApi({
        upload: async () => {
          for (const key of keys)
            await putObject(server.s3, server.rgw.writer, bucket, key, {
              "content-type": "image/jpeg",
              "cache-control": CACHE_CONTROL,
            });
          const [url, preview_url] = keys.map((key) => `${server.rgw.http}/${bucket}/${key}`);
          return {
            id: "14",
            type: "image",
            url,
            preview_url,
            remote_url: null,
            text_url: "https://social.example/x",
          };
        },
        remove: async (id) => {
          expect(id).toBe("14");
          for (const key of keys) await server.s3.must(server.rgw.writer, { method: "DELETE", bucket, key });
        },
      });
      try {
        const out = await session
          .run(["Before", "Checks"], {
            replace: { "https://social.example": api.url, ...CHECKED_WITH_TOKEN },
          })
          .catch((error: unknown) => String(error));
        const lines = out.split("\n");
        expect(lines).toContain("11");
        expect(lines.filter((line) => line.endsWith(`\t${CACHE_CONTROL}`)).sort()).toEqual(
          [
            ...["zip\tapplication/zip", "flac\taudio/flac", "m4a\taudio/mp4", "avif\timage/avif"],
            ...["gif\timage/gif", "jpg\timage/jpeg", "png\timage/png", "svg\timage/svg+xml"],
            ...["webp\timage/webp", "mp4\tvideo/mp4"],
          ]
            .map((type) => `${type}\t${CACHE_CONTROL}`)
            .concat(keys.map((key) => `${key.length}\timage/jpeg\t${CACHE_CONTROL}`))
            .sort(),
        );
        expect(out).toMatch(/HTTP\/1.1 200 OK\r\n/);
        expect(out).toMatch(/\n0\n0\n/);
        expect(out).toMatch(/\n200\n\(404\)\n\(404\)\n$/);
      } finally {
        api.stop();
      }
    },
    TIMEOUT_MS,
  );

  const putAcl = (bucket: string, who: Credentials, key: string, acl: string): Promise<unknown> =>
    server.s3.must(who, { method: "PUT", bucket, key, query: "acl", headers: { "x-amz-acl": acl } });

  test(
    "with ACLs and a key prefix: each file has its own ACL, exports and what Mastodon has hidden have none; and back",
    async () => {
      const settings = await makeSettings({ bucket: "with-acls", access: "acl", keyPrefix: "media" });
      const { bucket } = settings;
      begin(settings, Direction.FileToS3);
      writeFiles();
      session.write(`public/system/${HIDDEN}`, "hidden", 0o600);
      await session.run(["Before", "First copy", "The switch"]);
      expect(await objectsOf(server.s3, bucket)).toEqual(
        below("media/", { ...FILES, [HIDDEN]: "image/jpeg" }),
      );
      const isPublic = async (path: string) => (await statusOf(server.s3, bucket, `media/${path}`)) === 200;
      const open = await Promise.all(
        [...Object.keys(FILES), HIDDEN].map(async (path) => [path, await isPublic(path)]),
      );
      expect(open.filter(([, is]) => is === false).map(([path]) => path)).toEqual([
        "backups/dumps/10/original/archive.zip",
        HIDDEN,
      ]);
      session.remove();

      begin(settings, Direction.S3ToFile);
      await session.run(["Before", "First copy", "The switch"]);
      const system = join(session.folder, "public/system");
      expect(filesBelow(system)).toEqual([...Object.keys(FILES), HIDDEN].sort());
      const modes = [...Object.keys(FILES), HIDDEN].filter(
        (path) => (statSync(join(system, path)).mode & 0o777) === 0o600,
      );
      expect(modes).toEqual([HIDDEN]);
    },
    TIMEOUT_MS,
  );

  test(
    "with ACLs: what Mastodon hides or shows between the copies, or after the switch, is so in the bucket and in the files",
    async () => {
      const settings = await makeSettings({ bucket: "hidden-later", access: "acl", keyPrefix: "media" });
      const { bucket } = settings;
      const [shown, hidden] = [HIDDEN, "media_attachments/files/11/original/later.jpg"];
      const withoutObject = "media_attachments/files/11/original/deleted-since.jpg";
      begin(settings, Direction.FileToS3);
      session.write(`public/system/${shown}`, "shown later", 0o600);
      session.write(`public/system/${hidden}`, "hidden later");
      const modeOf = (path: string): number =>
        statSync(join(session.folder, "public/system", path)).mode & 0o777;
      const statuses = () =>
        Promise.all([shown, hidden].map((path) => statusOf(server.s3, bucket, `media/${path}`)));
      await session.run(["Before", "First copy"]);
      expect(await statuses()).toEqual([403, 200]);

      chmodSync(join(session.folder, "public/system", shown), 0o644);
      chmodSync(join(session.folder, "public/system", hidden), 0o600);
      await session.run(["Before", "The switch"]);
      expect(await statuses()).toEqual([200, 403]);

      // Since the switch Mastodon changes the objects' ACLs only.
      await putAcl(bucket, server.rgw.writer, `media/${shown}`, "private");
      await putAcl(bucket, server.rgw.writer, `media/${hidden}`, "public-read");
      session.write(`public/system/${withoutObject}`, "nobody may see it", 0o600);
      await session.run(["Before", "The way back"]);
      expect([shown, hidden, withoutObject].map(modeOf)).toEqual([0o600, 0o644, 0o600]);
    },
    TIMEOUT_MS,
  );

  test(
    "s3-to-file: every object becomes the file that Mastodon serves, what came between the copies too, and no setting for S3 stays",
    async () => {
      const settings = await makeSettings({ bucket: "to-file" });
      const { bucket } = settings;
      begin(settings, Direction.S3ToFile);
      for (const [key, type] of Object.entries(FILES))
        await putObject(server.s3, server.rgw.writer, bucket, key, { "content-type": type });
      await putObject(server.s3, server.rgw.writer, bucket, "imports/data/1/original/follows.csv", {});
      session.write(
        ".env.production",
        "LOCAL_DOMAIN=social.example\nS3_ENABLED=true\nS3_PERMISSION=\nAWS_ACCESS_KEY_ID=x\nEXTRA_MEDIA_HOSTS=https://x\nSMTP_SERVER=y\n",
      );
      await session.run(["Before", "First copy", "The switch"]);
      const system = join(session.folder, "public/system");
      expect(filesBelow(system)).toEqual(Object.keys(FILES).sort());
      expect(readFileSync(join(session.folder, ".env.production"), "utf8")).toBe(
        "LOCAL_DOMAIN=social.example\nEXTRA_MEDIA_HOSTS=https://x\nSMTP_SERVER=y\n",
      );

      const changed = statSync(join(system, "accounts/avatars/1/original/a.png")).mtimeMs;
      await session.run(["Before", "First copy"]);
      expect(statSync(join(system, "accounts/avatars/1/original/a.png")).mtimeMs).toBe(changed);
    },
    TIMEOUT_MS,
  );

  test(
    "s3-to-s3: types and cache headers come along, of large files too, each bucket with its own key; and what is hidden is never public in the new one",
    async () => {
      await server.s3.must(server.rgw.other, { method: "PUT", bucket: "old" });
      const headers = (type: string) => ({
        "content-type": type,
        "cache-control": CACHE_CONTROL,
        "x-amz-acl": "public-read",
      });
      const odd = Object.fromEntries(ODD_NAMES.map((key) => [key, "image/png"]));
      for (const [key, type] of Object.entries({ ...FILES, ...odd, [HIDDEN]: "image/jpeg" })) {
        const own =
          key === HIDDEN || key in odd || key.startsWith("backups/")
            ? { ...headers(type), "x-amz-acl": "private" }
            : headers(type);
        await putObject(
          server.s3,
          server.rgw.other,
          "old",
          `was/${key}`,
          own,
          key.includes("big") ? "x".repeat(9_000_000) : key,
        );
      }
      // A type that no extension says.
      await putObject(
        server.s3,
        server.rgw.other,
        "old",
        "was/accounts/avatars/15/original/none",
        headers("image/webp"),
      );
      const settings = await makeSettings({ bucket: "new", access: "acl" });
      const { bucket } = settings;
      begin(settings, Direction.S3ToS3, {
        bucket: "old",
        region: "us-east-1",
        endpoint: server.rgw.http,
        keyPrefix: "was",
      });
      session.writeOldKey(server.rgw.other);
      const all = {
        ...FILES,
        ...odd,
        [HIDDEN]: "image/jpeg",
        "accounts/avatars/15/original/none": "image/webp",
      };
      const closed = async (): Promise<string[]> => {
        const keys = await Promise.all(
          Object.keys(all).map(async (key) =>
            (await statusOf(server.s3, bucket, key)) === 200 ? [] : [key],
          ),
        );
        return keys.flat();
      };
      const archive = "backups/dumps/10/original/archive.zip";
      await session.run(["Before", "First copy"]);
      expect(await objectsOf(server.s3, bucket)).toEqual(below("", all));
      expect(await closed()).toEqual([archive, ...ODD_NAMES, HIDDEN]);

      // Between the copies one account is suspended, and another one is not any more. A third one is shown again after the switch.
      const [hiddenLater, shownLater] = ["cache/media_attachments/files/3/original/c.avif", ODD_NAMES[0]!];
      const shownInNew = ODD_NAMES[1]!;
      await putAcl("old", server.rgw.other, `was/${hiddenLater}`, "private");
      await putAcl("old", server.rgw.other, `was/${shownLater}`, "public-read");
      await putAcl(bucket, server.rgw.writer, shownInNew, "public-read");
      await session.run(["Before", "The switch"]);
      expect((await closed()).sort()).toEqual([archive, HIDDEN, hiddenLater].sort());

      // Behind a CDN that alone may read the old bucket every file looks hidden.
      const nobody = { before: "curl() { printf 403; }; export -f curl" };
      await expect(session.run(["Before", "First copy"], nobody)).rejects.toThrow(
        "STOP: nobody can read any media attachment",
      );
      await session.run(["Before", "First copy"], {
        ...nobody,
        replace: { "export HIDDEN_URL=": "HIDDEN_URL= URL=" },
      });
      expect((await closed()).sort()).toEqual([archive, HIDDEN, hiddenLater].sort());
      expect(readdirSync(session.folder).filter((file) => file.includes(".before-"))).toEqual([
        expect.stringMatching(/^\.env\.production\.before-s3-\d{8}T\d{9}Z$/),
      ]);
      expect(readdirSync(join(session.folder, session.move)).sort()).toEqual(
        [
          ".env.production",
          "began",
          "hidden.txt",
          "old.env",
          "private.txt",
          "social.env",
          "switch.txt",
        ].sort(),
      );
    },
    TIMEOUT_MS,
  );
});

/** The files below a folder, sorted, as their paths below it. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();
}
