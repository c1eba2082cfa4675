/** `media-storage proxy` on deployed stacks, with a stand-in for the Pulumi CLI. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { proxy, type ProxyOptions } from "../../../cli/proxy/proxy";
import type { StorageFacts } from "../../../storage/facts";
import { ownProjectYaml } from "../own-project";
import { testFolder } from "../env/folder";
import { deploymentOf, factsOf, standIn } from "../env/stand-in";
import { testStreams } from "../streams";

const at = testFolder();
const path = process.env["PATH"];
afterEach(() => {
  process.env["PATH"] = path;
});

const SECRETS = ["a".repeat(32) + "0123456789abcdef".repeat(2), "b".repeat(64)];
const mastodonFacts = factsOf({ name: "mastodon", webDomain: "social.example" });
const purge = { header: "Media-Purge-Secret", slots: ["a" as const, "b" as const], current: "a" as const };
const facts: Omit<StorageFacts, "schema" | "warnings"> = {
  ...mastodonFacts,
  bucket: { ...mastodonFacts.bucket, publicPrefixes: ["accounts/", "media_attachments/"] },
  mediaHost: { kind: "external", hostname: "files.social.example", maxAgeSeconds: 86_400, purge },
};
const social = {
  ...deploymentOf("Media of social.example", facts, []),
  purgeSecrets: SECRETS.map((secret, i) => ({ slot: i === 0 ? "a" : "b", secret })),
};

async function run(
  outputs: Record<string, unknown>,
  options: Partial<ProxyOptions> = {},
  { instance, project = "name: shop\nruntime: python\n" }: { instance?: string; project?: string } = {},
): Promise<{ code: number; out: string; err: string; asked: string[]; hidden: Set<string> }> {
  const cli = standIn(at("shop"), outputs);
  writeFileSync(join(cli.folder, "Pulumi.yaml"), project);
  process.env["PATH"] = cli.path;
  const streams = testStreams();
  const options_ = { server: "nginx", stack: "dev", cwd: cli.folder, ...options };
  const code = await proxy(instance, options_, streams);
  return { code, ...streams.said, asked: cli.asked(), hidden: streams.secrets };
}

test("prints the site from the facts that the stack of another program has, without its secrets", async () => {
  const { code, out, err } = await run({ vpcId: "vpc-1", media: social });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain("server_name files.social.example;");
  for (const secret of SECRETS) expect(out).not.toContain(secret);
});

test("prints the purge file with the secrets of all slots", async () => {
  const { code, out, err } = await run({ media: social }, { part: "purge" });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  for (const secret of SECRETS) expect(out).toContain(secret);
});

test("what is printed after the secrets are read cannot show them", async () => {
  const { hidden } = await run({ media: social }, { part: "purge" });
  expect([...hidden]).toEqual(expect.arrayContaining(SECRETS));
});

test("asks the deployed stack for the purge file, even of this package's own program", async () => {
  const own = { project: ownProjectYaml() };
  const { code, out, asked } = await run({ social }, { part: "purge" }, own);
  expect(code).toBe(0);
  expect(out).toContain(SECRETS[0]);
  expect(asked.some((line) => line.startsWith("stack output --json"))).toBe(true);
});

test.each<[string, Record<string, unknown>, string | undefined, string]>([
  [
    "no purge secrets in the arguments",
    { media: { ...social, facts: { ...social.facts, mediaHost: { ...facts.mediaHost, purge: undefined } } } },
    undefined,
    "  mediaHost.external.purge: is not set, so there are no secrets; set `purge: {}` and run `pulumi up`\n",
  ],
  [
    "a stack that has none yet",
    { media: { ...social, purgeSecrets: undefined } },
    undefined,
    "The stack dev has no purge secrets yet; run `pulumi up --stack dev`.",
  ],
  ["several instances", { media: social, other: social }, undefined, "The stack dev has several instances"],
  [
    "an unknown instance",
    { media: social },
    "sozial",
    'The stack dev has no instance "sozial"; use one of: media.',
  ],
  ["a stack without a deployment", { env: "A=b" }, undefined, "has no env block among its outputs"],
])("%s is an error that shows no secret", async (_, outputs, instance, message) => {
  const { code, out, err } = await run(
    outputs,
    { part: "purge" },
    { ...(instance !== undefined && { instance }) },
  );
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toContain(message);
  for (const secret of SECRETS) expect(err).not.toContain(secret);
});
