/** authentik's runbooks of a bucket on R2. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { authentikEnv } from "../../apps/authentik/env";
import { runbookOf } from "../../apps/runbooks";
import { dotenv } from "../../env/formats/dotenv";
import { Direction, runbookMarkdown } from "../../runbook";
import { opened } from "../../storage/opened";
import { authentikFactsOf } from "../apps/runbook/cases";
import { describeOnR2, R2_STORE, type NewSession } from "./on-r2";
import { Session } from "./session";

const TIMEOUT_MS = 300_000;
const COPY = ["Before", "First copy", "The switch"];

const OBJECTS = {
  "media/public/application-icons/icon.svg": { type: "image/svg+xml" },
  "media/public/flow-backgrounds/back ground.webp": { type: "image/webp" },
  "reports/public/users.csv": { type: "text/csv" },
};
const CACHE = "public, max-age=315576000, immutable";

const newSession: NewSession = ({ bucket, ...move }, writer) => {
  const settings = { version: "2026.5", origins: ["https://authentik.company"], store: R2_STORE, bucket };
  const asked = { stack: "dev", instance: "login", deployment: "compose", ...move } as const;
  const facts = authentikFactsOf(settings);
  const session = new Session(runbookMarkdown(runbookOf({ ...asked, facts })), "/opt/authentik");
  session.writeKept("login.env", dotenv("Files", authentikEnv<string>(opened(settings), writer)));
  session.write(".env", "PG_PASS=x\n");
  return session;
};

describeOnR2(["aws", "rclone"], "authentik's runbooks of a bucket on R2", newSession, (onR2) => {
  test(
    "file-to-s3 and s3-to-file: types are right, and the same files come back",
    async () => {
      const move = onR2();
      move.begin(Direction.FileToS3);
      for (const key of Object.keys(OBJECTS)) move.session.write(`data/${key}`, key);
      await move.run(COPY);
      expect(await move.stored()).toEqual(OBJECTS);
      move.session.remove();

      move.begin(Direction.S3ToFile);
      await move.run(COPY);
      for (const key of Object.keys(OBJECTS))
        expect(readFileSync(join(move.session.folder, "data", key), "utf8")).toBe(key);
      expect(move.refused).toEqual([]);
    },
    TIMEOUT_MS,
  );

  test.each(["elsewhere", "r2"] as const)(
    "s3-to-s3 out of a bucket that is %s: types, cache headers and large objects come along",
    async (where) => {
      const move = onR2();
      const large = "media/public/large.webp";
      const types = { ...OBJECTS, [large]: { type: "image/webp" } };
      const old = Object.entries(types).map(
        ([key, { type }]) =>
          [
            key,
            {
              headers: { "content-type": type, "cache-control": CACHE },
              ...(key === large && { body: "x".repeat(12_000_001) }),
            },
          ] as const,
      );
      await move.beginFrom(where, Object.fromEntries(old));
      await move.run(COPY);
      const expected = Object.entries(types).map(([key, { type }]) => [key, { type, cacheControl: CACHE }]);
      expect(await move.stored()).toEqual(Object.fromEntries(expected));
      expect(move.refused).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
