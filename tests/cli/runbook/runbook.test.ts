import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StorageFacts } from "../../../storage/facts";
import { runbookProblems } from "../../../apps/runbooks";
import type { BucketStorageFacts } from "../../../runbook";
import { APP_NAMES } from "../../../apps/names";
import { testStreams } from "../streams";
import { chosen, runbook, type RunbookOptions } from "../../../cli/runbook/runbook";
import { writeOwnProject } from "../own-project";

const root = join(__dirname, "../../..");

const social = `social: { mastodon: { webDomain: social.example, bucket: social-media, store: { aws: { region: eu-central-1 } } } }`;
const other = `other: { mastodon: { webDomain: other.example, bucket: other-media, store: { aws: { region: eu-central-1 } } } }`;
const MOVE = { deployment: "systemd", direction: "file-to-s3" };

async function run(
  instances: string[],
  instance: string | undefined,
  options: Partial<RunbookOptions>,
): Promise<{ code: number; out: string; err: string }> {
  const cwd = mkdtempSync(join(tmpdir(), "runbook-"));
  try {
    writeOwnProject(cwd);
    const lines = instances.map((line) => `    ${line}\n`).join("");
    writeFileSync(join(cwd, "Pulumi.prod.yaml"), `config:\n  media-storage:instances:\n${lines}`);
    const streams = testStreams();
    const code = await runbook(instance, { stack: "prod", ...options, cwd }, streams);
    return { code, ...streams.said };
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

test("prints the runbook of the only instance, with the names of the stack file", async () => {
  const { code, out, err } = await run([social], undefined, MOVE);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/^# Moving the media of social.example: file-to-s3, systemd\n/);
  expect(out).toContain("export BUCKET=social-media ");
  expect(out).toContain("npm exec --no -- media-storage env social --stack prod ");
});

test("prints that of the instance that is named, and the bucket to move from", async () => {
  const { out } = await run([social, other], "other", {
    deployment: "compose",
    direction: "s3-to-s3",
    fromBucket: "old-media",
    fromRegion: "default",
    fromEndpoint: "https://s3.example.org",
    fromKeyPrefix: "media",
  });
  expect(out).toContain("export BUCKET=other-media ");
  expect(out).toContain("export OLD_BUCKET=old-media OLD_PREFIX=media/");
  expect(out).toContain("export RCLONE_CONFIG_OLD_ENDPOINT=https://s3.example.org");
});

test.each<[string, string[], string | undefined, Partial<RunbookOptions>, string]>([
  [
    "no instance of several",
    [social, other],
    undefined,
    MOVE,
    "The stack has several instances; add one of these names to the command: other, social.",
  ],
  ["an unknown instance", [social], "nope", MOVE, 'The stack has no instance "nope"; use one of: social.'],
  ["an unknown stack", [social], "social", { ...MOVE, stack: "nope" }, "The stack nope has no file"],
  [
    "nothing said",
    [social],
    "social",
    {},
    "The runbook cannot be printed.\n" +
      "  --deployment: is missing; set how mastodon is deployed: systemd, compose, helm\n" +
      "  --direction: is missing; set the direction of the move: file-to-s3, s3-to-file, s3-to-s3\n",
  ],
  [
    "no bucket to move from",
    [social],
    "social",
    { ...MOVE, direction: "s3-to-s3" },
    "  --from-bucket: is missing; set that of the bucket that contains the files now\n" +
      "  --from-region: is missing; set that of the bucket that contains the files now\n",
  ],
  [
    "a bucket to move from that is not used",
    [social],
    "social",
    { ...MOVE, fromBucket: "old" },
    "  --from-*: are used only with `--direction s3-to-s3`; remove these options\n",
  ],
  [
    "what is no name",
    [social],
    "social",
    {
      deployment: "nomad",
      direction: "s3-to-s3",
      fromBucket: "a b",
      fromRegion: "$(x)",
      fromEndpoint: "s3.example.org",
      fromKeyPrefix: "/x",
    },
    '  --deployment: is "nomad"; set how mastodon is deployed: systemd, compose, helm\n' +
      '  --from-bucket: "a b" is not the name of a bucket; set only the name, without a URL, a path or "s3://"\n' +
      '  --from-endpoint: "s3.example.org" has no scheme; add "https://" in front\n' +
      '  --from-region: "$(x)" is not a valid region name; set the region of the server, such as "default"\n' +
      '  --from-key-prefix: "/x" must contain only letters, digits, "_", "." and "-", without a slash at either end; change it or remove it\n',
  ],
])("%s is an error", async (_, instances, instance, options, message) => {
  const { code, out, err } = await run(instances, instance, options);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toContain(message);
});

test("what is wrong with the config is said as the preview says it", async () => {
  const { code, err } = await run(
    [social.replace("social.example", "https://social.example")],
    "social",
    MOVE,
  );
  expect(code).toBe(1);
  expect(err).toContain("media-storage:instances.social.mastodon.webDomain: ");
});

test("is a command, for the example stack of this folder", () => {
  const args = ["runbook", "social", "--deployment", "compose", "--direction", "s3-to-file"];
  const command = [join(root, "cli/media-storage.cjs"), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toContain("docker compose stop web sidekiq");
});

test("a storage without a bucket has nothing to move", () => {
  const facts = { schema: 1, app: { name: "supabase" }, warnings: [] } satisfies StorageFacts;
  expect(() => chosen([{ name: "supa", facts }], "supa")).toThrow(
    "supa has no bucket, so there is nothing to move.",
  );
});

test.each(APP_NAMES)("%s has a runbook", (app) => {
  const [deployment] = runbookProblems({ app: { name: app } } as BucketStorageFacts, {});
  expect(deployment?.message).toMatch(/compose/);
});
