/** `--outputs` of every command that reads a stack: no Pulumi, no Pulumi.yaml. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { env } from "../../../cli/env/env";
import { proxy } from "../../../cli/proxy/proxy";
import { runbook } from "../../../cli/runbook/runbook";
import { testFolder } from "../env/folder";
import { deploymentOf, factsOf } from "../env/stand-in";
import { entry, secret } from "../../env/values";
import { testStreams } from "../streams";

const at = testFolder();
const path = process.env["PATH"];
beforeEach(() => {
  process.env["PATH"] = at("without-pulumi");
});
afterEach(() => {
  process.env["PATH"] = path;
});

const SECRET = "canary/of+the/secret";
const PURGE = "0123456789abcdef".repeat(4);
const entries = [
  entry("S3_ENABLED", "true"),
  entry("S3_BUCKET", "social-media"),
  secret("AWS_SECRET_ACCESS_KEY", SECRET),
];
const plain = factsOf({ name: "mastodon", webDomain: "social.example" });
const facts: typeof plain = {
  ...plain,
  bucket: { ...plain.bucket, publicPrefixes: ["accounts/"] },
  mediaHost: {
    kind: "external",
    hostname: "files.social.example",
    purge: { header: "X-Media-Purge", slots: ["a"], current: "a" },
  },
};
const social = {
  ...deploymentOf("Media of social.example", facts, entries),
  purgeSecrets: [{ slot: "a", secret: PURGE }],
};
const art = deploymentOf(
  "Media of art.example",
  factsOf({ name: "mastodon", webDomain: "art.example" }),
  entries,
);

interface Result {
  code: number;
  out: string;
  err: string;
}

/** Commands as commander calls them; the folder of `cwd` does not exist. */
const COMMANDS = {
  env: (instance, outputs, streams) => env(instance, { outputs, cwd: "/nonexistent", yes: false }, streams),
  runbook: (instance, outputs, streams) =>
    runbook(
      instance,
      { outputs, cwd: "/nonexistent", deployment: "systemd", direction: "file-to-s3" },
      streams,
    ),
  proxy: (instance, outputs, streams) =>
    proxy(instance, { outputs, cwd: "/nonexistent", server: "nginx", resolver: ["127.0.0.1"] }, streams),
  "proxy --part purge": (instance, outputs, streams) =>
    proxy(instance, { outputs, cwd: "/nonexistent", server: "nginx", part: "purge" }, streams),
} satisfies Record<
  string,
  (instance: string | undefined, outputs: string, streams: ReturnType<typeof testStreams>) => Promise<number>
>;
type CommandName = keyof typeof COMMANDS;

async function run(
  name: CommandName,
  given: { saved?: unknown; text?: string | Buffer; instance?: string; outputs?: string },
): Promise<Result> {
  const text = given.text ?? JSON.stringify(given.saved);
  const streams = testStreams({ ...(given.outputs === "-" && { answer: text as string }) });
  if (given.outputs === undefined) writeFileSync(at("outputs.json"), text);
  const code = await COMMANDS[name](given.instance, given.outputs ?? at("outputs.json"), streams);
  const plain = (one: string): string => one.replaceAll(at("outputs.json"), "outputs.json");
  return { code, out: plain(streams.said.out), err: plain(streams.said.err) };
}

const OUTPUT: [CommandName, string][] = [
  [
    "env",
    `# Media of social.example\nS3_ENABLED=true\nS3_BUCKET=social-media\nAWS_SECRET_ACCESS_KEY=${SECRET}\n`,
  ],
  ["runbook", "# Moving the media of social.example: file-to-s3, systemd\n"],
  ["proxy", "server_name files.social.example;"],
  ["proxy --part purge", PURGE],
];

describe.each(OUTPUT)("%s", (name, text) => {
  test.each<[string, { saved: unknown; instance?: string; outputs?: string }]>([
    [
      "all outputs of a stack",
      { saved: { vpcId: "vpc-1", media: { social, art } }, instance: "media.social" },
    ],
    ["the only storage of a stack", { saved: { vpcId: "vpc-1", social } }],
    ["the output with the deployment alone", { saved: social }],
    ["that output, by any name", { saved: social, instance: "social" }],
    ["an exported object alone", { saved: { social, art }, instance: "social" }],
    ["an exported list alone", { saved: [art, social], instance: "[1]" }],
    [
      "the outputs of a Python program",
      { saved: { social: { ...social, purgeSecrets: undefined, purge_secrets: social.purgeSecrets } } },
    ],
    ["standard input", { saved: { social }, outputs: "-" }],
  ])("reads %s, without a project and without Pulumi", async (_, given) => {
    const { code, out, err } = await run(name, given);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain(text);
  });

  test("has the same errors as for a stack, with the name of the file", async () => {
    const several = await run(name, { saved: { social, art } });
    expect(several).toEqual({
      code: 1,
      out: "",
      err: "error: The file outputs.json has several instances; add one of these names to the command: social, art.\n",
    });
    const unknown = await run(name, { saved: { social, art }, instance: "sozial" });
    expect(unknown.err).toBe(
      'error: The file outputs.json has no instance "sozial"; use one of: social, art.\n',
    );
  });
});

test("env --into writes the block with a title that names no stack", async () => {
  writeFileSync(at("outputs.json"), JSON.stringify({ social }));
  writeFileSync(at(".env.production"), "LOCAL_DOMAIN=social.example\n", { mode: 0o600 });
  const streams = testStreams();
  const options = {
    outputs: at("outputs.json"),
    into: at(".env.production"),
    cwd: "/nonexistent",
    yes: true,
  };
  expect(await env(undefined, options, streams)).toBe(0);
  expect(streams.said.out).toMatch(/^File \S+outputs\.json, instance social:\n/);
  expect(streams.said.out).not.toContain(SECRET);
  expect(readFileSync(at(".env.production"), "utf8")).toContain(
    "# media-storage: Media of social.example\nS3_ENABLED=true\n",
  );
});

describe("the commands that a runbook prints", () => {
  test("read the same file", async () => {
    const { out } = await run("runbook", { saved: { social } });
    expect(out).toContain("media-storage env social --outputs outputs.json -f dotenv > ./social.env)");
    expect(out).toContain("Create it where you have the saved outputs with");
    expect(out).not.toContain("--stack");
  });

  test("pipe the outputs again if they came from standard input", async () => {
    const { out } = await run("runbook", { saved: { social }, outputs: "-" });
    expect(out).toContain(
      "Create it where you run Pulumi with `(umask 077; pulumi stack output --json --show-secrets | npm exec --no -- media-storage env social --outputs - -f dotenv > ./social.env)`",
    );
    expect(out).not.toContain("--stack");
  });

  test("name the app in place of an instance if the file has no name", async () => {
    const { out } = await run("runbook", { saved: social });
    expect(out).toContain("media-storage env mastodon --outputs outputs.json ");
  });
});

const SAVE = "`pulumi stack output --json --show-secrets`";
const EXPORT =
  ". The program must export the `deployment` of each component, see https://git.example/media-storage/media-storage/blob/main/docs/applying-the-env-block.md; then";

describe.each(OUTPUT)("%s refuses", (name) => {
  test.each<[string, { saved?: unknown; text?: string | Buffer; outputs?: string }, string]>([
    [
      "outputs without their secrets",
      { saved: { vpcId: "vpc-1", social: "[secret]" } },
      `The file outputs.json has "[secret]" in place of a secret; save the outputs again with --show-secrets: ${SAVE}.`,
    ],
    [
      "one output without its secret",
      { saved: "[secret]" },
      `The file outputs.json has "[secret]" in place of a secret; save the outputs again with --show-secrets: ${SAVE}.`,
    ],
    [
      "a component with secrets inside an object",
      { saved: { media: { social: { deployment: "[secret]", bucketName: "social-media" } } }, outputs: "-" },
      `Standard input has "[secret]" in place of a secret; save the outputs again with --show-secrets: ${SAVE}.`,
    ],
    ["an empty file", { text: " \n" }, `The file outputs.json is empty; save the outputs again: ${SAVE}.`],
    [
      "the table that Pulumi prints without --json",
      { text: `Current stack outputs (1):\n    OUTPUT  VALUE\n    social  ${SECRET}\n` },
      `The file outputs.json is not JSON; save the outputs again: ${SAVE}.`,
    ],
    [
      "JSON that was cut off",
      { text: JSON.stringify({ social }).slice(0, -40) },
      `The file outputs.json is not JSON; save the outputs again: ${SAVE}.`,
    ],
    [
      "the UTF-16 of Windows PowerShell",
      { text: Buffer.from(`\ufeff${JSON.stringify({ social })}`, "utf16le") },
      `The file outputs.json is not UTF-8 text (for Windows PowerShell: \`| Out-File -Encoding utf8\`); save the outputs again: ${SAVE}.`,
    ],
    [
      "one text",
      { saved: SECRET },
      `The file outputs.json is one value, and not the outputs of a stack; save them again: ${SAVE}.`,
    ],
    [
      "null",
      { saved: null },
      `The file outputs.json is one value, and not the outputs of a stack; save them again: ${SAVE}.`,
    ],
    [
      "a state",
      { saved: { version: 3, deployment: { manifest: {}, resources: [] } } },
      `The file outputs.json is a state of \`pulumi stack export\`; save the outputs instead: ${SAVE}.`,
    ],
    [
      "outputs without a deployment",
      { saved: { env: "A=b" } },
      `The file outputs.json has no env block among its outputs${EXPORT} run \`pulumi up\`, and save its outputs again: \`(umask 077; pulumi stack output --json --show-secrets > outputs.json)\`.`,
    ],
    [
      "piped outputs without a deployment",
      { saved: {}, outputs: "-" },
      `Standard input has no env block among its outputs${EXPORT} run \`pulumi up\`, and pass its new outputs (${SAVE}).`,
    ],
    [
      "outputs of an older version",
      { saved: { socialEnv: "A=b", socialFacts: { schema: 1, app: "mastodon" } } },
      "The outputs of the file outputs.json are those of an older version of media-storage; run `pulumi up`, and save its outputs again: `(umask 077; pulumi stack output --json --show-secrets > outputs.json)`.",
    ],
    [
      "a deployment of a newer version",
      { saved: { social: { ...social, schema: 2 } } },
      'The output "social" of the file outputs.json was made by a newer version of media-storage; update the command to the version that the stack\'s program uses.',
    ],
    [
      "a deployment that was changed",
      { saved: { ...social, facts: {} } },
      'The output "storage" of the file outputs.json is not a valid deployment of media-storage; export the component\'s `deployment` unchanged, then run `pulumi up`, and save its outputs again: `(umask 077; pulumi stack output --json --show-secrets > outputs.json)`.',
    ],
    [
      "a version of the app that is not supported any more",
      {
        saved: {
          social: { ...social, facts: { ...social.facts, app: { ...social.facts.app, version: "3.5" } } },
        },
      },
      'The version of Mastodon in the output "social" of the file outputs.json is "3.5", which is older than 4.0, the first version that this library supports; upgrade Mastodon first. Then set the new version, and run `pulumi up`, and save its outputs again: `(umask 077; pulumi stack output --json --show-secrets > outputs.json)`.',
    ],
    ["an empty path", { saved: {}, outputs: " " }, "--outputs: the path is empty; set the path of a file."],
    [
      "a file that does not exist",
      { saved: {}, outputs: "/nonexistent.json" },
      "/nonexistent.json cannot be read: it does not exist, or is a broken link (lstat ENOENT).",
    ],
  ])("%s in one line that quotes nothing", async (_, given, message) => {
    expect(await run(name, given)).toEqual({ code: 1, out: "", err: `error: ${message}\n` });
  });

  test("a folder", async () => {
    mkdirSync(at("folder"));
    const { code, err } = await run(name, { saved: {}, outputs: at("folder") });
    expect(code).toBe(1);
    expect(err).toMatch(/^error: \S+\/folder is not a regular file\.\n$/);
  });
});
