/** `media-storage runbook` on the stack of another program, with a stand-in for the Pulumi CLI. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runbook, type RunbookOptions } from "../../../cli/runbook/runbook";
import { entry, secret } from "../../env/values";
import { deploymentOf, factsOf, standIn } from "../env/stand-in";
import { testFolder } from "../env/folder";
import { testStreams } from "../streams";

const at = testFolder();
const path = process.env["PATH"];
afterEach(() => {
  process.env["PATH"] = path;
});

const SECRET = "canary/of+the/secret";
const entries = [entry("S3_BUCKET", "social-media"), secret("AWS_SECRET_ACCESS_KEY", SECRET)];
const facts = factsOf({ name: "mastodon", webDomain: "social.example" });
const social = deploymentOf("Media of social.example", facts, entries);
const art = deploymentOf(
  "Storage of authentik",
  {
    ...facts,
    app: { name: "authentik", version: "2026.5.1" },
    bucket: { ...facts.bucket, name: "art-media" },
  },
  entries,
);

async function run(
  outputs: Record<string, unknown>,
  instance?: string,
  options: Partial<RunbookOptions> = {},
): Promise<{ code: number; out: string; err: string }> {
  const cli = standIn(at("shop"), outputs);
  writeFileSync(join(cli.folder, "Pulumi.yaml"), "name: shop\nruntime: python\n");
  process.env["PATH"] = cli.path;
  const streams = testStreams();
  const move = { deployment: "systemd", direction: "file-to-s3", stack: "dev", cwd: cli.folder };
  const code = await runbook(instance, { ...move, ...options }, streams);
  return { code, ...streams.said };
}

test("prints the runbook of the only deployment among the outputs, with the facts that the stack has", async () => {
  const { code, out, err } = await run({ vpcId: "vpc-1", "our media": social });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/^# Moving the media of social.example: file-to-s3, systemd\n/);
  expect(out).toContain("export BUCKET=social-media ");
  expect(out).toContain("media-storage env 'our media' --stack dev ");
  expect(out).toContain("MOVE=~/media-storage/our-media-to-social-media\n");
  expect(out).not.toContain(SECRET);
});

test("prints that of the output that is named, and knows the other storages of the stack", async () => {
  const { out } = await run({ media: { social, art } }, "media.art", {
    deployment: "compose",
    direction: "s3-to-s3",
    fromBucket: "social-media",
    fromRegion: "eu-central-1",
  });
  expect(out).toContain("export BUCKET=art-media\n");
  expect(out).toContain("**social-media is the bucket of the instance media.social of this stack**");
});

test("says in full what the proxy of the media host must do, because such a stack has no preview", async () => {
  const mediaHost = { kind: "external", hostname: "files.social.example" };
  const publicBaseUrl = "https://files.social.example/media";
  const behindProxy = { ...facts, mediaHost, publicBaseUrl };
  const { out } = await run({ social: deploymentOf("Media", behindProxy, entries) });
  expect(out).toContain(
    "Any other proxy must:\n\n- pass GET, HEAD and OPTIONS requests below /media/ for public prefixes on to https://social-media.s3.eu-central-1.amazonaws.com, and no others\n" +
      "- remove the path /media, the query string, Cookie and Authorization from requests\n",
  );
});

test("leaves out another storage that a newer version made", async () => {
  const { code, out } = await run({ art: { ...art, schema: 2 }, social }, "social");
  expect(code).toBe(0);
  expect(out).toContain("export BUCKET=social-media ");
});

test.each<[string, Record<string, unknown>, string | undefined, string]>([
  [
    "no instance of several",
    { social, art },
    undefined,
    "The stack dev has several instances; add one of these names to the command: social, art.",
  ],
  [
    "an unknown instance",
    { social },
    "sozial",
    'The stack dev has no instance "sozial"; use one of: social.',
  ],
  [
    "no deployment",
    { env: "A=b" },
    undefined,
    "The stack dev has no env block among its outputs. The program must export the `deployment` of each component, for example " +
      '`pulumi.export("social", storage.deployment)`; then run `pulumi up --stack dev`.\n',
  ],
  ["a deployment of a newer version", { social: { ...social, schema: 2 } }, undefined, "update the command"],
  [
    "a deployment that is not valid",
    { social: { ...social, facts: {} } },
    undefined,
    "is not a valid deployment",
  ],
  [
    "an app of a later version",
    { social: deploymentOf("T", factsOf({ name: "peertube" }), []) },
    undefined,
    'app "peertube" is unknown',
  ],
  [
    "a store of a later version",
    { social: deploymentOf("T", { ...facts, store: { ...facts.store, server: "moon" } }, []) },
    undefined,
    'store "moon" is unknown',
  ],
  [
    "a storage without a bucket",
    { db: deploymentOf("T", { app: { name: "supabase" } }, []) },
    undefined,
    "db has no bucket, so there is nothing to move.",
  ],
])("%s is an error", async (_, outputs, instance, message) => {
  const { code, out, err } = await run(outputs, instance);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toContain(message);
});
