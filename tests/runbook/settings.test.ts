/** What the runbooks' lines do to an app's settings, where no store is needed. */
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { runbookOf } from "../../apps/runbooks";
import { runbookMarkdown } from "../../runbook";
import { TOOL } from "../../runbook/settings-file";
import { PUBLISHED } from "../../apps/supabase/env-file";
import { MASTODON, SUPABASE } from "../apps/runbook/cases";
import { shellBlocks } from "../apps/runbook/markdown";
import { Session } from "./session";

const TIMEOUT_MS = 60_000;
/** What the first block has set when a later section is run alone. */
const atFolder = (): string => `MOVE=$PWD/${session.move} FOLDER=$PWD\n${TOOL}`;

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
    await session.run(["A week ahead"]);
    await session.run(["A week ahead"]);
    expect(read(".env.production")).toBe(becomes);
    expect(read("media-storage/social-to-social-media/.env.production")).toBe(was);
  });
});

describe("a backup", () => {
  test("of an earlier move, which has ended, is neither taken nor lost", async () => {
    begin("mastodon.systemd.file-to-s3", "/home/mastodon/live");
    session.write(".env.production", "OLD=1\n");
    session.writeKept("social.env", "SECRET=1\n");
    await session.run(["A week ahead"]);
    const end = shellBlocks(session.runbook).at(-1)!.shell;
    await new Session(`## End\n\nText.\n\n\`\`\`bash\n${end}\n\`\`\`\n`, "/nowhere", session.folder).run(
      ["End"],
      {
        before: `${atFolder()}\nMOVE_TMP=`,
      },
    );
    session.write(".env.production", "NEW=1\n");
    await session.run(["A week ahead"]);
    const moves = readdirSync(join(session.folder, "media-storage")).sort();
    expect(moves).toEqual([
      "social-to-social-media",
      expect.stringMatching(/^social-to-social-media\.ended-\d{8}-\d{6}$/),
    ]);
    const kept = moves.map((move) => read(`media-storage/${move}/.env.production`));
    expect(kept).toEqual(["NEW=1\n", "OLD=1\n"]);
    expect(readdirSync(join(session.folder, "media-storage", moves[1]!)).sort()).toEqual([
      ".env.production",
      "began",
    ]);
  });

  test("is for nobody else to read, nor is the env block", async () => {
    begin("mastodon.systemd.file-to-s3", "/home/mastodon/live");
    session.write(".env.production", "A=1\n", 0o644);
    await session.run(["A week ahead"]);
    expect(statSync(join(session.folder, session.move)).mode & 0o777).toBe(0o700);
  });
});

describe("Supabase", () => {
  const CASE = "supabase.compose.file-to-s3";
  const { S3_PROTOCOL_ACCESS_KEY_ID: id, S3_PROTOCOL_ACCESS_KEY_SECRET: secret } = PUBLISHED;
  function wayBack(pair: string): Promise<string> {
    begin(CASE, "/opt/supabase");
    session.writeKept(".env", `A=b\n${pair}`);
    session.write(".env", "A=c\n");
    const before = `${atFolder()}\nfetch_files() { :; }\nMOVE_TMP=`;
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
    session.writeKept(".env", "A=b\n");
    session.writeKept("compose.media-storage.yml", "old: 1\n");
    session.write(".env", "A=c\n");
    session.write("compose.media-storage.yml", "new: 1\n");
    await session.run(["The way back"], { before: `${atFolder()}\ncopy_back() { :; }\nMOVE_TMP=` });
    expect([read(".env"), read("compose.media-storage.yml")]).toEqual(["A=b\n", "old: 1\n"]);
  });

  /** Pastes what is under *Before* and the first copy into a terminal. */
  async function beforeAndCopy(name: string, before: string): Promise<{ shown: string; isAlive: boolean }> {
    begin(name, "/opt/supabase");
    for (const file of [".env", "docker-compose.yml", "compose.media-storage.yml.new"])
      session.write(file, "A=b\n");
    session.writeKept("social.env", "STORAGE_AWS_ACCESS_KEY_ID=a\nSTORAGE_AWS_SECRET_ACCESS_KEY=b\n");
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
      expect(shown).toContain("The folder '/stub' does not exist.");
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
      expect(shown).toContain("The folder '' does not exist.");
    },
    TIMEOUT_MS,
  );
});
