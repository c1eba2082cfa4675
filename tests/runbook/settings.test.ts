/** What the runbooks' lines do to an app's settings, where no store is needed. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { runbookOf } from "../../apps/runbook";
import { runbookMarkdown } from "../../apps/runbook/runbook";
import { TOOL } from "../../apps/runbook/settings-file";
import { PUBLISHED } from "../../apps/supabase-env-file";
import { MASTODON, SUPABASE } from "../apps/runbook/cases";
import { Session } from "./session";

const TIMEOUT_MS = 60_000;
/** What the first block has set when a later section is run alone. */
const AT_FOLDER = `RUN=20260131 FOLDER=$PWD\n${TOOL}`;

let session: Session;
afterEach(() => session.remove());

function begin(name: string, home: string): void {
  const { input } = [...MASTODON, ...SUPABASE].find((one) => one.name === name)!;
  session = new Session(runbookMarkdown(runbookOf(input)), home);
}

const read = (file: string): string => readFileSync(join(session.folder, file), "utf8");

describe("Mastodon, a week ahead", () => {
  const NEW = "https://files.social.example,https://social-media.s3.eu-central-1.amazonaws.com";

  test.each([
    ["a last line without a line break", "A=b", `A=b\n\nEXTRA_MEDIA_HOSTS=${NEW}\n`],
    [
      "hosts of the operator's own",
      `EXTRA_MEDIA_HOSTS="https://own.example, https://files.social.example" # ours\nA=b\n`,
      `# ours\nEXTRA_MEDIA_HOSTS=https://own.example,${NEW}\nA=b\n`,
    ],
  ])("%s: nothing is lost, a second time too", async (_, was, becomes) => {
    begin("mastodon.systemd.file-to-s3", "/home/mastodon/live");
    session.write(".env.production", was);
    await session.run(["A week ahead"], { before: "RUN=20260131" });
    await session.run(["A week ahead"], { before: "RUN=20260131" });
    expect(read(".env.production")).toBe(becomes);
    expect(read(".env.production.before-social-media-20260131")).toBe(was);
  });
});

describe("a backup", () => {
  test("of an earlier move is neither taken nor lost", async () => {
    begin("mastodon.systemd.file-to-s3", "/home/mastodon/live");
    session.write(".env.production.before-social-media-20250101", "OLD=1\n");
    session.write(".env.production", "NEW=1\n");
    await session.run(["A week ahead"], { before: "RUN=20260131" });
    expect(read(".env.production.before-social-media-20250101")).toBe("OLD=1\n");
    expect(read(".env.production.before-social-media-20260131")).toBe("NEW=1\n");
  });
});

describe("Supabase", () => {
  const CASE = "supabase.compose.file-to-s3";
  const { S3_PROTOCOL_ACCESS_KEY_ID: id, S3_PROTOCOL_ACCESS_KEY_SECRET: secret } = PUBLISHED;
  const BACKUP = ".env.before-supabase-files-20260131";

  function wayBack(pair: string): Promise<string> {
    begin(CASE, "/opt/supabase");
    session.write(BACKUP, `A=b\n${pair}`);
    session.write(".env", "A=c\n");
    const before = `${AT_FOLDER}
FILES=$PWD; FAILURES=/dev/null; store() { :; }; noting() { :; }; finish() { :; }`;
    return session.run(["The way back"], { before });
  }

  test("the way back changes the key pair that Supabase publishes", async () => {
    await wayBack(`S3_PROTOCOL_ACCESS_KEY_ID=${id}\nS3_PROTOCOL_ACCESS_KEY_SECRET=${secret}\n`);
    expect(read(".env")).toMatch(
      /^A=b\nS3_PROTOCOL_ACCESS_KEY_ID=[0-9a-f]{32}\nS3_PROTOCOL_ACCESS_KEY_SECRET=[0-9a-f]{64}\n$/,
    );
    expect(read(".env")).not.toContain(id);
    expect(read(".env")).not.toContain(secret);
  });

  test("the way back keeps a pair of the operator's own", async () => {
    const own = "S3_PROTOCOL_ACCESS_KEY_ID=own\nS3_PROTOCOL_ACCESS_KEY_SECRET=secret\n";
    await wayBack(own);
    expect(read(".env")).toBe(`A=b\n${own}`);
  });

  test("the way back from another bucket brings the overlay back that was there", async () => {
    begin("supabase.compose.s3-to-s3", "/opt/supabase");
    session.write(BACKUP, "A=b\n");
    session.write(`compose.media-storage.yml.${BACKUP.slice(".env.".length)}`, "old: 1\n");
    session.write(".env", "A=c\n");
    session.write("compose.media-storage.yml", "new: 1\n");
    await session.run(["The way back"], { before: `${AT_FOLDER}\nrclone() { :; }` });
    expect([read(".env"), read("compose.media-storage.yml")]).toEqual(["A=b\n", "old: 1\n"]);
  });

  /** Pastes what is under *Before* and the first copy into a terminal. */
  async function beforeAndCopy(name: string, before: string): Promise<{ shown: string; isAlive: boolean }> {
    begin(name, "/opt/supabase");
    for (const file of [".env", "docker-compose.yml", "compose.media-storage.yml.new"])
      session.write(file, "A=b\n");
    session.write("social.env", "STORAGE_AWS_ACCESS_KEY_ID=a\nSTORAGE_AWS_SECRET_ACCESS_KEY=b\n");
    session.write("volumes/storage/stub/stub/file", "");
    return session.paste(["Before", "First copy"], `aws() { : > called-$RANDOM.txt; }\n${before}`);
  }

  const copies = (): string[] => readdirSync(session.folder).filter((file) => file.startsWith("called-"));

  test.each(["", "elsewhere"])(
    "a container that names the folder %j, which is none, stops every copy, and not the session",
    async (folder) => {
      const { shown, isAlive } = await beforeAndCopy(CASE, `docker() { echo ${folder}; }`);
      expect(isAlive).toBe(true);
      expect(shown).toMatch(/Stop here: \/\S+\/stub is not the folder of Storage's files/);
      expect(shown).toContain("There is no folder /stub.");
      expect(copies()).toEqual([]);
    },
    TIMEOUT_MS,
  );

  test(
    "a tool that is missing stops every copy, and not the session",
    async () => {
      const { shown, isAlive } = await beforeAndCopy(
        "supabase.compose.s3-to-file",
        `docker() { echo "GLOBAL_S3_BUCKET: stub"; }\ncommand() { [ "$2" != setfattr ]; }\nls() { :; }`,
      );
      expect(isAlive).toBe(true);
      expect(shown).toContain("Stop here: setfattr is missing");
      expect(shown).toContain("There is no folder .");
    },
    TIMEOUT_MS,
  );
});
