/**
 * systemd's parser of env files, by its generator of user environments: it reads `environment.d/*.conf` with the parser
 * of `EnvironmentFile=` (parse_env_file_internal in src/basic/env-file.c), replaces variables and prints assignments.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { dotenv, dotenvValueProblem } from "../../../env/formats/dotenv";
import { systemdEnv, systemdValueProblem } from "../../../env/formats/systemd";
import { withFile } from "../formats/shell";
import { byName, carried, numbered } from "../values";
import { describeWithReader } from "./reader";

const GENERATOR = "/usr/lib/systemd/user-environment-generators/30-systemd-environment-d-generator";

function read(text: string): Record<string, string> {
  const output = withFile("block.conf", text, (file, folder) => {
    mkdirSync(join(folder, "environment.d"));
    renameSync(file, join(folder, "environment.d", "block.conf"));
    return execFileSync(GENERATOR, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      env: { XDG_CONFIG_HOME: folder, HOME: folder, LANG: "C.UTF-8" },
    });
  });
  const assignments = output.split("\n").flatMap((line) => {
    const [, name, printed] = /^(V_\d+)=(.*)$/s.exec(line) ?? [];
    return name === undefined || printed === undefined ? [] : [[name, unquoted(printed)] as const];
  });
  return Object.fromEntries(assignments);
}

/** What the generator prints in quotes has escapes of C. */
function unquoted(printed: string): string {
  if (!printed.startsWith('"')) return printed;
  return printed
    .slice(1, -1)
    .replace(/\\(.)/gs, (_, character: string) => ({ n: "\n", t: "\t" })[character] ?? character);
}

/** Only this reader replaces variables; `$$` is its `$`. And it refuses what is empty, unlike `EnvironmentFile=`. */
const forGenerator = (values: string[]): string[] => values.map((value) => (value === "" ? "x" : value));
const dollars = (values: string[]): string[] => values.map((value) => value.replaceAll("$", "$$$$"));

describeWithReader("systemd", existsSync(GENERATOR), "apt-get install systemd", () => {
  test.each([
    ["the systemd form", systemdValueProblem, systemdEnv, 300],
    ["dotenv text", dotenvValueProblem, dotenv, 0],
  ])("any value that %s can carry comes back as it was", (_, problemOf, render, awkward) => {
    const some = forGenerator(carried(problemOf, 2000));
    expect(some.length).toBeGreaterThan(500);
    expect(some.filter((value) => /['\n\\]/.test(value)).length).toBeGreaterThan(awkward);
    expect(read(render("Of systemd", numbered(dollars(some))))).toEqual(byName(some));
  });

  test.each(["\ufdd0", "\u{1ffff}"])("with %j it reads nothing of the file, so that is refused", (value) => {
    expect(() => read(`V_0=a\nV_1="${value}"\nV_2=b\n`)).toThrow();
  });
});
