/** Whatever the options, the files and the environment are: a command ends, with 0, 1 or 2, and prints no stack trace. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { env } from "../../cli/env/env";
import { preview } from "../../cli/preview/preview";
import { runbook } from "../../cli/runbook/runbook";
import { deploymentOf, factsOf } from "./env/stand-in";
import { testStreams, type TestStreams } from "./streams";
import { writeOwnProject } from "./own-project";

jest.setTimeout(120_000);

/** `RUNS=5000 npx jest tests/cli/odd-options` tries more of them than every run does. */
const RUNS = Number(process.env["RUNS"] ?? 60);
const CONFIG =
  "config:\n  media-storage:instances:\n    social:\n      mastodon: { webDomain: social.example, bucket: social-media, store: { aws: { region: eu-central-1 } } }\n";
const NAMES = [
  "text",
  "block",
  "empty",
  "bom",
  "binary",
  "huge",
  "folder",
  "pipe",
  "loop",
  "dangling",
  "outputs",
  "none",
  "none/below",
  "text/below",
];

let folder: string;
const { PATH } = process.env;
const WORKING_FOLDER = process.cwd();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "media-storage-"));
  const at = (name: string) => join(folder, name);
  writeOwnProject(folder);
  writeFileSync(at("Pulumi.dev.yaml"), CONFIG);
  writeFileSync(at("Pulumi.broken.yaml"), "config: [\n");
  writeFileSync(at("Pulumi.null.yaml"), "config:\n  media-storage:instances:\n");
  mkdirSync(at("Pulumi.folder.yaml"));
  writeFileSync(at("text"), "A=b\n");
  writeFileSync(at("block"), "# Media storage of social.example\nS3_ENABLED=true\nS3_BUCKET=social-media\n");
  writeFileSync(
    at("outputs"),
    JSON.stringify({ social: deploymentOf("Media", factsOf({ name: "mastodon" }), []) }),
  );
  writeFileSync(at("empty"), "");
  writeFileSync(at("bom"), "\ufeffA=b\n");
  writeFileSync(at("binary"), Buffer.from([0, 0xff, 0xfe, 10]));
  writeFileSync(at("huge"), "");
  truncateSync(at("huge"), 2 ** 32);
  mkdirSync(at("folder"));
  spawnSync("mkfifo", [at("pipe")]);
  symlinkSync("loop", at("loop"));
  symlinkSync("none", at("dangling"));
  // Some of the paths are relative, and some commands write there.
  process.chdir(folder);
  // No CLI of Pulumi's is asked: it would take a second each time.
  process.env["PATH"] = at("folder");
});
afterEach(() => {
  process.chdir(WORKING_FOLDER);
  process.env["PATH"] = PATH;
  rmSync(folder, { recursive: true });
});

const ODD = [
  "",
  " ",
  "-",
  "--",
  ".",
  "..",
  "/",
  "a/b/c/d",
  "__proto__",
  "constructor",
  "toString",
  "1e999",
  "\0",
  "\n",
  "=",
  "=x",
  "A=",
  "A=b,c",
  "💥",
  "x".repeat(5_000),
];
const odd = fc.constantFrom(...ODD);
const path = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NAMES).map((name) => ({ name })) },
  { weight: 1, arbitrary: odd },
);
const stack = fc.oneof(
  fc.constantFrom("dev", "broken", "null", "folder", "acme/media-storage/dev", "acme/other/dev", "nope"),
  odd,
);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const of = (...known: string[]) => maybe(fc.oneof(fc.constantFrom(...known), odd));

const options = fc.record({
  stack: maybe(stack),
  outputs: fc.option(path, { nil: undefined, freq: 3 }),
  cwd: fc.oneof({ weight: 4, arbitrary: fc.constant({ name: "" }) }, { weight: 1, arbitrary: path }),
  debug: fc.constant(false),
});
const environment = fc.record({ PULUMI_STACK: maybe(stack), PULUMI_HOME: maybe(path) }, { requiredKeys: [] });

type Given = Record<string, unknown>;
type Run = (instance: string | undefined, given: never, streams: TestStreams) => Promise<number>;
const COMMANDS: Record<string, [own: fc.Arbitrary<Given>, run: Run]> = {
  preview: [
    fc.record({ json: fc.boolean(), full: fc.boolean() }),
    (_, given, streams) => preview(given, streams),
  ],
  runbook: [
    fc.record({
      deployment: of("systemd", "compose", "helm"),
      direction: of("file-to-s3", "s3-to-file", "s3-to-s3"),
      fromBucket: of("old-media", "social-media"),
      fromRegion: of("eu-central-1"),
      fromEndpoint: of("https://s3.example.org", "https://u:p@s3.example.org"),
      fromKeyPrefix: of("media"),
    }),
    (instance, given, streams) => runbook(instance, given, streams),
  ],
  "env of a stack": [
    fc.record({
      format: of("dotenv"),
      only: of("env"),
      secretName: of("s"),
      into: maybe(path),
      yes: fc.boolean(),
    }),
    env,
  ],
  "env without a stack": [
    fc.record({
      into: maybe(path),
      from: maybe(path),
      app: of("mastodon", "authentik", "supabase"),
      remove: maybe(fc.constant(true)),
      unset: maybe(fc.array(odd, { maxLength: 3 })),
      append: maybe(fc.array(odd, { maxLength: 3 })),
      yes: fc.boolean(),
    }),
    env,
  ],
  "env --restore": [
    fc.record({ into: maybe(path), restore: fc.oneof(fc.constant(true), path), yes: fc.boolean() }),
    env,
  ],
};

/** Paths below the folder of the test, and without what is not given, as commander has it. */
const inFolder = (given: Given): Given =>
  Object.fromEntries(
    Object.entries(given)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [
        name,
        typeof value === "object" && value !== null && "name" in value
          ? join(folder, String(value.name))
          : value,
      ]),
  );

test.each(Object.keys(COMMANDS))("%s", async (name) => {
  const [own, run] = COMMANDS[name]!;
  const codes = new Set<number>();
  await fc.assert(
    fc.asyncProperty(
      maybe(fc.oneof(fc.constant("social"), odd)),
      options,
      own,
      environment,
      async (instance, common, given, variables) => {
        const streams = testStreams({
          env: { PULUMI_HOME: join(folder, "none"), ...inFolder(variables) },
        });
        streams.stdin.push(null);
        const code = await run(instance, inFolder({ ...common, ...given }) as never, streams);
        codes.add(code);
        expect([0, 1, 2]).toContain(code);
        expect(streams.said.out + streams.said.err).not.toMatch(/^\s+at .*:\d+:\d+/m);
        if (code === 1) expect(streams.said.err).toMatch(/^error: \S/m);
      },
    ),
    { numRuns: RUNS },
  );
  expect(codes).toContain(1);
});
