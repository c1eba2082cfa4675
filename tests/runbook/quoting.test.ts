/** Values from outside reach the programs as they are, whatever is in them: the printed lines run in bash, with stubs on PATH. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { runbookOf } from "../../apps/runbooks";
import { DeploymentKind, Direction, runbookMarkdown, type RunbookInput } from "../../runbook";
import { fileNameOf, moveName } from "../../runbook";
import { envCommand } from "../../runbook/session";
import { shellWord } from "../../env/formats/shell";
import { MASTODON, SUPABASE } from "../apps/runbook/cases";
import { shellBlocks } from "../apps/runbook/markdown";

const RUNS = { numRuns: 25 };
const TIMEOUT_MS = 120_000;

const part = fc.oneof(
  fc.constantFrom(
    " ",
    "'",
    '"',
    "$(touch canary)",
    "`touch canary`",
    "\n",
    "\t",
    "-",
    "--help",
    "!!",
    "\\",
    "\\n",
    ";touch canary;",
  ),
  fc.constantFrom("*", "~", "#", "&", "|", "<(:)", "${HOME}", "é", "日本", "\u202e", "😀", "a", "%s"),
);
const odd = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(""));
/** Of a file's name: no slash, and within its length. */
const oddName = odd.map((text) => text.replaceAll("/", ""));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "quoting-"));
  mkdirSync(join(folder, "bin"));
  for (const name of ["aws", "rclone", "npm", "docker", "systemctl", "curl", "su", "chown"]) {
    const file = join(folder, "bin", name);
    // One record for a call: its name and arguments, each ended by NUL, then another NUL.
    writeFileSync(file, `#!/bin/bash\n{ printf '%s\\0' ${name} "$@"; printf '\\0'; } >> "$CALLS"\n`);
    chmodSync(file, 0o755);
  }
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What the stubs were called with, and what the script printed. */
function run(script: string): { calls: string[][]; out: string } {
  const calls = join(folder, "calls");
  rmSync(calls, { force: true });
  const env = {
    PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}`,
    CALLS: calls,
    HOME: folder,
    LC_ALL: "C.UTF-8",
  };
  const { stdout } = spawnSync("bash", ["-s"], { input: script, cwd: folder, env, encoding: "utf8" });
  const records = existsSync(calls) ? readFileSync(calls, "utf8").split("\0\0").slice(0, -1) : [];
  expect(existsSync(join(folder, "canary"))).toBe(false);
  return { calls: records.map((record) => record.split("\0")), out: stdout };
}

test(
  "a word is one argument of the same value",
  () => {
    fc.assert(
      fc.property(fc.array(odd, { minLength: 1, maxLength: 8 }), (values) => {
        expect(run(`aws ${values.map(shellWord).join(" ")}`).calls).toEqual([["aws", ...values]]);
      }),
      RUNS,
    );
  },
  TIMEOUT_MS,
);

test(
  "the command that prints the block has the instance and the stack as they are",
  () => {
    fc.assert(
      fc.property(odd, odd, (instance, stack) => {
        const { calls } = run(envCommand({ ...MASTODON[0]!.input, instance, stack }));
        expect(calls).toEqual([
          ["npm", "exec", "--no", "--", "media-storage", "env", instance, "--stack", stack],
        ]);
      }),
      RUNS,
    );
  },
  TIMEOUT_MS,
);

/** All lines of these sections, with a line behind them. */
const linesOf = (input: RunbookInput, sections: string[], end: string): string =>
  [
    ...shellBlocks(runbookMarkdown(runbookOf(input)))
      .filter(({ section }) => sections.includes(section))
      .map(({ shell }) => shell),
    end,
  ].join("\n");

const record = fc.record({
  instance: oddName,
  home: oddName.map((name) => name.replace(/\p{Cc}/gu, "")).map((name) => `x${name}`),
  bucket: odd.map((name) => name.replaceAll("/", "")),
  region: odd,
  old: odd,
  keyPrefix: odd,
  tenantId: odd,
  // It lies beside `home`, so it must never have the same name.
  caFile: oddName.map((name) => `y${name}`),
});

test.each([
  ["mastodon", MASTODON, DeploymentKind.Systemd, ".env.production"],
  ["supabase", SUPABASE, DeploymentKind.Compose, ".env"],
] as const)(
  "%s: folder, instance, buckets, region, prefix, tenant and authority are what the programs get",
  (_, cases, deployment, envFile) => {
    const { input } = cases.find(
      (one) => one.input.deployment === deployment && one.input.direction === Direction.S3ToS3,
    )!;
    fc.assert(
      fc.property(record, ({ instance, home, bucket, region, old, keyPrefix, tenantId, caFile }) => {
        const there = join(folder, home);
        mkdirSync(there, { recursive: true });
        writeFileSync(join(there, envFile), "A=b\n");
        const authority = join(folder, caFile);
        writeFileSync(authority, "certificate\n");
        const end = `store probe; rclone probe "old:$OLD_BUCKET/$OLD_PREFIX"; printf '%s\\0' "$PWD" "$BUCKET" "$RCLONE_CONFIG_OLD_REGION" "\${TENANT-}" > got; head -n 1 "$MOVE_TMP/ca.pem" > got.ca; mv got got.ca ${shellWord(folder)}`;
        const odds: RunbookInput = {
          ...input,
          instance,
          folder: there,
          facts: {
            ...input.facts,
            app: { ...input.facts.app, tenantId },
            store: { ...input.facts.store, region, caFile: authority },
            bucket: { ...input.facts.bucket, name: bucket },
          },
          source: { bucket: old, region, keyPrefix },
        };
        const move = join(folder, "media-storage", moveName(odds));
        mkdirSync(move, { recursive: true });
        writeFileSync(join(move, `${fileNameOf(odds)}.env`), "A=b\n");
        const { calls } = run(linesOf(odds, ["Before", "The switch"], end));
        expect(readFileSync(join(folder, "got"), "utf8").split("\0").slice(0, 3)).toEqual([
          there,
          bucket,
          region,
        ]);
        if (_ === "supabase") expect(readFileSync(join(folder, "got"), "utf8").split("\0")[3]).toBe(tenantId);
        expect(readFileSync(join(folder, "got.ca"), "utf8")).toBe("certificate\n");
        expect(calls).toContainEqual(["aws", `--region=${region}`, "probe"]);
        expect(calls.at(-1)!.slice(-2)).toEqual(["probe", `old:${old}/${keyPrefix}/`]);
        expect(calls).toContainEqual([
          ...["npm", "exec", "--no", "--", "media-storage", "env", "--into", join(there, envFile)],
          ...["--from", join(move, `${fileNameOf(odds)}.env`), "--yes"],
        ]);
        rmSync(there, { recursive: true });
        rmSync(join(folder, "media-storage"), { recursive: true });
        rmSync(authority, { force: true });
      }),
      RUNS,
    );
  },
  TIMEOUT_MS,
);
