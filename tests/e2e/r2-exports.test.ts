/** Turning `exposeUserExports` on and off: a hostname on R2 moves from the Worker to a domain of R2, and back. */
import { testsAreSteps } from "./engine";
import { describeWithProvider } from "./providers";
import { startR2Stage, type R2Stage } from "./r2-stage";

const HOST = "files.social.example";
/** As docs/cloudflare-r2.md has it. */
const OLD_DOMAIN = `**social-host-${HOST}`;

describeWithProvider("cloudflare", "a hostname between the Worker and a domain of R2", () => {
  testsAreSteps();
  let stage: R2Stage;
  let cloudflare: R2Stage["cloudflare"];
  let stack: R2Stage["stack"];
  let zone: R2Stage["zone"];
  beforeAll(async () => {
    stage = await startR2Stage();
    ({ cloudflare, stack, zone } = stage);
  });
  afterAll(() => stage.stop());

  const configure = (exposeUserExports: boolean, protect = true): void => {
    const mastodon = {
      webDomain: "social.example",
      bucket: "social-media",
      store: { r2: { accountId: cloudflare.account.id } },
      mediaHost: { hostname: HOST, r2: { zoneId: zone.id }, protect },
      exposeUserExports,
    };
    stack.configure({ "media-storage:instances": { social: { mastodon } } });
  };
  /** What serves the hostname, by the owner of its only record. */
  const owners = (): (string | undefined)[] => [...zone.records.values()].map(({ owner }) => owner);

  it("is not replaced while the domain is protected", async () => {
    configure(false);
    await stack.up();
    expect(owners()).toEqual([expect.stringMatching(/^Worker /)]);
    await expect(stack.destroyOnly(OLD_DOMAIN)).rejects.toMatchObject({
      stdout: expect.stringContaining("protect") as string,
    });
    expect(owners()).toEqual([expect.stringMatching(/^Worker /)]);
  });

  it.each([
    ["to the domain", false, /^R2 bucket /],
    ["back to the Worker", true, /^Worker /],
  ])("moves %s after the old domain alone was destroyed", async (_, before, owner) => {
    configure(before, false);
    await stack.up();
    const objects = cloudflare.account.buckets.size;
    await stack.destroyOnly(OLD_DOMAIN);
    expect([owners(), cloudflare.account.buckets.size]).toEqual([[], objects]);
    configure(!before);
    const { steps } = await stack.up();
    expect(steps).toContain(`create social-host-${HOST}`);
    expect(owners()).toEqual([expect.stringMatching(owner)]);
    expect(await stack.up()).toMatchObject({ steps: [] });
  });
});
