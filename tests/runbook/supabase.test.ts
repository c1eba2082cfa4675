/** Supabase Storage's runbooks, run line by line against a real S3 server. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runbookOf } from "../../apps/runbooks";
import { Direction, runbookMarkdown, type RunbookInput } from "../../runbook";
import type { StorageSettings } from "../../storage/args";
import { supabaseFactsOf } from "../apps/runbook/cases";
import { SUPABASE_NEEDS, makeBucket, objectsOf, onRgw, putObject, type Stored } from "./buckets";
import { describeOnRgw } from "./on-rgw";
import { Session } from "./session";

const TIMEOUT_MS = 300_000;
const version = (n: number): string => `${n}0000000-0000-4000-8000-000000000000`;

/** Objects by their keys, `<tenant>/<bucket>/<name>/<version>`; no name says what the type is. */
const OBJECTS: Record<string, { type: string; cacheControl: string }> = {
  [`stub/avatars/me.png/${version(1)}`]: { type: "image/png", cacheControl: "max-age=3600" },
  [`stub/avatars/a b's "c" ä.txt/${version(2)}`]: {
    type: "text/plain;charset=UTF-8",
    cacheControl: "no-cache",
  },
  [`stub/docs/deep/down/data.json/${version(3)}`]: { type: "application/json", cacheControl: "max-age=3600" },
  [`stub/docs/-rf/${version(4)}`]: { type: "image/png", cacheControl: "max-age=3600" },
};
const PLAIN = `stub/docs/lost/${version(5)}`;
const PLAIN_OBJECT = { type: "application/octet-stream", cacheControl: "no-cache" };

/** What the running container and the compose file say; the folder is not the one that `.env` names, as with older templates. */
const docker = (more = ""): string => `docker() {
  case "$*" in
    *"printenv GLOBAL_S3_BUCKET") echo local; return;;
    *"printenv TENANT_ID") echo stub; return;;
    *config*) echo '      GLOBAL_S3_BUCKET: "without-overlay"'; return;;
    *psql*) return;;
    ${more}
  esac
  echo "docker $*" >> calls.txt
}`;

describeOnRgw(["aws", "getfattr", "rclone"], "Supabase Storage's runbooks", (server) => {
  let session: Session;
  afterEach(() => session.remove());

  async function makeSettings(bucket: string): Promise<StorageSettings> {
    const settings = { ...onRgw(server.rgw), bucket };
    await makeBucket(server.s3, settings, SUPABASE_NEEDS);
    return settings;
  }

  function begin(settings: StorageSettings, direction: Direction, source?: RunbookInput["source"]): void {
    const asked = { stack: "dev", instance: "supa", deployment: "compose", direction } as const;
    const facts = supabaseFactsOf(settings);
    session = new Session(
      runbookMarkdown(runbookOf({ ...asked, facts, ...(source && { source }) })),
      "/opt/supabase",
    );
    const { accessKeyId, secretAccessKey } = server.rgw.writer;
    session.writeKept(
      "supa.env",
      `# Files\nGLOBAL_S3_BUCKET=${settings.bucket}\nREGION=us-east-1\nSTORAGE_AWS_ACCESS_KEY_ID=${accessKeyId}\nSTORAGE_AWS_SECRET_ACCESS_KEY='${secretAccessKey}'\n`,
    );
    session.write(
      ".env",
      "POSTGRES_PASSWORD=x\nGLOBAL_S3_BUCKET=stub\nREGION=stub\nSTORAGE_TENANT_ID=stub\n",
    );
  }

  /** A file as the file backend writes it. */
  function writeFile(key: string, stored?: { type: string; cacheControl: string }): void {
    const file = session.write(`volumes/storage/local/${key}`, key);
    if (stored === undefined) return;
    execFileSync("setfattr", ["-n", "user.supabase.content-type", "-v", stored.type, file]);
    execFileSync("setfattr", ["-n", "user.supabase.cache-control", "-v", stored.cacheControl, file]);
  }

  const attribute = (file: string, name: string): string =>
    execFileSync(
      "getfattr",
      ["--only-values", "--absolute-names", "-n", `user.supabase.${name}`, join(session.folder, file)],
      {
        encoding: "utf8",
      },
    );

  // What ends as a failure when all is well: no file without a type is found.
  const replace = { "grep -c 'No such attribute'": "grep -c 'No such attribute' || true" };

  test(
    "file-to-s3 and back: every object has its key, its type and its cache header, whatever its name",
    async () => {
      const settings = await makeSettings("supabase-files");
      begin(settings, Direction.FileToS3);
      for (const [key, stored] of Object.entries(OBJECTS)) writeFile(key, stored);
      writeFile(PLAIN);
      // The AWS CLI would send the file of that name as the type.
      const odd = `stub/docs/odd/${version(9)}`;
      writeFile(odd, { type: "file:///etc/passwd", cacheControl: "fileb:///etc/passwd" });
      for (const end of ["json", "info", "part"]) writeFile(`stub/docs/unfinished/${version(6)}.${end}`);
      const late = `stub/avatars/late.webp/${version(7)}`;
      const before = docker(
        `*stop*) mkdir -p "$FILES/$(dirname '${late}')" && echo late > "$FILES/${late}" && setfattr -n user.supabase.content-type -v image/webp "$FILES/${late}";;`,
      );
      const out = await session.run(["Before", "First copy", "The switch"], { before, replace });
      expect(out).toContain("stub\n6\n1\n");
      expect(out).toContain("OK: none of 7 files is missing\n7\n");
      const expected: Record<string, Stored> = {
        ...OBJECTS,
        [PLAIN]: PLAIN_OBJECT,
        [odd]: PLAIN_OBJECT,
        [late]: { type: "image/webp", cacheControl: "no-cache" },
      };
      expect(await objectsOf(server.s3, settings.bucket)).toEqual(expected);
      expect(readFileSync(join(session.folder, ".env"), "utf8")).toMatch(
        /^POSTGRES_PASSWORD=x\nGLOBAL_S3_BUCKET=supabase-files\nREGION=us-east-1\nSTORAGE_AWS.*\nSTORAGE_AWS.*\nSTORAGE_TENANT_ID=stub\n$/,
      );
      expect(readFileSync(join(session.folder, "calls.txt"), "utf8").split("\n")).toEqual([
        "docker compose stop storage",
        "docker compose -f docker-compose.yml -f compose.media-storage.yml up -d --no-deps storage",
        "",
      ]);

      // The way back: only what was uploaded since the switch is new, and it has its attributes.
      const after = `stub/docs/after/${version(8)}`;
      await putObject(server.s3, server.rgw.writer, settings.bucket, after, {
        "content-type": "video/mp4",
        "cache-control": "max-age=60",
      });
      await session.run(["Before", "The way back"], { before: docker(), replace });
      expect(attribute(`volumes/storage/local/${after}`, "content-type")).toBe("video/mp4");
      expect(attribute(`volumes/storage/local/${after}`, "cache-control")).toBe("max-age=60");
      expect(readFileSync(join(session.folder, ".env"), "utf8")).toMatch(
        /^POSTGRES_PASSWORD=x\nGLOBAL_S3_BUCKET=stub\nREGION=stub\nSTORAGE_TENANT_ID=stub\n+S3_PROTOCOL_ACCESS_KEY_ID=[0-9a-f]{32}\nS3_PROTOCOL_ACCESS_KEY_SECRET=[0-9a-f]{64}\n$/,
      );
    },
    TIMEOUT_MS,
  );

  test(
    "s3-to-file: every file has its type and its cache header as the file backend reads them",
    async () => {
      const settings = await makeSettings("supabase-to-file");
      for (const [key, { type, cacheControl }] of Object.entries(OBJECTS)) {
        await putObject(server.s3, server.rgw.writer, settings.bucket, key, {
          "content-type": type,
          "cache-control": cacheControl,
        });
      }
      await putObject(server.s3, server.rgw.writer, settings.bucket, PLAIN, {
        "content-type": "application/octet-stream",
      });
      await putObject(server.s3, server.rgw.writer, settings.bucket, `${PLAIN}.part`, {});
      begin(settings, Direction.S3ToFile);
      await session.run(["Before", "First copy", "The switch"], { before: docker() });
      const folder = "volumes/storage/without-overlay";
      for (const [key, { type, cacheControl }] of Object.entries({ ...OBJECTS, [PLAIN]: PLAIN_OBJECT })) {
        expect([
          attribute(`${folder}/${key}`, "content-type"),
          attribute(`${folder}/${key}`, "cache-control"),
        ]).toEqual([type, cacheControl]);
      }
      expect(() => readFileSync(join(session.folder, folder, `${PLAIN}.part`))).toThrow("ENOENT");
    },
    TIMEOUT_MS,
  );

  test(
    "s3-to-s3: types and cache headers come along",
    async () => {
      await server.s3.must(server.rgw.other, { method: "PUT", bucket: "supabase-old" });
      for (const [key, { type, cacheControl }] of Object.entries(OBJECTS)) {
        await putObject(server.s3, server.rgw.other, "supabase-old", key, {
          "content-type": type,
          "cache-control": cacheControl,
        });
      }
      const settings = await makeSettings("supabase-new");
      begin(settings, Direction.S3ToS3, {
        bucket: "supabase-old",
        region: "us-east-1",
        endpoint: server.rgw.http,
      });
      session.writeOldKey(server.rgw.other);
      await session.run(["Before", "First copy", "The switch"], { before: docker() });
      expect(await objectsOf(server.s3, "supabase-new")).toEqual(OBJECTS);
    },
    TIMEOUT_MS,
  );
});
