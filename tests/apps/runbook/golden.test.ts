/**
 * Every runbook as a whole (golden/), and its shell lines under shellcheck. After a change: UPDATE_RUNBOOKS=1, and review the
 * difference against the facts.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runbookOf } from "../../../apps/runbooks";
import { runbookMarkdown } from "../../../runbook";
import { AUTHENTIK, MASTODON, SUPABASE } from "./cases";
import { describeWith } from "../../runbook/programs";
import { placesOf, shellBlocks } from "./markdown";

const folder = join(__dirname, "golden");
const cases = [...MASTODON, ...AUTHENTIK, ...SUPABASE];

test("there is a golden file for each case, and none besides", () => {
  expect(readdirSync(folder).sort()).toEqual(cases.map(({ name }) => `${name}.md`).sort());
});

describe.each(cases)("$name", ({ name, input }) => {
  const text = runbookMarkdown(runbookOf(input));
  const file = join(folder, `${name}.md`);

  test("is the golden file", () => {
    if (process.env["UPDATE_RUNBOOKS"] === "1") writeFileSync(file, text);
    expect(text).toBe(existsSync(file) ? readFileSync(file, "utf8") : "");
  });

  test("has no hole in it, and no key", () => {
    expect(text).not.toMatch(/undefined|\[object|NaN/);
    expect(text).not.toContain("RGWKEY");
    expect(text.match(/```/g)!.length % 2).toBe(0);
  });

  test("names nothing of another way of deployment", () => {
    const foreign = { systemd: /docker|kubectl/, compose: /systemctl|kubectl/, helm: /systemctl|docker/ };
    expect(text).not.toMatch(foreign[input.deployment]);
  });
});

describeWith(["shellcheck"], "under shellcheck", () => {
  test.each(cases)(
    "$name has nothing that it finds, block by block and as the sessions that they are",
    ({ input }) => {
      const text = runbookMarkdown(runbookOf(input));
      expect(shellcheck([...shellBlocks(text).map(({ shell }) => shell), ...placesOf(text)])).toBe("");
    },
  );

  test("what it finds fails a test", () => {
    expect(shellcheck(["true", "cat $UNQUOTED"])).toContain("SC2086");
  });
});

/** What it says of these scripts, in one call. Not SC1091: the env block is no file of ours; nor SC2016: `su -c` has a shell of its own. */
function shellcheck(scripts: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "shellcheck-"));
  try {
    const files = scripts.map((script, i) => {
      writeFileSync(join(folder, `${i}.bash`), script);
      return `${i}.bash`;
    });
    const options = ["--shell=bash", "--exclude=SC1091,SC2016", "--format=gcc"];
    const { error, stdout } = spawnSync("shellcheck", [...options, ...files], {
      cwd: folder,
      encoding: "utf8",
    });
    if (error) throw error;
    return stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("bash takes the whole of it", () => {
  for (const { input } of cases) {
    for (const script of placesOf(runbookMarkdown(runbookOf(input)))) {
      execFileSync("bash", ["-n"], { input: script });
    }
  }
});
