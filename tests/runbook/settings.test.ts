/** What the runbooks' lines do to an app's settings, where no store is needed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runbookOf } from "../../apps/runbook";
import { runbookMarkdown } from "../../apps/runbook/runbook";
import { PUBLISHED } from "../../apps/supabase-env-file";
import { MASTODON, SUPABASE } from "../apps/runbook/cases";
import { Session } from "./session";

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
    ["a last line without a line break", "A=b", `A=b\nEXTRA_MEDIA_HOSTS=${NEW}\n`],
    [
      "hosts of the operator's own",
      `EXTRA_MEDIA_HOSTS="https://own.example, https://files.social.example" # ours\nA=b\n`,
      `A=b\nEXTRA_MEDIA_HOSTS=${NEW},https://own.example\n`,
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
    const before = "RUN=20260131; FILES=$PWD; export FILES; store() { :; }";
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
    await session.run(["The way back"], { before: "RUN=20260131; rclone() { :; }" });
    expect([read(".env"), read("compose.media-storage.yml")]).toEqual(["A=b\n", "old: 1\n"]);
  });

  test.each(["", "elsewhere"])(
    "a container that names the folder %j, which is none, stops everything",
    async (folder) => {
      begin(CASE, "/opt/supabase");
      session.write(".env", "A=b\n");
      session.write("social.env", "STORAGE_AWS_ACCESS_KEY_ID=a\nSTORAGE_AWS_SECRET_ACCESS_KEY=b\n");
      session.write("volumes/storage/stub/stub/file", "");
      await expect(session.run(["Before"], { before: `docker() { echo ${folder}; }` })).rejects.toThrow(
        /^bash ended with 1:\n\S+ is not the folder of Storage's files/,
      );
    },
  );

  test("a tool that is missing stops everything before the first copy", async () => {
    begin("supabase.compose.s3-to-file", "/opt/supabase");
    session.write(".env", "A=b\n");
    session.write("social.env", "STORAGE_AWS_ACCESS_KEY_ID=a\nSTORAGE_AWS_SECRET_ACCESS_KEY=b\n");
    const before = `docker() { echo "GLOBAL_S3_BUCKET: stub"; }; command() { [ "$2" != setfattr ]; }`;
    await expect(session.run(["Before"], { before })).rejects.toThrow(
      /^bash ended with 1:\nsetfattr is missing/,
    );
  });
});
