/** Every runbook is pasted into a terminal where everything fails: the session goes on, and nothing is lost. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runbookOf } from "../../apps/runbooks";
import { runbookMarkdown } from "../../runbook";
import { AUTHENTIK, MASTODON, SUPABASE } from "../apps/runbook/cases";
import { shellBlocks } from "../apps/runbook/markdown";
import { Session } from "./session";

const TIMEOUT_MS = 120_000;
const cases = [...MASTODON, ...AUTHENTIK, ...SUPABASE];

/** What runs elsewhere or changes something; the tools that only look at text stay. */
const PROGRAMS = [
  ...["aws", "rclone", "curl", "docker", "kubectl", "helm", "systemctl", "su", "npm", "chown"],
  ...["cp", "mv", "rm", "mkdir", "find", "stat", "getfattr", "setfattr", "mktemp", "openssl", "df"],
];

/** What reads its standard input to the end, and so swallows the lines that are pasted after it. */
const READS_INPUT = [
  "docker *exec*",
  "docker *run*",
  "kubectl *exec*",
  "kubectl *apply -f -",
  "su *",
  "rclone rcat*",
];

/** Programs in front of PATH that fail. */
function failing(session: Session): string {
  const folder = join(session.folder, "failing");
  mkdirSync(folder);
  for (const name of PROGRAMS) {
    const reads = READS_INPUT.map((call) => `${call.replaceAll(" ", "\\ ")}) cat > /dev/null;;`).join(" ");
    writeFileSync(join(folder, name), `#!/bin/sh\ncase "${name} $*" in ${reads} esac\nexit 1\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return `PATH=${folder}:$PATH`;
}

/** The titles of all sections. */
const sections = (text: string): string[] => shellBlocks(text).map(({ section }) => section);

test.each(cases)(
  "$name never ends a session in which every command fails, and its folder is not there",
  async ({ input }) => {
    const text = runbookMarkdown(runbookOf({ ...input, folder: "/nonexistent/folder" }));
    const session = new Session(text, "/nowhere");
    try {
      const { isAlive, shown } = await session.paste(sections(text), failing(session));
      if (!isAlive) throw new Error(`the session ended:\n${shown}`);
      expect(shown).not.toMatch(/event not found|syntax error/);
    } finally {
      session.remove();
    }
  },
  TIMEOUT_MS,
);

test("a line that ends the session fails a test", async () => {
  const session = new Session("## Before\n\nText.\n\n```bash\ncd /nonexistent || exit\n```\n", "/nowhere");
  try {
    expect((await session.paste(["Before"])).isAlive).toBe(false);
  } finally {
    session.remove();
  }
});

test(
  "a program that swallows the lines after it fails a test",
  async () => {
    const session = new Session(
      "## Before\n\nText.\n\n```bash\ndocker compose exec -T web true\n```\n",
      "/nowhere",
    );
    try {
      // The answer never comes, however long it is waited for.
      expect((await session.paste(["Before"], failing(session), 3_000)).isAlive).toBe(false);
    } finally {
      session.remove();
    }
  },
  TIMEOUT_MS,
);
