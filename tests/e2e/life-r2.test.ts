/** The storages of all three apps on Cloudflare R2, with the real provider on the stand-in of its API, from the first `up` to the last. */
import { createHash } from "node:crypto";
import type { EnvEntry } from "../../env/entry";
import type { R2WorkerSettings } from "../../hosts/r2-worker";
import { WorkerStage } from "../hosts/r2-worker/worker-stage";
import { testsAreSteps } from "./engine";
import { describeWithProvider } from "./providers";
import { startR2Stage, type R2Stage } from "./r2-stage";

const HOST = "files.social.example";
const FORMER = "media.social.example";

describeWithProvider("cloudflare", "storages on Cloudflare R2", () => {
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

  /** The three apps; `social` has these settings beside those that it needs. */
  const configure = ({ mediaHost, ...more }: { mediaHost?: object; [name: string]: unknown } = {}): void => {
    const { id: accountId } = cloudflare.account;
    const mastodon = {
      webDomain: "social.example",
      bucket: "social-media",
      store: { r2: { accountId, jurisdiction: "eu", location: "weur" } },
      mediaHost: { hostname: HOST, r2: { zoneId, zoneName: "social.example" }, ...mediaHost },
      ...more,
    };
    const authentik = {
      version: "2026.5.1",
      origins: ["https://sso.example"],
      bucket: "sso-files",
      store: { r2: { accountId } },
    };
    const backend = { bucket: "app-files", store: { r2: { accountId } } };
    const supabase = { publicUrl: "https://app.example", tenantId: "acme", backend };
    const instances = { social: { mastodon }, sso: { authentik }, app: { supabase } };
    stack.configure({ "media-storage:instances": instances });
  };
  const up = async (settings: Parameters<typeof configure>[0] = {}): Promise<string[]> => {
    configure(settings);
    const { steps } = await stack.up();
    // The component's own entry says that its arguments changed.
    return steps.filter((step) => step !== "update social");
  };
  const expectSettled = async (): Promise<void> => {
    expect(await stack.up()).toMatchObject({ steps: [] });
    await stack.refresh();
    expect(await stack.up()).toMatchObject({ steps: [] });
  };
  const entriesOf = async (instance: string): Promise<Map<string, string>> => {
    const outputs = await stack.outputs();
    const entries = outputs[`${instance}EnvEntries`]?.value as EnvEntry[];
    return new Map(entries.map(({ name, value }) => [name, value]));
  };
  const tokensOf = (bucket: string): { id: string; status: string; secret: string }[] =>
    [...cloudflare.account.tokens.values()]
      .filter(({ policies }) => JSON.stringify(policies).includes(`_${bucket}`))
      .map(({ id, status, value }) => ({
        id,
        status,
        secret: createHash("sha256").update(value).digest("hex"),
      }));
  const domains = (): string[] =>
    [...cloudflare.account.workerDomains.values()].map(({ hostname }) => hostname).sort();
  /** What the deployed Worker answers, in Cloudflare's own runtime. */
  const statusesOf = async (...targets: string[]): Promise<number[]> => {
    const [worker] = cloudflare.account.workers.values();
    const { json } = worker!.bindings.find(({ name }) => name === "SETTINGS")!;
    const settings = (typeof json === "string" ? JSON.parse(json) : json) as R2WorkerSettings;
    const stage = await WorkerStage.start({ script: worker!.content, settings });
    try {
      const answers = [];
      for (const target of targets) answers.push((await stage.ask(target)).status);
      return answers;
    } finally {
      await stage.stop();
    }
  };

  it("are created, each with a token for its own bucket, and a second up changes nothing", async () => {
    await up();
    const { account } = cloudflare;
    expect(
      [...account.buckets.values()].map(({ name, jurisdiction }) => `${name} ${jurisdiction}`).sort(),
    ).toEqual(["app-files default", "social-media eu", "sso-files default"]);
    for (const bucket of ["app-files", "social-media", "sso-files"]) expect(tokensOf(bucket)).toHaveLength(1);
    expect(domains()).toEqual([HOST]);
    await expectSettled();
  });

  it("never ask for what cannot be destroyed or belongs to others", () => {
    const asked = cloudflare.requests.join("\n");
    for (const path of ["domains/managed", "/lifecycle", "/rulesets", "workers/routes", "/dns_records"])
      expect(asked).not.toContain(path);
  });

  it("give the app the token's id and the hash of its value, and no state has the value in clear", async () => {
    const entries = await entriesOf("social");
    const [token] = tokensOf("social-media");
    expect(entries.get("AWS_ACCESS_KEY_ID")).toBe(token!.id);
    expect(entries.get("AWS_SECRET_ACCESS_KEY")).toBe(token!.secret);
    expect(entries.get("S3_ENDPOINT")).toBe(`https://${cloudflare.account.id}.eu.r2.cloudflarestorage.com`);
    const state = await stack.savedOutputs();
    for (const { value } of cloudflare.account.tokens.values()) expect(state).not.toContain(value);
  });

  it("serve the public files by the Worker that was deployed, and no others", async () => {
    const [worker] = cloudflare.account.workers.values();
    expect(worker!.bindings).toContainEqual(
      expect.objectContaining({ type: "r2_bucket", bucket_name: "social-media", jurisdiction: "eu" }),
    );
    expect(await statusesOf("/accounts/avatars/1.png", "/backups/dumps/1.zip", "/", "/?list-type=2")).toEqual(
      [200, 404, 404, 404],
    );
  });

  it("rotate the key in four deployments, during which the other stays valid", async () => {
    const [first] = tokensOf("social-media");
    const rotate = (keys: object): Promise<string[]> => up({ writer: { keys } });
    expect(await rotate({ slots: ["a", "b"] })).toEqual(["create social-key-b"]);
    expect((await entriesOf("social")).get("AWS_ACCESS_KEY_ID")).toBe(first!.id);
    expect(await rotate({ slots: ["a", "b"], current: "b" })).toEqual([]);
    const second = tokensOf("social-media").find(({ id }) => id !== first!.id);
    const entries = await entriesOf("social");
    expect([entries.get("AWS_ACCESS_KEY_ID"), entries.get("AWS_SECRET_ACCESS_KEY")]).toEqual([
      second!.id,
      second!.secret,
    ]);
    expect(await rotate({ slots: ["a", "b"], current: "b", inactive: ["a"] })).toEqual([
      "update social-key-a",
    ]);
    expect(tokensOf("social-media").map(({ id, status }) => [id === first!.id, status])).toEqual([
      [true, "disabled"],
      [false, "active"],
    ]);
    expect(await rotate({ slots: ["b"], current: "b" })).toEqual(["delete social-key-a"]);
    expect(tokensOf("social-media")).toEqual([second]);
    await expectSettled();
  });

  const keys = { slots: ["b"], current: "b" };

  it("serve a former hostname too, and Pulumi refuses to remove one", async () => {
    await up({ writer: { keys }, mediaHost: { previousHosts: [FORMER] } });
    expect(domains()).toEqual([HOST, FORMER].sort());
    configure({ writer: { keys } });
    await expect(stack.up()).rejects.toThrow("protect");
    expect(domains()).toEqual([HOST, FORMER].sort());
    await up({ writer: { keys }, mediaHost: { previousHosts: [FORMER], protect: false } });
    await up({ writer: { keys }, mediaHost: { protect: false } });
    expect(domains()).toEqual([HOST]);
    await up({ writer: { keys } });
  });

  it("keep the host on a day on which the API leaves out its zone", async () => {
    cloudflare.account.badDays.withoutZone = true;
    await stack.refresh();
    await expect(stack.up()).rejects.toThrow("protect");
    cloudflare.account.badDays.withoutZone = false;
    await stack.refresh();
    expect(await stack.up()).toMatchObject({ steps: [] });
    expect(domains()).toEqual([HOST]);
  });

  it("refuse another jurisdiction, which would be another bucket", async () => {
    const { id: accountId } = cloudflare.account;
    configure({ writer: { keys }, store: { r2: { accountId, jurisdiction: "fedramp", location: "weur" } } });
    await expect(stack.up()).rejects.toThrow("protect");
    expect(cloudflare.account.buckets.size).toBe(3);
  });

  it("are destroyed but for the buckets, which are retained", async () => {
    await up({ writer: { keys }, mediaHost: { protect: false } });
    await stack.unprotect();
    await stack.destroy();
    const { account } = cloudflare;
    expect([account.tokens.size, account.workers.size, domains()]).toEqual([0, 0, []]);
    expect(account.buckets.size).toBe(3);
  });
});
