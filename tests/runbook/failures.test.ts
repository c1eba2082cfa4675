/** What the copies do where an object fails, or where there is none. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runbookOf } from "../../apps/runbooks";
import { listObjects } from "../../runbook/names";
import { storeFunction } from "../../runbook/shell";
import { LIST_KEYS } from "../../apps/mastodon/runbook/copy";
import { runbookMarkdown } from "../../runbook";
import { factsOf, MASTODON } from "../apps/runbook/cases";
import { onRgw } from "./buckets";
import { describeOnRgw } from "./on-rgw";
import { Session } from "./session";

const TIMEOUT_MS = 120_000;
const { input } = MASTODON.find(({ name }) => name === "mastodon.systemd.file-to-s3")!;

test(
  "a part of the copy that fails stops no other part, and is reported at the end",
  async () => {
    const session = new Session(runbookMarkdown(runbookOf(input)), "/home/mastodon/live");
    try {
      session.write(".env.production", "A=b\n");
      session.writeKept("social.env", "A=b\n");
      session.write("check.jpg", "jpg");
      for (const file of ["a.webp", "b.ogg", "c.png"]) session.write(`public/system/accounts/${file}`, "x");
      // The files of the type WebP fail; those of the type Ogg and the last one, of another type, do not.
      const aws = `aws() { case "$*" in *list-objects-v2*) ;; *image/webp*) echo "upload failed: a.webp"; return 1;; *) echo "called with $*" >> called.txt;; esac; }`;
      const { shown, isAlive } = await session.paste(
        ["Before", "First copy"],
        `${aws}\ncd ${session.folder}`,
      );
      expect(isAlive).toBe(true);
      expect(shown).toContain("upload failed: a.webp");
      expect(shown).toContain("copy_media: some objects failed, all others are done.");
      const called = readFileSync(join(session.folder, "called.txt"), "utf8");
      expect(called).toContain("audio/ogg");
      expect(called.trim().split("\n")).toHaveLength(2);
    } finally {
      session.remove();
    }
  },
  TIMEOUT_MS,
);

describeOnRgw(["aws"], "an empty listing", (server) => {
  test.each([
    ["of the keys below a prefix", LIST_KEYS],
    [
      "of the objects that are younger than the switch",
      `${listObjects({ sized: true }, [""])}\nnewer_objects 1770000000`,
    ],
  ])(
    "%s has no line, and not the key None",
    async (_, list) => {
      await server.s3.must(server.rgw.root, { method: "PUT", bucket: "empty" });
      const settings = { webDomain: "social.example", bucket: "empty", ...onRgw(server.rgw) };
      const facts = factsOf(settings);
      const { accessKeyId, secretAccessKey } = server.rgw.root;
      const script = [
        "MOVE=.",
        storeFunction({ ...input, facts }),
        "BUCKET=empty PREFIX='' below=''",
        list,
      ].join("\n");
      const session = new Session(`## Lines\n\nText.\n\n\`\`\`bash\n${script}\n\`\`\`\n`, "/nowhere");
      session.write(
        "social.env",
        `AWS_ACCESS_KEY_ID=${accessKeyId}\nAWS_SECRET_ACCESS_KEY=${secretAccessKey}\n`,
      );
      try {
        expect(await session.run(["Lines"])).toBe("");
      } finally {
        session.remove();
      }
    },
    TIMEOUT_MS,
  );
});
