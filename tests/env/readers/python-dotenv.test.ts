/** python-dotenv, which none of the three apps reads its file with, but tools of operators do. */
import { execFileSync, spawnSync } from "node:child_process";
import { dotenv, dotenvValueProblem } from "../../../env/formats/dotenv";
import { blockOf } from "../../../env/file/edit";
import { edited } from "../file/edited";
import { withFile } from "../formats/shell";
import { byName, carried, entry, numbered } from "../values";
import { describeWithReader } from "./reader";

const READ = "import json, sys, dotenv; print(json.dumps(dotenv.dotenv_values(sys.argv[1])))";
const isThere = spawnSync("python3", ["-c", "from dotenv import dotenv_values"]).status === 0;

const read = (text: string): unknown =>
  withFile("env", text, (file): unknown =>
    JSON.parse(
      execFileSync("python3", ["-c", READ, file], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
        env: { PATH: process.env["PATH"], CANARY: "replaced", PYTHONUTF8: "1" },
      }),
    ),
  );

/** What it changes even in single quotes, where all other readers change nothing. */
const isChanged = (value: string): boolean => value.includes("${") || value.includes("\\\\");

describeWithReader("python-dotenv", isThere, "pip install python-dotenv==1.2.4", () => {
  test("any value that dotenv text can carry comes back as it was", () => {
    const some = carried(dotenvValueProblem, 2000).filter((value) => !isChanged(value));
    expect(some.length).toBeGreaterThan(500);
    expect(read(dotenv("Of $(touch was-run)", numbered(some)))).toEqual(byName(some));
  });

  test.each([
    ["replaces ${NAME}", "a${CANARY}", "areplaced"],
    ["halves backslashes", "a\\\\b", "a\\b"],
  ])("in single quotes it %s, unlike every reader that an app uses", (_, value, seen) => {
    expect(read(dotenv("t", [entry("A", value)]))).toEqual({ A: seen });
  });

  test("a block in a file whose lines are exported is read, empty variables too", () => {
    const block = blockOf(dotenv("t", [entry("S3_PERMISSION", ""), entry("B", "b c")]));
    expect(read(edited("export A=a\n", block, new Set()))).toEqual({ A: "a", S3_PERMISSION: "", B: "b c" });
  });

  test.each(["\n", "\r\n"])("a block in a file with the line breaks %j is read", (eol) => {
    const block = blockOf(dotenv("t", [entry("S3_PERMISSION", ""), entry("B", "b c")]));
    const text = edited(`A='a # b' # why${eol}B="old"${eol}`, block, new Set());
    expect(read(text)).toEqual({ A: "a # b", B: "b c", S3_PERMISSION: "" });
  });
});
