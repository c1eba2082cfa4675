/** Ruby's dotenv, which Rails and Sidekiq read Mastodon's `.env.production` with; Debian has version 2. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { dotenv, dotenvValueProblem } from "../../../env/formats/dotenv";
import { blockOf } from "../../../env/file/edit";
import { edited } from "../file/edited";
import { withFile } from "../formats/shell";
import { byName, carried, entry, numbered } from "../values";
import { describeWithReader } from "./reader";

const isThere = spawnSync("ruby", ["-r", "dotenv", "-e", ""]).status === 0;

function read(text: string): { parsed: Record<string, string>; wasRun: boolean } {
  return withFile("env", text, (file, folder) => {
    const script = "puts JSON.generate(Dotenv.load(ARGV[0]))";
    const output = execFileSync("ruby", ["-E", "UTF-8", "-r", "dotenv", "-r", "json", "-e", script, file], {
      cwd: folder,
      encoding: "utf8",
      // RUBYLIB: another version than the installed one, from a checkout of https://github.com/bkeepers/dotenv.
      env: { PATH: process.env["PATH"], RUBYLIB: process.env["RUBYLIB"], CANARY: "replaced" },
    });
    return {
      parsed: JSON.parse(output) as Record<string, string>,
      wasRun: existsSync(join(folder, "was-run")),
    };
  });
}

describeWithReader("Ruby's dotenv", isThere, "apt-get install ruby ruby-dotenv", () => {
  test("any value that dotenv text can carry comes back as it was", () => {
    const some = carried(dotenvValueProblem, 2000);
    expect(some.length).toBeGreaterThan(500);
    expect(read(dotenv("Of $(touch was-run)", numbered(some)))).toEqual({
      parsed: byName(some),
      wasRun: false,
    });
  });

  test("it runs $(command) and replaces $NAME where nothing keeps it from that, and nothing of it in our text", () => {
    expect(read("A=$(touch was-run)$CANARY\n")).toEqual({ parsed: { A: "replaced" }, wasRun: true });
    const value = '$(touch was-run)$CANARY${CANARY}"$CANARY"`touch was-run`';
    expect(read(dotenv("t", [entry("A", value, "$(touch was-run)")]))).toEqual({
      parsed: { A: value },
      wasRun: false,
    });
  });

  test("a block in a file whose lines are exported is read, empty variables too", () => {
    const block = blockOf(dotenv("t", [entry("S3_PERMISSION", ""), entry("B", "b c")]));
    expect(read(edited("export A=a\n", block, new Set())).parsed).toEqual({
      A: "a",
      S3_PERMISSION: "",
      B: "b c",
    });
  });

  test("an empty variable is there and empty", () => {
    expect(read(dotenv("t", [entry("S3_PERMISSION", ""), entry("B", "b")])).parsed).toEqual({
      S3_PERMISSION: "",
      B: "b",
    });
  });
});
