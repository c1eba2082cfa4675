/** The way back of a move from bucket to bucket, run against a real S3 server: who can read what in the old bucket, and how it is stored. */
import { opened } from "../../storage/opened";
import { setTimeout as sleep } from "node:timers/promises";
import type { MastodonSettings } from "../../apps/mastodon/args";
import { mastodonEnv } from "../../apps/mastodon/env";
import { mastodonNeeds } from "../../apps/mastodon/needs";
import { runbookOf } from "../../apps/runbooks";
import { dotenv } from "../../env/formats/dotenv";
import { Direction, runbookMarkdown, type BucketStorageFacts, type RunbookInput } from "../../runbook";
import { factsOf, supabaseFactsOf } from "../apps/runbook/cases";
import { SUPABASE_NEEDS, makeBucket, onRgw } from "./buckets";
import { describeOnRgw } from "./on-rgw";
import { Session } from "./session";

const TIMEOUT_MS = 300_000;
const STORED = { "content-type": "image/x-odd", "cache-control": "max-age=77" };
/** Above the 8 MB from which Mastodon uploads in parts: such an ETag is no checksum. */
const BIG = "x".repeat(9_000_000);

const [kept, shownLater, hiddenLater] = [1, 2, 3].map((n) => `media_attachments/files/${n}/a b[c].png`) as [
  string,
  string,
  string,
];
const big = "media_attachments/files/4/big.mp4";
const archive = "backups/dumps/1/old.zip";
/** Uploaded after the switch. */
const [since, shownSince, hiddenSince, archiveSince, afterwards] = [
  "cache/media_attachments/files/5/since.png",
  "media_attachments/files/8/since.jpg",
  "media_attachments/files/6/*.png",
  "backups/dumps/2/new.zip",
  "media_attachments/files/7/afterwards.png",
] as const;

type Acl = "public-read" | "private";
/** Status for anybody, type, cache header and time of each object. */
type Bucket = Record<string, { status: number; type: unknown; cacheControl: unknown; changed: unknown }>;

describeOnRgw(["aws", "curl", "rclone"], "the way back to another bucket", (server) => {
  let session: Session;
  afterEach(() => session.remove());

  const put = async (who: "other" | "writer", bucket: string, key: string, acl?: Acl): Promise<void> => {
    const headers = { ...STORED, ...(acl && { "x-amz-acl": acl }) };
    // The same content in both buckets.
    const body = key.endsWith(big) ? BIG : key.replace(/^(was|media)\//, "");
    await server.s3.must(server.rgw[who], { method: "PUT", bucket, key, headers, body });
  };
  const setAcl = (who: "other" | "writer", bucket: string, key: string, acl: Acl): Promise<unknown> =>
    server.s3.must(server.rgw[who], {
      method: "PUT",
      bucket,
      key,
      query: "acl",
      headers: { "x-amz-acl": acl },
    });
  async function look(bucket: string, keys: string[]): Promise<Bucket> {
    const entries = keys.map(async (key) => {
      const { headers } = await server.s3.must(server.rgw.other, { method: "HEAD", bucket, key });
      const { status } = await server.s3.ask(undefined, { method: "GET", bucket, key });
      const [type, cacheControl] = [headers["content-type"], headers["cache-control"]];
      return [key, { status, type, cacheControl, changed: headers["last-modified"] }] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }
  const statusesOf = (bucket: Bucket): Record<string, number> =>
    Object.fromEntries(Object.entries(bucket).map(([key, { status }]) => [key, status]));

  /** The session of a move from `old` below the prefix "was". */
  async function begin(
    app: { facts: BucketStorageFacts; block: string; home: string; deployment: RunbookInput["deployment"] },
    old: string,
  ): Promise<void> {
    const { facts, block, home, deployment } = app;
    await server.s3.must(server.rgw.other, { method: "PUT", bucket: old });
    const source = { bucket: old, region: "us-east-1", endpoint: server.rgw.http, keyPrefix: "was" };
    const asked = { stack: "dev", instance: "one", deployment, direction: Direction.S3ToS3 };
    session = new Session(runbookMarkdown(runbookOf({ ...asked, facts, source })), home);
    session.writeKept("one.env", block);
    session.writeOldKey(server.rgw.other);
  }

  async function beginMastodon(bucket: string, access?: "acl"): Promise<void> {
    const settings: MastodonSettings = {
      webDomain: "social.example",
      ...onRgw(server.rgw),
      bucket,
      keyPrefix: "media",
      ...(access && { access }),
    };
    await makeBucket(server.s3, settings, mastodonNeeds(settings));
    const block = dotenv("Media", mastodonEnv<string>(opened(settings), server.rgw.writer));
    const rest = { block, home: "/home/mastodon/live", deployment: "systemd" } as const;
    await begin({ facts: factsOf(settings), ...rest }, `${bucket}-old`);
    session.write(".env.production", "S3_ENABLED=true\n");
  }

  test(
    "with ACLs, the old bucket gets the ACLs of the new one, and what did not change stays as it is",
    async () => {
      const [now, old] = ["acl-back", "acl-back-old"];
      await beginMastodon(now, "acl");
      for (const key of [kept, hiddenLater, big]) await put("other", old, `was/${key}`, "public-read");
      for (const key of [shownLater, archive]) await put("other", old, `was/${key}`, "private");
      const keys = [kept, shownLater, hiddenLater, big, archive].map((key) => `was/${key}`);
      const before = await look(old, keys);
      await session.run(["Before", "First copy", "The switch"]);

      await put("writer", now, `media/${since}`, "public-read");
      await put("writer", now, `media/${shownSince}`, "public-read");
      await put("writer", now, `media/${hiddenSince}`, "private");
      await put("writer", now, `media/${archiveSince}`, "private");
      await setAcl("writer", now, `media/${hiddenLater}`, "private");
      await setAcl("writer", now, `media/${shownLater}`, "public-read");
      // rclone compares whole seconds.
      await sleep(1_100);
      // While Mastodon starts with the old bucket, one more upload ends in the new one, and one is hidden in the old one.
      const meanwhile = `systemctl() {
        store s3api put-object --bucket=${now} --key=media/${afterwards} --acl=public-read > /dev/null &&
          old_store s3api put-object-acl --bucket=${old} --key=was/${since} --acl=private
      }`;
      await session.run(["Before", "The way back"], { before: meanwhile });

      const came = [since, shownSince, hiddenSince, archiveSince].map((key) => `was/${key}`);
      const after = await look(old, [...keys, ...came]);
      const last = await look(old, [`was/${afterwards}`]);
      expect(statusesOf({ ...after, ...last })).toEqual({
        [`was/${kept}`]: 200,
        [`was/${shownLater}`]: 200,
        [`was/${hiddenLater}`]: 403,
        [`was/${big}`]: 200,
        [`was/${archive}`]: 403,
        [`was/${since}`]: 403,
        [`was/${shownSince}`]: 200,
        [`was/${hiddenSince}`]: 403,
        [`was/${archiveSince}`]: 403,
        [`was/${afterwards}`]: 200,
      });
      for (const key of [kept, big, archive]) expect(after[`was/${key}`]).toEqual(before[`was/${key}`]);
      for (const { type, cacheControl } of Object.values(after))
        expect([type, cacheControl]).toEqual(["image/x-odd", "max-age=77"]);
    },
    TIMEOUT_MS,
  );

  test(
    "by default, uploads since the switch are public in the old bucket, data exports are not, and what did not change stays as it is",
    async () => {
      const [now, old] = ["policy-back", "policy-back-old"];
      await beginMastodon(now);
      for (const key of [kept, big]) await put("other", old, `was/${key}`, "public-read");
      for (const key of [hiddenLater, archive]) await put("other", old, `was/${key}`, "private");
      const keys = [kept, big, hiddenLater, archive].map((key) => `was/${key}`);
      const before = await look(old, keys);
      await session.run(["Before", "First copy", "The switch"]);
      for (const key of [since, archiveSince]) await put("writer", now, `media/${key}`);
      await sleep(1_100);
      await session.run(["Before", "The way back"]);
      expect(await look(old, keys)).toEqual(before);
      expect(statusesOf(await look(old, [`was/${since}`, `was/${archiveSince}`]))).toEqual({
        [`was/${since}`]: 200,
        [`was/${archiveSince}`]: 403,
      });
    },
    TIMEOUT_MS,
  );

  test.each(["acl", undefined] as const)(
    "an old bucket without ACLs gets none (access: %s)",
    async (access) => {
      const now = access === undefined ? "policy-none" : "acl-none";
      await beginMastodon(now, access);
      await put("other", `${now}-old`, `was/${kept}`, "public-read");
      await session.run(["Before", "First copy", "The switch"]);
      await put("writer", now, `media/${since}`, access && "public-read");
      await session.run(["Before", "The way back"], { replace: { "OLD_ACL=public-read": "OLD_ACL=''" } });
      expect(statusesOf(await look(`${now}-old`, [`was/${since}`]))).toEqual({ [`was/${since}`]: 403 });
    },
    TIMEOUT_MS,
  );

  test(
    "Supabase: an object that did not change keeps its cache header, in both directions",
    async () => {
      const [bucket, old] = ["supa-back", "supa-back-old"];
      const settings = { ...onRgw(server.rgw), bucket };
      await makeBucket(server.s3, settings, SUPABASE_NEEDS);
      const { accessKeyId, secretAccessKey } = server.rgw.writer;
      const block = `GLOBAL_S3_BUCKET=${bucket}\nREGION=us-east-1\nSTORAGE_AWS_ACCESS_KEY_ID=${accessKeyId}\nSTORAGE_AWS_SECRET_ACCESS_KEY='${secretAccessKey}'\n`;
      const facts = supabaseFactsOf(settings);
      await begin({ facts, block, home: "/opt/supabase", deployment: "compose" }, old);
      session.write(".env", "GLOBAL_S3_BUCKET=stub\nTENANT_ID=stub\n");
      const key = "stub/avatars/me.png/10000000-0000-4000-8000-000000000000";
      await put("other", old, `was/${key}`);
      const docker = `docker() { case "$*" in *TENANT_ID) echo stub;; esac; }`;
      await session.run(["Before", "First copy"], { before: docker });
      // The same content again, as after an upload that was repeated. rclone compares whole seconds.
      await sleep(1_100);
      await put("other", old, `was/${key}`);
      const before = await look(old, [`was/${key}`]);
      await session.run(["Before", "First copy"], { before: docker });
      const { headers } = await server.s3.must(server.rgw.writer, { method: "HEAD", bucket, key });
      expect(headers["cache-control"]).toBe("max-age=77");

      // Now the copy is the newer one.
      await sleep(1_100);
      await put("writer", bucket, key);
      await session.run(["Before", "The way back"], { before: docker });
      expect(await look(old, [`was/${key}`])).toEqual(before);
    },
    TIMEOUT_MS,
  );
});
