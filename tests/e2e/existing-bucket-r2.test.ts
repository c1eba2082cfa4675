/** Buckets on R2 that somebody else manages, with the real provider on the stand-in of Cloudflare's API. */
import { testsAreSteps } from "./engine";
import { comparable, offlinePreview } from "./offline";
import { describeWithProvider } from "./providers";
import { startR2Stage, type R2Stage } from "./r2-stage";
import type { Bucket } from "./servers/cloudflare/r2-buckets";

const MEDIA = "social-media";
const FILES = "app-files";

describeWithProvider("cloudflare", "buckets on R2 that are left alone", () => {
  testsAreSteps();
  let stage: R2Stage;
  let cloudflare: R2Stage["cloudflare"];
  let stack: R2Stage["stack"];
  let zoneId: string;
  beforeAll(async () => {
    stage = await startR2Stage();
    ({ cloudflare, stack } = stage);
    zoneId = stage.zone.id;
  });
  afterAll(() => stage.stop());

  /** What somebody does in the dashboard. */
  const byHand = async (method: string, path: string, body: object): Promise<void> => {
    const { account, url, token } = cloudflare;
    const reply = await fetch(`${url}/accounts/${account.id}/r2/buckets${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "cf-r2-jurisdiction": "eu" },
      body: JSON.stringify(body),
    });
    expect([path, reply.status, reply.ok ? "" : await reply.text()]).toEqual([path, 200, ""]);
  };
  const bucket = (name: string): Bucket => cloudflare.account.buckets.get(`eu/${name}`)!;
  const configure = (bucketSource?: string, more: object = {}): void => {
    const store = { r2: { accountId: cloudflare.account.id, jurisdiction: "eu" } };
    const source = bucketSource === undefined ? {} : { bucketSource };
    const mastodon = {
      ...{ webDomain: "social.example", bucket: MEDIA, store, ...source },
      mediaHost: {
        hostname: "files.social.example",
        r2: { zoneId, zoneName: "social.example" },
        protect: false,
      },
      ...more,
    };
    const backend = { bucket: FILES, store, bucketSource: "existing" };
    const supabase = { publicUrl: "https://app.example", tenantId: "acme", protectTenantId: false, backend };
    stack.configure({ "media-storage:instances": { social: { mastodon }, app: { supabase } } });
  };
  const up = async (...settings: Parameters<typeof configure>): Promise<string[]> => {
    configure(...settings);
    const { steps } = await stack.up();
    // The component's own entry says that its arguments changed.
    return steps.filter((step) => step !== "update social");
  };

  it("a missing bucket is an error, and its app gets no token", async () => {
    configure("existing");
    await expect(stack.up()).rejects.toThrow("10006");
    const names = [...cloudflare.account.tokens.values()].map(({ name }) => name);
    expect(names).not.toContain(`media-storage ${MEDIA} a`);
  });

  it("exist, with an object and with CORS rules of somebody else", async () => {
    for (const name of [MEDIA, FILES]) {
      await byHand("POST", "", { name });
      bucket(name).objects.add("accounts/avatars/1.png");
      const allowed = { methods: ["GET"], origins: ["https://theirs.example"] };
      await byHand("PUT", `/${name}/cors`, { rules: [{ allowed }] });
    }
  });

  it("the offline preview is exactly that of the engine, and has no bucket", async () => {
    await stack.destroy();
    const [engine, offline] = [await stack.previewJson(), offlinePreview(stack.folder)];
    expect(comparable(offline)).toEqual(comparable(engine));
    expect(offline.changeSummary).toEqual(engine.changeSummary);
    expect(JSON.stringify(offline.steps)).not.toContain("r2Bucket:R2Bucket");
  });

  it("get CORS rules, a Worker and tokens, and Supabase's bucket only a token", async () => {
    await up("existing");
    expect(JSON.stringify(bucket(MEDIA).cors)).not.toContain("theirs.example");
    expect(JSON.stringify(bucket(FILES).cors)).toContain("theirs.example");
    expect([cloudflare.account.tokens.size, cloudflare.account.workers.size]).toEqual([2, 1]);
  });

  it("have no changes the second time, nor after a refresh", async () => {
    expect(await stack.up()).toMatchObject({ steps: [] });
    await stack.refresh();
    expect(await stack.up()).toMatchObject({ steps: [] });
  });

  it("can be adopted later, and then be left alone again without protection, with the same token", async () => {
    const token = [...cloudflare.account.tokens.keys()];
    expect(await up("adopt", { data: { protect: false } })).toEqual(["import social-bucket"]);
    expect(await up("existing")).toEqual(["delete social-bucket"]);
    expect([...cloudflare.account.tokens.keys()]).toEqual(token);
    expect([...bucket(MEDIA).objects]).toEqual(["accounts/avatars/1.png"]);
    expect(bucket(MEDIA).cors).toBeDefined();
  });

  it("keep their objects when the stack is destroyed, and lose only the CORS rules", async () => {
    await stack.unprotect();
    await stack.destroy();
    expect([...bucket(MEDIA).objects]).toEqual(["accounts/avatars/1.png"]);
    expect([bucket(MEDIA).cors, cloudflare.account.tokens.size]).toEqual([undefined, 0]);
    expect(JSON.stringify(bucket(FILES).cors)).toContain("theirs.example");
    expect(cloudflare.requests.filter((one) => /^(PUT|PATCH|DELETE) .*buckets\/[^/]*$/.test(one))).toEqual(
      [],
    );
  });
});
