/** authentik's runbooks, run line by line against a real S3 server. */
import { opened } from "../../storage/opened";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { authentikEnv } from "../../apps/authentik/env";
import { authentikNeeds } from "../../apps/authentik/needs";
import { storeOf } from "../../stores";
import type { AuthentikSettings } from "../../apps/authentik/args";
import { runbookOf } from "../../apps/runbooks";
import { Direction, runbookMarkdown, type RunbookInput } from "../../runbook";
import { dotenv } from "../../env/formats/dotenv";
import { authentikFactsOf } from "../apps/runbook/cases";
import { makeBucket, objectsOf, onRgw, putObject, statusOf } from "./buckets";
import { describeOnRgw } from "./on-rgw";
import { Session } from "./session";

const TIMEOUT_MS = 300_000;

/** Keys as every version asks for them, each with its type. authentik sends no cache header. */
const MEDIA = {
  "media/public/application-icons/icon.svg": { type: "image/svg+xml" },
  "media/public/flow-backgrounds/back ground.webp": { type: "image/webp" },
};
const REPORTS = { "reports/public/users.csv": { type: "text/csv" } };

describeOnRgw(["aws", "rclone"], "authentik's runbooks", (server) => {
  let session: Session;
  afterEach(() => session.remove());

  async function makeSettings(bucket: string, version: string): Promise<AuthentikSettings> {
    const origins = ["https://authentik.company"];
    const settings = { ...onRgw(server.rgw), bucket, version, origins };
    await makeBucket(server.s3, settings, authentikNeeds(settings, storeOf(settings.store)));
    return settings;
  }

  function begin(settings: AuthentikSettings, direction: Direction, source?: RunbookInput["source"]): void {
    const facts = authentikFactsOf(settings);
    const asked = { stack: "dev", instance: "login", deployment: "compose", direction } as const;
    session = new Session(
      runbookMarkdown(runbookOf({ ...asked, facts, ...(source && { source }) })),
      "/opt/authentik",
    );
    session.writeKept(
      "login.env",
      dotenv("Files", authentikEnv<string>(opened(settings), server.rgw.writer)),
    );
    session.write(".env", "PG_PASS=x\nAUTHENTIK_STORAGE__MEDIA__BACKEND=file\n");
  }

  test.each([
    { version: "2025.10", folder: "", objects: MEDIA },
    { version: "2026.5", folder: "data/", objects: { ...MEDIA, ...REPORTS } },
  ])(
    "file-to-s3 and s3-to-file in $version: keys begin with media/, types are right, and the same files come back",
    async ({ version, folder, objects }) => {
      const settings = await makeSettings(`files-${version.replace(".", "-")}`, version);
      begin(settings, Direction.FileToS3);
      for (const key of Object.keys(objects)) session.write(folder + key, key);
      // No file of authentik's storage.
      if (folder !== "") session.write("data/user_settings.py", "SECRET = 1");
      await session.run(["Before", "First copy", "The switch"]);
      expect(await objectsOf(server.s3, settings.bucket)).toEqual(objects);
      expect(await statusOf(server.s3, settings.bucket, Object.keys(objects)[0]!)).toBe(403);
      const env = readFileSync(join(session.folder, ".env"), "utf8");
      expect(env).toMatch(/^PG_PASS=x\n+AUTHENTIK_STORAGE__/);
      expect(env).not.toContain("BACKEND=file");
      expect(readFileSync(join(session.folder, "calls.txt"), "utf8")).toBe("docker compose up -d\n");
      session.remove();

      begin(settings, Direction.S3ToFile);
      await session.run(["Before", "First copy", "The switch"]);
      for (const key of Object.keys(objects)) {
        expect(readFileSync(join(session.folder, folder + key), "utf8")).toBe(key);
      }
      // The block of 2025.10 has this name itself.
      const own = version === "2025.10" ? "" : "AUTHENTIK_STORAGE__MEDIA__BACKEND=file\n";
      expect(readFileSync(join(session.folder, ".env"), "utf8")).toBe(`PG_PASS=x\n${own}`);
    },
    TIMEOUT_MS,
  );

  test(
    "s3-to-s3: types come along, and nothing that authentik does not read",
    async () => {
      await server.s3.must(server.rgw.other, { method: "PUT", bucket: "login-old" });
      const all = { ...MEDIA, ...REPORTS };
      for (const [key, { type }] of Object.entries(all))
        await putObject(server.s3, server.rgw.other, "login-old", key, { "content-type": type });
      await putObject(server.s3, server.rgw.other, "login-old", "public/application-icons/lost.svg", {});
      const settings = await makeSettings("login-new", "2026.5");
      begin(settings, Direction.S3ToS3, {
        bucket: "login-old",
        region: "us-east-1",
        endpoint: server.rgw.http,
      });
      session.writeOldKey(server.rgw.other);
      await session.run(["Before", "First copy", "The switch"]);
      expect(await objectsOf(server.s3, "login-new")).toEqual(all);
    },
    TIMEOUT_MS,
  );
});
