/** Mastodon's runbooks of a bucket on R2. Its media host is the Worker in Cloudflare's own runtime. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { mastodonEnv } from "../../apps/mastodon/env";
import { runbookOf } from "../../apps/runbooks";
import { dotenv } from "../../env/formats/dotenv";
import { Direction, runbookMarkdown } from "../../runbook";
import { opened } from "../../storage/opened";
import { factsOf } from "../apps/runbook/cases";
import { WorkerStage } from "../hosts/r2-worker/worker-stage";
import { putObject, type Stored } from "./buckets";
import { CHECKED_WITH_TOKEN, mastodonApi } from "./mastodon-api";
import { describeOnR2, R2_STORE, type NewSession, type OnR2 } from "./on-r2";
import { Session } from "./session";

const TIMEOUT_MS = 300_000;
const MEDIA_URL = "https://files.social.example";
const CACHE = "public, max-age=315576000, immutable";
/** R2's answer to the checks that ask it without a signature. */
const UNSIGNED = /^InvalidArgument: Authorization/;
const NONE_LISTED = { "grep -c ListBucketResult": "(grep -c ListBucketResult || true)" };

/** Each key with the type of Mastodon's upload. */
const TYPES: Record<string, string> = {
  "accounts/avatars/1/original/a.png": "image/png",
  "cache/media_attachments/files/3/original/c.avif": "image/avif",
  "media_attachments/files/6/original/big.mp4": "video/mp4",
  "media_attachments/files/7/original/b c.webp": "image/webp",
  "backups/dumps/10/original/archive.zip": "application/zip",
};
/** Above the 8 MB from which the AWS CLI uploads in parts, which R2 needs to be of one size. */
const bodyOf = (key: string): string => (key.includes("big") ? "x".repeat(20_000_001) : key);

const stored = (types: Record<string, string>): Record<string, Stored> =>
  Object.fromEntries(Object.entries(types).map(([key, type]) => [key, { type, cacheControl: CACHE }]));
const headers = (type: string) => ({ "content-type": type, "cache-control": CACHE });

const newSession: NewSession = ({ bucket, ...move }, writer) => {
  const settings = {
    webDomain: "social.example",
    store: R2_STORE,
    mediaHost: { hostname: "files.social.example", r2: { zoneId: "fedcba9876543210fedcba9876543210" } },
    bucket,
  };
  const asked = { stack: "dev", instance: "social", deployment: "systemd", ...move } as const;
  const session = new Session(
    runbookMarkdown(runbookOf({ ...asked, facts: factsOf(settings) })),
    "/home/mastodon/live",
  );
  session.writeKept("social.env", dotenv("Media", mastodonEnv<string>(opened(settings), writer)));
  session.write(".env.production", "LOCAL_DOMAIN=social.example\nS3_ENABLED=false\n");
  session.write("check.jpg", "jpg");
  return session;
};

const PROGRAMS: Parameters<typeof describeOnR2>[0] = ["aws", "curl", "rclone"];

describeOnR2(PROGRAMS, "Mastodon's runbooks of a bucket on R2", newSession, (onR2, server) => {
  let worker: WorkerStage | undefined;
  afterEach(async () => {
    await worker?.stop();
    worker = undefined;
  });

  /** The media host of the test's bucket: what is in the bucket now is in the Worker's. */
  async function mediaHost(move: OnR2): Promise<string> {
    worker = await WorkerStage.start({ settings: { hosts: ["127.0.0.1"] } });
    for (const [key, { type, cacheControl }] of Object.entries(await move.stored())) {
      const { text } = await server.s3.must(server.rgw.root, { method: "GET", bucket: move.bucket, key });
      await worker.put(key, text, { contentType: type, cacheControl });
    }
    return (await worker.url()).replace(/\/$/, "");
  }

  const upload = (bucket: string, key: string, type: string): Promise<void> =>
    putObject(server.s3, server.rgw.root, bucket, key, headers(type));

  /** The section before the switch. */
  async function checkHost(move: OnR2, host: string): Promise<void> {
    const replace = { [MEDIA_URL]: host, ...NONE_LISTED };
    const out = await move.run(["Before", "The media host"], { replace });
    const answer = /HTTP\/1.1 200 OK\r\n(?:.*\r\n)*?access-control-allow-origin: \*\r\n/gi;
    expect(out.match(answer)).toHaveLength(2);
    // Nobody can list; and a private key, at the media host and at R2.
    expect(out).toMatch(/\n0\n0\n0\n0\n404\n400\n$/);
  }

  /** The sections after the switch, with an upload that comes and goes. */
  async function checkAfter(move: OnR2, host: string): Promise<string> {
    const keys = ["original", "small"].map((style) => `media_attachments/files/14/${style}/check.jpg`);
    const api = await mastodonApi({
      upload: async () => {
        for (const key of keys) await upload(move.bucket, key, "image/jpeg");
        const [url, preview_url] = keys.map((key) => `${host}/${key}`);
        return { id: "14", type: "image", url, preview_url };
      },
      remove: async () => {
        for (const key of keys)
          await server.s3.must(server.rgw.root, { method: "DELETE", bucket: move.bucket, key });
      },
    });
    try {
      return await move.run(["Before", "Checks", "The private bucket"], {
        replace: { [MEDIA_URL]: host, "https://social.example": api.url, ...CHECKED_WITH_TOKEN },
      });
    } finally {
      api.stop();
    }
  }

  test(
    "file-to-s3: types and cache headers are right, the Worker answers as the steps say, and the way back brings the uploads",
    async () => {
      const move = onR2();
      move.begin(Direction.FileToS3);
      const { session } = move;
      for (const key of Object.keys(TYPES)) session.write(`public/system/${key}`, bodyOf(key));
      await move.run(["A week ahead", "Before", "First copy"]);
      expect(await move.stored()).toEqual(stored(TYPES));
      const host = await mediaHost(move);
      await checkHost(move, host);

      const late = "media_attachments/files/12/original/late.webp";
      session.write(`public/system/${late}`, "late");
      await move.run(["Before", "The switch"]);
      const all = { ...TYPES, [late]: "image/webp" };
      expect(await move.stored()).toEqual(stored(all));
      const settings = (): string => readFileSync(join(session.folder, ".env.production"), "utf8");
      expect(settings()).toMatch(/^S3_ENABLED=true$[^]*^S3_ALIAS_HOST=files.social.example$/m);

      const out = await checkAfter(move, host);
      for (const type of ["png\timage/png", "avif\timage/avif", "mp4\tvideo/mp4", "webp\timage/webp"])
        expect(out).toContain(`${type}\t${CACHE}\n`);
      // The private bucket: at R2 and at the media host.
      expect(out).toMatch(/\n200\n\(404\)\n\(404\)\n400\n200\n$/);
      expect(await move.later(/Proof [23]/)).toMatch(
        /OK: none of 6 files is missing\nOK: none of the files is newer than the switch/,
      );

      const after = "media_attachments/files/13/original/after.png";
      await upload(move.bucket, after, "image/png");
      await move.run(["Before", "The way back"]);
      expect(readFileSync(join(session.folder, "public/system", after), "utf8")).toBe(after);
      expect(settings()).toContain("S3_ENABLED=false");
      expect(move.refused.filter((refusal) => !UNSIGNED.test(refusal))).toEqual([]);
    },
    TIMEOUT_MS,
  );

  test.each(["elsewhere", "r2"] as const)(
    "s3-to-s3 out of a bucket that is %s: types, cache headers and large objects come along, and so do uploads on the way back",
    async (where) => {
      const move = onR2();
      const objects = Object.entries(TYPES).map(
        ([key, type]) => [key, { headers: headers(type), body: bodyOf(key) }] as const,
      );
      await move.beginFrom(where, Object.fromEntries(objects));
      await move.run(["Before", "First copy"]);
      expect(await move.stored()).toEqual(stored(TYPES));
      await checkHost(move, await mediaHost(move));
      expect(await move.run(["Before", "The switch"])).toContain("OK: none of 5 old objects is missing\n");

      const after = "media_attachments/files/13/original/after.png";
      await upload(move.bucket, after, "image/png");
      expect(await move.later(/Proof [23]/)).toMatch(
        /two different buckets\nOK: none of 5 old objects is missing\nOK: none of the old objects is newer/,
      );
      await move.step("The way back", /^copy_back$/);
      expect(await move.stored(move.oldBucket)).toEqual(stored({ ...TYPES, [after]: "image/png" }));

      const typed = {
        'read -r -p "Type $OLD_BUCKET to delete these objects from it: " answer': "answer=$OLD_BUCKET",
      };
      await move.later(/delete from the old bucket/, { replace: typed });
      expect(await move.stored(move.oldBucket)).toEqual({});
      expect(await move.stored()).toEqual(stored({ ...TYPES, [after]: "image/png" }));
      expect(move.refused.filter((refusal) => !UNSIGNED.test(refusal))).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
