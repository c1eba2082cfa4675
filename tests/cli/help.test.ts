/** What `--help` lists is what the command takes. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { APP_ENVS } from "../../apps/app-envs";
import { DeploymentKind, Direction } from "../../runbook";
import { ProxyServer } from "../../runbook/proxy-parts";
import { InitHost } from "../../cli/init/media-hosts";
import { MediaHostSigning } from "../../hosts/args";
import { STORE_PRODUCTS } from "../../stores";
import { APP_NAMES } from "../../apps/names";
import { EnvFormat, envFormats } from "../../env/formats";

function run(...args: string[]): { code: number | null; out: string; err: string } {
  const command = [join(__dirname, "../../cli/media-storage.cjs"), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    encoding: "utf8",
    timeout: 240_000,
  });
  return { code: status, out: stdout, err: stderr };
}

/** The text of each option, by its long name. */
function optionsOf(subcommand: string): Map<string, string> {
  const [, options = ""] = run(subcommand, "--help").out.split("\nOptions:\n");
  const [lines = ""] = options.split("\n\n");
  const entries = lines.split(/\n(?= {2}-)/).map((entry): [string, string] => {
    const [, name = "", text = ""] = /(--[a-z-]+)(?: [<[][^ ]+)? +([^]*)$/.exec(entry) ?? [];
    return [name, text.replace(/\s+/g, " ")];
  });
  return new Map(entries);
}

/** The names of a list such as "a, b (with a note, or two) or c", which the text begins with or has behind a colon. */
function namesIn(text = ""): string[] {
  const [list = ""] = text
    .replace(/ ?\([^)]*\)/g, "")
    .replace(/^.*: /, "")
    .split(";");
  return list.split(/, | or /);
}

test.each([
  ["init", "--app", [...APP_NAMES]],
  ["init", "--store", Object.keys(STORE_PRODUCTS)],
  ["init", "--media-host", Object.values(InitHost)],
  ["init", "--signing", Object.values(MediaHostSigning)],
  ["env", "--format", Object.values(EnvFormat)],
  ["env", "--app", [...APP_NAMES]],
  ["runbook", "--deployment", Object.values(DeploymentKind)],
  ["runbook", "--direction", Object.values(Direction)],
  ["proxy", "--server", Object.values(ProxyServer)],
])("%s %s lists what there is, and nothing else", (subcommand, option, names) => {
  expect(namesIn(optionsOf(subcommand).get(option)).sort()).toEqual([...names].sort());
});

it("lists no form that no app has", () => {
  const all = Object.values(APP_ENVS).flatMap(({ deployment }) => envFormats(deployment));
  expect([...new Set(all)].sort()).toEqual(Object.values(EnvFormat).sort());
});

const SUBCOMMANDS = ["init", "preview", "check", "env", "runbook", "proxy"];

it("lists the subcommands", () => {
  const [, commands = ""] = run("--help").out.split("\nCommands:\n");
  const names = [...commands.matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => name);
  expect(names.sort()).toEqual([...SUBCOMMANDS, "help"].sort());
});

test.each(SUBCOMMANDS)("%s has the options of every subcommand, and help in both ways", (subcommand) => {
  const help = run(subcommand, "--help");
  expect(help).toMatchObject({ code: 0, err: "" });
  expect(run("help", subcommand)).toEqual(help);
  expect([...optionsOf(subcommand).keys()]).toEqual(
    expect.arrayContaining(["--stack", "--cwd", "--debug", "--help"]),
  );
});

test.each([
  [["preview", "--token=hunter2"], "error: unknown option '--token'\n"],
  [["env", "-phunter2"], "error: unknown option '-p'\n"],
  [
    ["runbook", "social", "hunter2"],
    "error: too many arguments for 'runbook'. Expected 1 argument but got 2.\n",
  ],
  [["preview", "hunter2"], "error: too many arguments for 'preview'. Expected 0 arguments but got 1.\n"],
  [["preview", "--stack"], "error: option '-s, --stack <name>' argument missing\n"],
])("%j is refused with 1, without what may be a secret", (args, err) => {
  expect(run(...args)).toEqual({ code: 1, out: "", err });
});
