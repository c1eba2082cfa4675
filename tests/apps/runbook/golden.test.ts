/**
 * Every runbook as a whole (golden/), and its shell lines under shellcheck. After a change: UPDATE_RUNBOOKS=1, and review the
 * difference against the facts.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runbookOf } from "../../../apps/runbook";
import { runbookMarkdown } from "../../../apps/runbook/runbook";
import { MASTODON } from "./cases";
import { placesOf, shellBlocks } from "./markdown";

const folder = join(__dirname, "golden");
const cases = [...MASTODON];

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

  test("has shell lines that shellcheck finds nothing in, one by one and as the sessions that they are", () => {
    const scripts = [...shellBlocks(text).map(({ shell }) => shell), ...placesOf(text)];
    for (const script of scripts) shellcheck(script);
  });
});

test("what shellcheck finds fails a test", () => {
  expect(() => shellcheck("cat $UNQUOTED")).toThrow("SC2086");
});

/** Not SC1091: the env block is no file of ours. */
function shellcheck(script: string): void {
  const { error, stdout } = spawnSync("shellcheck", ["--shell=bash", "--exclude=SC1091", "-"], {
    input: script,
    encoding: "utf8",
  });
  if (error) throw new Error("shellcheck is not there (apt-get install shellcheck)", { cause: error });
  if (stdout !== "") throw new Error(`${stdout}\n${script}`);
}

test("bash takes the whole of it", () => {
  for (const { input } of cases) {
    for (const script of placesOf(runbookMarkdown(runbookOf(input)))) {
      execFileSync("bash", ["-n"], { input: script });
    }
  }
});
