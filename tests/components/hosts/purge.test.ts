/** The secrets with which Mastodon purges an external media host. */
import { AS_ENGINE, written } from "../../../cli/offline/values";
import type { PurgeArgs } from "../../../components";
import { PURGE_SECRET_BYTES } from "../../../hosts/purge";
import type { EnvEntry } from "../../../env/entry";
import type { Deployment } from "../../../storage/deployment";
import { Registered } from "../registered";

const storage = (purge?: PurgeArgs): Promise<Registered> =>
  Registered.storage({
    mediaHost: { hostname: "files.social.example", external: { ...(purge && { purge }) } },
  });

const secretsOf = ({ names }: Registered): string[] => names.filter((name) => name.startsWith("random:"));

interface Revealed {
  envEntries: { value: EnvEntry[] };
  deployment: { value: Deployment };
  facts: Deployment["facts"];
}
function outputsOf(registered: Registered): Revealed {
  return registered.get("social").outputs as unknown as Revealed;
}

const text = (value: unknown): string => JSON.stringify(written(value, AS_ENGINE));

test("without external.purge no secret is created, and none is in the outputs", async () => {
  const made = await storage();
  expect(secretsOf(made)).toEqual([]);
  const { deployment, facts } = outputsOf(made);
  expect(deployment.value).not.toHaveProperty("purgeSecrets");
  expect(facts.mediaHost).not.toHaveProperty("purge");
});

test("each slot has its own random secret", async () => {
  const made = await storage({ slots: ["a", "b"], current: "b" });
  expect(secretsOf(made)).toEqual([
    "random:index/randomBytes:RandomBytes social-purge-a",
    "random:index/randomBytes:RandomBytes social-purge-b",
  ]);
  for (const slot of ["a", "b"]) {
    const { inputs, protect } = made.get(`social-purge-${slot}`);
    expect([inputs["length"], protect]).toEqual([PURGE_SECRET_BYTES, false]);
  }
});

test("the env block has the current secret; the deployment has both, for the proxy", async () => {
  const made = await storage({ slots: ["a", "b"], current: "b" });
  const { envEntries, deployment } = outputsOf(made);
  const line = envEntries.value.find(({ name }) => name === "CACHE_BUSTER_SECRET");
  expect(line?.value).toContain("social-purge-b.hex");
  expect(deployment.value.purgeSecrets).toEqual([
    { slot: "a", secret: expect.stringContaining("social-purge-a.hex") as string },
    { slot: "b", secret: expect.stringContaining("social-purge-b.hex") as string },
  ]);
});

test("the facts have the header and the slots, and no secret", async () => {
  const { facts } = outputsOf(await storage({}));
  expect(facts.mediaHost?.purge).toEqual({ header: "Media-Purge-Secret", slots: ["a"], current: "a" });
  expect(text(facts)).not.toContain(".hex");
});

test("a program's preview does not show the secrets", async () => {
  const made = await storage({});
  expect(text(made.get("social").outputs)).not.toContain("social-purge-a.hex");
});
