/** Supabase Storage's runbooks of a bucket on R2. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { supabaseEnv } from "../../apps/supabase/env";
import { SUPABASE_DEPLOYMENT } from "../../apps/supabase/deployment";
import { openedSupabase } from "../../apps/supabase/opened";
import { supabasePlan } from "../../apps/supabase/plan";
import { runbookOf } from "../../apps/runbooks";
import { EnvFormat, envDocuments } from "../../env/formats";
import { Direction, runbookMarkdown, type BucketStorageFacts } from "../../runbook";
import { backend } from "../apps/supabase/fixtures";
import { putObject, type Stored } from "./buckets";
import { describeOnR2, R2_STORE, type NewSession, type OnR2 } from "./on-r2";
import { Session } from "./session";

const TIMEOUT_MS = 300_000;
const version = (n: number): string => `${n}0000000-0000-4000-8000-000000000000`;

/** No name says what the type is. */
const OBJECTS: Record<string, { type: string; cacheControl: string }> = {
  [`acme/avatars/me.png/${version(1)}`]: { type: "image/png", cacheControl: "max-age=3600" },
  [`acme/avatars/a b's ä.txt/${version(2)}`]: { type: "text/plain;charset=UTF-8", cacheControl: "no-cache" },
  [`acme/videos/big/${version(3)}`]: { type: "video/mp4", cacheControl: "max-age=3600" },
};
/** Above the sizes from which the AWS CLI and rclone upload in parts, which R2 needs to be of one size. */
const bodyOf = (key: string): string => (key.includes("big") ? "x".repeat(12_000_001) : key);
const headersOf = ({ type, cacheControl }: { type: string; cacheControl: string }) => ({
  "content-type": type,
  "cache-control": cacheControl,
});

const newSession: NewSession = ({ bucket, ...move }, writer) => {
  const settings = backend({}, { bucket, store: R2_STORE });
  const asked = { stack: "dev", instance: "supa", deployment: "compose", ...move } as const;
  const { facts } = supabasePlan(settings);
  const session = new Session(
    runbookMarkdown(runbookOf({ ...asked, facts: facts as BucketStorageFacts })),
    "/opt/supabase",
  );
  const entries = supabaseEnv<string>(openedSupabase(settings), { writer, protocol: undefined });
  const documents = envDocuments(EnvFormat.Compose, "supa", entries, SUPABASE_DEPLOYMENT, "files");
  const [envFile, overlay] = documents.map(({ text }) => text) as [string, string];
  session.writeKept("supa.env", envFile);
  session.write("compose.media-storage.yml.new", overlay);
  session.write("docker-compose.yml", "services: {}\n");
  session.write(".env", "GLOBAL_S3_BUCKET=stub\nREGION=stub\nSTORAGE_TENANT_ID=acme\n");
  return session;
};

/** What the running container says. */
const DOCKER = `docker() {
  case "$*" in
    *"printenv GLOBAL_S3_BUCKET") echo local;;
    *"printenv TENANT_ID") echo acme;;
    *config*) echo '      GLOBAL_S3_BUCKET: "local"';;
    *"count(*)"*) echo 3;;
  esac
}`;
/** The count that ends as a failure when all is well: no file without a type is found. */
const NONE_FOUND = { "grep -c 'No such attribute'": "grep -c 'No such attribute' || true" };

describeOnR2(
  ["aws", "getfattr", "rclone"],
  "Supabase's runbooks of a bucket on R2",
  newSession,
  (onR2, server) => {
    const file = ({ session }: OnR2, key: string): string =>
      join(session.folder, "volumes/storage/local", key);
    const attribute = (name: string, path: string): string =>
      execFileSync("getfattr", ["--only-values", "--absolute-names", "-n", `user.supabase.${name}`, path], {
        encoding: "utf8",
      });
    const storedAt = (path: string): Stored => ({
      type: attribute("content-type", path),
      cacheControl: attribute("cache-control", path),
    });
    const upload = (bucket: string, key: string): Promise<void> =>
      putObject(server.s3, server.rgw.root, bucket, key, headersOf(AFTER_STORED));
    const AFTER = `acme/avatars/after/${version(8)}`;
    const AFTER_STORED = { type: "image/webp", cacheControl: "max-age=60" };

    test(
      "file-to-s3 and back: types and cache headers are right, and the uploads since the switch come back",
      async () => {
        const move = onR2();
        move.begin(Direction.FileToS3);
        for (const [key, { type, cacheControl }] of Object.entries(OBJECTS)) {
          const path = move.session.write(`volumes/storage/local/${key}`, bodyOf(key));
          execFileSync("setfattr", ["-n", "user.supabase.content-type", "-v", type, path]);
          execFileSync("setfattr", ["-n", "user.supabase.cache-control", "-v", cacheControl, path]);
        }
        const copied = await move.run(["Before", "First copy", "The switch"], {
          before: DOCKER,
          replace: NONE_FOUND,
        });
        expect(copied).toContain("OK: none of 3 files is missing\n");
        expect(await move.stored()).toEqual(OBJECTS);
        expect(await move.later(/Proof [23]/, { before: DOCKER })).toMatch(
          /OK: none of 3 files is missing\nOK: none of the files is newer than the switch/,
        );

        await upload(move.bucket, AFTER);
        const checks = await move.step("Checks", /^store s3 ls/, { before: DOCKER });
        expect(checks).toContain(AFTER);
        await move.run(["Before", "The way back"], { before: DOCKER, replace: NONE_FOUND });
        expect(storedAt(file(move, AFTER))).toEqual(AFTER_STORED);
        expect(move.refused).toEqual([]);
      },
      TIMEOUT_MS,
    );

    test(
      "s3-to-file: every file has its type and its cache header",
      async () => {
        const move = onR2();
        move.begin(Direction.S3ToFile);
        for (const [key, stored] of Object.entries(OBJECTS))
          await putObject(server.s3, server.rgw.root, move.bucket, key, headersOf(stored), bodyOf(key));
        await move.run(["Before", "First copy", "The switch"], { before: DOCKER });
        for (const [key, stored] of Object.entries(OBJECTS))
          expect(storedAt(file(move, key))).toEqual(stored);
        expect(await move.later(/Proof [23]/, { before: DOCKER })).toMatch(
          /OK: none of 3 objects is missing\nOK: none of the objects is newer than the switch/,
        );
        expect(move.refused).toEqual([]);
      },
      TIMEOUT_MS,
    );

    test.each(["elsewhere", "r2"] as const)(
      "s3-to-s3 out of a bucket that is %s: types, cache headers and large objects come along, and so do uploads on the way back",
      async (where) => {
        const move = onR2();
        const objects = Object.entries(OBJECTS).map(
          ([key, stored]) => [key, { headers: headersOf(stored), body: bodyOf(key) }] as const,
        );
        await move.beginFrom(where, Object.fromEntries(objects));
        await move.run(["Before", "First copy", "The switch"], { before: DOCKER });
        expect(await move.stored()).toEqual(OBJECTS);
        const counted = await move.step("Checks", /psql/, { before: DOCKER });
        expect(counted).toMatch(/Total Objects: 3\n.*\n3\n$/);

        await upload(move.bucket, AFTER);
        expect(await move.later(/Proof [23]/, { before: DOCKER })).toMatch(
          /two different buckets\nOK: none of 3 old objects is missing\nOK: none of the old objects is newer/,
        );
        await move.step("The way back", /^copy_back$/m, { before: DOCKER });
        expect(await move.stored(move.oldBucket)).toEqual({ ...OBJECTS, [AFTER]: AFTER_STORED });

        const typed = {
          'read -r -p "Type $OLD_BUCKET to delete these objects from it: " answer': "answer=$OLD_BUCKET",
        };
        await move.later(/delete from the old bucket/, { before: DOCKER, replace: typed });
        expect(await move.stored(move.oldBucket)).toEqual({});
        expect(await move.stored()).toEqual({ ...OBJECTS, [AFTER]: AFTER_STORED });
        expect(move.refused).toEqual([]);
      },
      TIMEOUT_MS,
    );
  },
);
