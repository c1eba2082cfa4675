/** A secret is put into every place that one can come from, and every command is run: none shows it. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "../../cli/check/check";
import { env } from "../../cli/env/env";
import { preview } from "../../cli/preview/preview";
import { reportBug } from "../../cli/report-error";
import { proxy } from "../../cli/proxy/proxy";
import { runbook } from "../../cli/runbook/runbook";
import { entry } from "../env/values";
import { testFolder } from "./env/folder";
import { factsOf, outputsOf, standIn } from "./env/stand-in";
import { testStreams, type TestStreams } from "./streams";
import { writeOwnProject } from "./own-project";

jest.setTimeout(120_000);

/** What people choose as a password, and a key as AWS makes them. */
const PASSWORD = "Tr0ub4dor-hunter2";
const KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYz9QtLm4VKsn";
const URL_WITH_PASSWORD = `https://admin:${PASSWORD}@s3.example.org`;

/** What somebody has written where. */
interface Place {
  /** In the stack's file, beside an instance that is right. */
  config?: string;
  /** The stack's file as a whole. */
  file?: string;
  /** Members of the instance. */
  member?: string;
  /** The instance's name in the stack's file. */
  named?: string;
  /** In Pulumi.yaml. */
  project?: string;
  instance?: string;
  options?: Record<string, unknown>;
  variables?: Record<string, string>;
  /** What the file to change has in it. */
  env?: string;
  /** What Pulumi prints in place of the outputs. */
  pulumi?: string;
}

const MASTODON = "webDomain: social.example, bucket: social-media, store: { aws: { region: eu-central-1 } }";
const fileOf = ({ config = "", member = "", named = "social" }: Place): string =>
  `config:\n${config}  media-storage:instances:\n    "${named}":\n      mastodon: { ${MASTODON}${member} }\n`;

const at = testFolder();

type Run = (place: Place, streams: TestStreams) => Promise<number>;

const common = ({ options }: Place): { cwd: string; stack?: string } => ({ cwd: at(), ...options });
const ofBlock = { yes: true, cwd: "." };
const COMMANDS: Record<string, Run> = {
  preview: (place, streams) => preview({ ...common(place), json: false, full: true }, streams),
  "preview --debug": (place, streams) =>
    preview({ ...common(place), json: false, full: false, debug: true }, streams),
  "preview --json": (place, streams) => preview({ ...common(place), json: true, full: false }, streams),
  check: (place, streams) => check({ ...common(place), all: false, json: false, debug: true }, streams),
  "check --all --json": (_, streams) => check({ cwd: at(), all: true, json: true }, streams),
  "runbook to S3": (place, streams) =>
    runbook(
      place.instance,
      { deployment: "systemd", direction: "file-to-s3", debug: true, ...common(place) },
      streams,
    ),
  "runbook from another bucket": (place, streams) =>
    runbook(
      place.instance,
      {
        deployment: "compose",
        direction: "s3-to-s3",
        fromBucket: "old-media",
        fromRegion: "eu-west-1",
        ...common(place),
      },
      streams,
    ),
  proxy: (place, streams) =>
    proxy(place.instance, { server: "nginx", debug: true, ...common(place) }, streams),
  "proxy --part purge": (place, streams) =>
    proxy(place.instance, { server: "nginx", part: "purge", debug: true, ...common(place) }, streams),
  "env --into": (place, streams) =>
    env(place.instance, { into: at("live"), yes: true, debug: true, ...common(place) }, streams),
  "env --from": (place, streams) =>
    env(place.instance, { ...ofBlock, into: at("live"), from: at("block"), ...place.options }, streams),
  "env --from the wrong file": (place, streams) =>
    env(
      place.instance,
      { ...ofBlock, into: at("live"), from: at("live"), app: "mastodon", ...place.options },
      streams,
    ),
  "env --restore": (place, streams) =>
    env(undefined, { ...ofBlock, into: at("live"), restore: at("block"), ...(place.options ?? {}) }, streams),
};

/** The options that only `proxy` has. */
const OF_PROXY = [
  "server",
  "part",
  "certificate",
  "certificateKey",
  "authorities",
  "cacheFolder",
  "purgeFile",
  "innerPort",
];

const PLACES: Record<string, Place> = {
  "a key in plain text": { config: `  aws:secretKey: ${PASSWORD}\n` },
  "a token in plain text beside a mistake": { config: `  aws:token: ${PASSWORD}\n`, member: ", access: x" },
  "a secret of the writer in plain text": { config: `  media-storage:socialSecretAccessKey: ${PASSWORD}\n` },
  "another provider's key": { config: `  datadog:apiKey: ${PASSWORD}\n` },
  "another provider's key, written once more": {
    config: `  datadog:apiKey: ${PASSWORD}\n`,
    member: `, keyPrefix: "${PASSWORD}/"`,
  },
  "a map with a password": { config: `  x:login: { user: a, password: ${PASSWORD} }\n` },
  "a URL with a password": { config: `  x:database: postgres://u:${PASSWORD}@db/x\n` },
  "a URL with a password in its query": { config: `  x:database: postgres://db/x?password=${PASSWORD}\n` },
  "a secret under the key of its id": { config: `  aws:accessKey: ${KEY}\n` },
  "a secret as a region": { config: `  aws:region: ${KEY}\n` },
  "a secret as the id of an instance's key": { config: `  media-storage:socialAccessKeyId: ${KEY}\n` },
  "a secret as a bucket": { member: `, bucket: ${KEY}` },
  "a secret as an unknown member": { member: `, secretAccessKey: ${PASSWORD}` },
  "a secret as the name of a member": { member: `, "${KEY}": x` },
  "a secret in a writer": { member: `, writer: { given: ${PASSWORD} }` },
  "a secret in the writer's key": {
    member: `, writer: { given: { accessKeyId: A, secretAccessKey: ${PASSWORD} } }`,
  },
  "a password in a member": { member: `, corsOrigins: ["${URL_WITH_PASSWORD}"]` },
  "a password in the name of an instance": { named: URL_WITH_PASSWORD },
  "a key as the name of an instance": { named: KEY },
  "a mistake in the YAML": { file: `config:\n  aws:token: ${PASSWORD}\n   x: *${PASSWORD}\n` },
  "an alias that is a secret": { file: `config:\n  aws:token: *${PASSWORD}\n` },
  "a stack's file that is a secret": { file: PASSWORD },
  "a config that is a secret": { file: `config: ${PASSWORD}\n` },
  "a project's file with a mistake": { project: `config: { aws:token: ${PASSWORD}\n` },
  "a secret default in the project": {
    project: `config: { "x:key": { secret: true, default: ${PASSWORD} } }\n`,
  },
  "a secret as the folder of the stacks": { project: `stackConfigDir: [${PASSWORD}]\n` },
  "a password in the backend's URL": {
    project: `backend: { url: "postgres://u:${PASSWORD}@db/state" }\n`,
    pulumi: `error: cannot reach postgres://u:${PASSWORD}@db/state: password ${PASSWORD} denied`,
  },
  "a password in the query of the backend's URL": {
    project: `backend: { url: "s3://state?region=x&secretKey=${PASSWORD}" }\n`,
    pulumi: `error: open s3://state?region=x&secretKey=${PASSWORD}: no key \\"${PASSWORD}\\"`,
  },
  "a backend of the environment": {
    variables: { PULUMI_BACKEND_URL: `postgres://u:${PASSWORD}@db/state` },
    pulumi: `error: parse postgres://u:${PASSWORD}@db/state: invalid password ${PASSWORD}`,
  },
  "what Pulumi prints beside the outputs": { pulumi: `secret ${PASSWORD}` },
  "a YAML mistake that Pulumi quotes": {
    pulumi: `error: yaml: cannot unmarshal !!str \\\`${PASSWORD}\\\` into map`,
  },
  "--stack with a password": { options: { stack: URL_WITH_PASSWORD } },
  "--stack with a token": { options: { stack: `https://${PASSWORD}@app.pulumi.com` } },
  "--stack that is a key": { options: { stack: KEY } },
  "PULUMI_STACK with a password": { variables: { PULUMI_STACK: URL_WITH_PASSWORD } },
  "PULUMI_STACK that is a key": { variables: { PULUMI_STACK: KEY } },
  "--cwd with a password": { options: { cwd: URL_WITH_PASSWORD } },
  "--cwd with a password in its query": { options: { cwd: `s3://state?secretKey=${PASSWORD}` } },
  "an instance that is a URL with a password": { instance: URL_WITH_PASSWORD },
  "an instance that is a key": { instance: KEY },
  ...Object.fromEntries(
    ["deployment", "direction", "fromBucket", "fromRegion", "format", "only", "secretName", "app"].flatMap(
      (option) => [
        [`--${option} that is a key`, { options: { [option]: KEY } }],
        [`--${option} with a password`, { options: { [option]: URL_WITH_PASSWORD } }],
      ],
    ),
  ),
  ...Object.fromEntries(
    ["folder", "fromEndpoint", "fromKeyPrefix", "into", "from", "restore"].map((option) => [
      `--${option} with a password`,
      { options: { [option]: URL_WITH_PASSWORD } },
    ]),
  ),
  ...Object.fromEntries(
    OF_PROXY.flatMap((option) => [
      [`--${option} that is a key`, { options: { [option]: KEY } }],
      [`--${option} with a password`, { options: { [option]: URL_WITH_PASSWORD } }],
    ]),
  ),
  "--resolver with a password": { options: { resolver: [URL_WITH_PASSWORD, KEY] } },
  "--from-endpoint with a signature": {
    options: { fromEndpoint: `https://s3.example.org?X-Amz-Signature=${PASSWORD}` },
  },
  "--unset with a value": { options: { unset: [`A=${PASSWORD}`], from: undefined, app: undefined } },
  "--append with a value": { options: { append: [`A B=${PASSWORD}`], from: undefined, app: undefined } },
  "the file that is replaced": { env: `ADMIN_PASSWORD=${PASSWORD}\nS3_BUCKET=old # ${PASSWORD}\n` },
  "a value over several lines": {
    env: `A='${PASSWORD}\n${PASSWORD}'\nAWS_SECRET_ACCESS_KEY='${PASSWORD}\n'\n`,
  },
  "a quote that never ends": { env: `A='${PASSWORD}\nS3_BUCKET=x\n` },
  "a reference": {
    env: `A=${PASSWORD}\nB=\${AWS_ACCESS_KEY_ID}${PASSWORD}\nS3_ENDPOINT=https://${PASSWORD}@x\n`,
  },
  "the old secret": { env: `AWS_SECRET_ACCESS_KEY=${PASSWORD}\nexport AWS_ACCESS_KEY_ID="${PASSWORD}"\r\n` },
  "a file that is no env file": { env: `{"password": "${PASSWORD}"}\n-----BEGIN KEY-----\n${PASSWORD}\n` },
};

const BLOCK = `# Media storage of social.example (stack dev)\nS3_ENABLED=true\nS3_BUCKET=social-media\nAWS_ACCESS_KEY_ID=AKIA\nAWS_SECRET_ACCESS_KEY=of-the-block\n`;
/** Made by the commands in order to hold secrets: the file to change, and what it was before. */
const MEANT_TO = /^live($|\.)|^block$|^Pulumi\.|^pulumi$/;

const ENTRIES = [
  entry("S3_BUCKET", "social-media"),
  { ...entry("AWS_SECRET_ACCESS_KEY", PASSWORD), secret: true },
];

function prepare(place: Place): void {
  standIn(at("cli"), outputsOf("social", factsOf({ name: "mastodon" }), ENTRIES));
  if (place.pulumi !== undefined) {
    const script = `#!/bin/sh\ncase "$*" in version) echo v3.260.0 ;; *) echo "${place.pulumi}" | tee /dev/stderr; exit 255 ;; esac\n`;
    writeFileSync(at("cli/pulumi"), script);
  }
  writeOwnProject(at(), place.project);
  writeFileSync(at("Pulumi.dev.yaml"), place.file ?? fileOf(place));
  writeFileSync(at("live"), place.env ?? "A=b\n");
  writeFileSync(at("block"), BLOCK);
}

/** Parts of a secret in a text, as they are or in lower case. */
function shownIn(text: string): string[] {
  const lower = text.toLowerCase();
  return [PASSWORD, KEY]
    .flatMap((secret) =>
      Array.from({ length: secret.length - 7 }, (_, i) => secret.slice(i, i + 8).toLowerCase()).filter(
        (part) => lower.includes(part),
      ),
    )
    .slice(0, 1)
    .map((part) => `${part} in ${text}`);
}

function otherFiles(): string {
  return readdirSync(at(), { recursive: true, encoding: "utf8" })
    .filter((name) => !MEANT_TO.test(name) && !name.startsWith("cli") && /\.|^[a-z]+$/.test(name))
    .map((name) => (existsSync(at(name)) ? `${name}\n${contentOf(at(name))}` : name))
    .join("\n");
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** The commands that ask Pulumi's CLI for the outputs of a stack. */
const ASK_STACK = ["env --into", "proxy --part purge"];

const { PATH } = process.env;
afterEach(() => {
  process.env["PATH"] = PATH;
});

/** Whether the place is one that the command looks at. */
function concerns(command: string, { options = {}, env: file, pulumi, instance }: Place): boolean {
  const asksStack = ASK_STACK.includes(command);
  if (pulumi !== undefined) return asksStack;
  if (file !== undefined) return command.startsWith("env");
  if ([...OF_PROXY, "resolver"].some((name) => name in options)) return command.startsWith("proxy");
  const isOfRunbook = ["deployment", "direction", "folder"].some((name) => name in options);
  if (isOfRunbook || Object.keys(options).some((name) => name.startsWith("from") && name !== "from"))
    return command.startsWith("runbook");
  if (
    ["format", "only", "secretName", "app", "into", "from", "restore", "unset", "append"].some(
      (name) => name in options,
    )
  )
    return command.startsWith("env");
  return instance === undefined || !command.startsWith("preview");
}

const rows = Object.entries(PLACES).map(([name, place]) => ({ name, place }));

test.each(rows)("no command shows $name", async ({ place }) => {
  const shown: Record<string, string[]> = {};
  const said: string[] = [];
  for (const [command, run] of Object.entries(COMMANDS)) {
    if (!concerns(command, place)) continue;
    if (!existsSync(at("cli"))) prepare(place);
    writeFileSync(at("live"), place.env ?? "A=b\n");
    const withCli = ASK_STACK.includes(command) && place.variables?.["PULUMI_STACK"] === undefined;
    process.env["PATH"] = withCli ? `${at("cli")}:${PATH ?? ""}` : at("none");
    const streams = testStreams({ env: { PULUMI_HOME: at("home"), ...place.variables } });
    const code = await run(place, streams);
    expect([0, 1, 2]).toContain(code);
    const text = streams.said.out + streams.said.err;
    said.push(text);
    const found = [...shownIn(text), ...shownIn(otherFiles())];
    if (found.length > 0) shown[command] = found;
  }
  expect(shown).toEqual({});
  expect(said.length).toBeGreaterThan(0);
  for (const text of said) expect(text).not.toBe("");
});

test("what nobody catches shows none of the run's secrets, nor the password of a URL", () => {
  const thrown = join(at(), "thrown.cjs");
  mkdirSync(at("cli"));
  writeOwnProject(at());
  writeFileSync(at("Pulumi.dev.yaml"), fileOf({ config: `  datadog:apiKey: ${PASSWORD}\n` }));
  // As soon as the preview prints, so the stack's file has been read.
  writeFileSync(
    thrown,
    `const { write } = process.stdout;
process.stdout.write = function (...args) {
  setImmediate(() => { throw new Error(${JSON.stringify(`of ${PASSWORD} at https://u:other-canary@host`)}); });
  return write.apply(this, args);
};`,
  );
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--require", thrown, join(__dirname, "../../cli/media-storage.cjs"), "preview", "--cwd", at()],
    { encoding: "utf8", env: { ...process.env, PULUMI_HOME: at("home"), PULUMI_STACK: "dev" } },
  );
  expect(stderr).toMatch(/^error: this is a bug in media-storage/);
  expect([...shownIn(stderr), ...(stderr.includes("other-canary") ? [stderr] : [])]).toEqual([]);
  expect(status).toBe(1);
});

test("a bug shows no secret that the run has read", () => {
  const streams = testStreams();
  streams.secrets.add(PASSWORD);
  reportBug(new TypeError(`x of ${PASSWORD}`), streams);
  expect(streams.said.err).toContain("TypeError: x of ...");
});
