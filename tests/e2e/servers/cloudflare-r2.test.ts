import { startCloudflare, type Cloudflare } from "./cloudflare";
import { callApi, type Reply } from "./cloudflare/client";
import type { Zone } from "./cloudflare/zones";

const WRITE_GROUP = "2efd5506f9c8494dacb1fa10a3e7d5b6";
const READ_GROUP = "6a018a9f2fc74eb6b293b0c548f38b39";
const MODULE = "export default { fetch: () => new Response('media') };\n";

describe("Cloudflare's stand-in for R2 and Workers", () => {
  let cloudflare: Cloudflare;
  let zone: Zone;
  beforeEach(async () => {
    cloudflare = await startCloudflare();
    zone = cloudflare.createZone("zone.example");
  });
  afterEach(() => cloudflare.stop());

  /** A request about the account, in a jurisdiction. */
  const call = (method: string, path: string, body?: unknown, jurisdiction?: string): Promise<Reply> =>
    callApi(cloudflare, [method, `/accounts/${cloudflare.account.id}${path}`, body], {
      headers: jurisdiction === undefined ? {} : { "cf-r2-jurisdiction": jurisdiction },
    });
  const createBucket = (more: object = {}, jurisdiction?: string): Promise<Reply> =>
    call("POST", "/r2/buckets", { name: "social-media", ...more }, jurisdiction);
  const BUCKET = "/r2/buckets/social-media";

  describe("buckets", () => {
    it("are created, read, changed and deleted", async () => {
      const bucket = { name: "social-media", jurisdiction: "default", location: "WEUR" };
      expect(await createBucket({ locationHint: "weur" })).toMatchObject({ status: 200, result: bucket });
      expect(await call("GET", BUCKET)).toMatchObject({ result: { ...bucket, storage_class: "Standard" } });
      const changed = await callApi(cloudflare, ["PATCH", `/accounts/${cloudflare.account.id}${BUCKET}`], {
        headers: { "cf-r2-storage-class": "InfrequentAccess" },
      });
      expect(changed).toMatchObject({ status: 200, result: { storage_class: "InfrequentAccess" } });
      expect(await call("DELETE", BUCKET)).toMatchObject({ status: 200 });
      expect(await call("GET", BUCKET)).toMatchObject({ status: 404, codes: [10006] });
    });

    it("exist in their jurisdiction only", async () => {
      expect(await createBucket({}, "eu")).toMatchObject({ status: 200, result: { jurisdiction: "eu" } });
      expect(await call("GET", BUCKET)).toMatchObject({ status: 404, codes: [10006] });
      expect(await call("GET", BUCKET, undefined, "fedramp")).toMatchObject({ status: 404, codes: [10006] });
      expect(await call("GET", BUCKET, undefined, "eu")).toMatchObject({ status: 200 });
      expect(await call("GET", BUCKET, undefined, "us")).toMatchObject({ status: 400 });
      expect(await call("GET", `${BUCKET}?jurisdiction=eu`)).toMatchObject({ status: 400 });
    });

    it("go back to where a bucket of their name was first", async () => {
      await createBucket({ locationHint: "weur" });
      await call("DELETE", BUCKET);
      expect(await createBucket({ locationHint: "apac" })).toMatchObject({ result: { location: "WEUR" } });
    });

    it("cannot be deleted while they contain an object", async () => {
      await createBucket();
      const { objects } = cloudflare.account.buckets.get("default/social-media")!;
      objects.add("accounts/avatars/1.png");
      expect(await call("DELETE", BUCKET)).toMatchObject({ status: 409, codes: [10008] });
      objects.clear();
      expect(await call("DELETE", BUCKET)).toMatchObject({ status: 200 });
    });

    it.each([
      ["a name with a dot", { name: "social.media" }, 400, [10005]],
      ["a name of two letters", { name: "ab" }, 400, [10005]],
      ["a location that there is not", { locationHint: "eu" }, 400, [10040]],
      ["a storage class that there is not", { storageClass: "Glacier" }, 400, [10040]],
      ["an unknown member", { location: "weur" }, 400, [10040]],
    ])("are refused with %s", async (_, more, status, codes) => {
      expect(await createBucket(more)).toMatchObject({ status, codes });
      expect(cloudflare.account.buckets.size).toBe(0);
    });

    it("are refused if they exist, and in another account", async () => {
      await createBucket();
      expect(await createBucket()).toMatchObject({ status: 409, codes: [10004] });
      const path = (account: string): string => `/accounts/${account}/r2/buckets`;
      const body = { name: "other-media" };
      expect(await callApi(cloudflare, ["POST", path("0".repeat(32)), body])).toMatchObject({
        status: 403,
        codes: [10000],
      });
      expect(await callApi(cloudflare, ["POST", path("example"), body])).toMatchObject({ codes: [7003] });
    });
  });

  describe("CORS", () => {
    const rule = { allowed: { methods: ["GET"], origins: ["https://social.example"] }, maxAgeSeconds: 3600 };
    beforeEach(() => createBucket());

    it("is one list of rules, replaced as a whole", async () => {
      expect(await call("GET", `${BUCKET}/cors`)).toMatchObject({ status: 404, codes: [10059] });
      expect(await call("PUT", `${BUCKET}/cors`, { rules: [rule] })).toMatchObject({ status: 200 });
      expect(await call("GET", `${BUCKET}/cors`)).toMatchObject({ result: { rules: [rule] } });
      expect(await call("PUT", `${BUCKET}/cors`, { rules: [rule] }, "eu")).toMatchObject({ codes: [10006] });
      expect(await call("DELETE", `${BUCKET}/cors`)).toMatchObject({ status: 200 });
      expect(await call("GET", `${BUCKET}/cors`)).toMatchObject({ status: 404 });
    });

    it.each([
      ["the names that S3 has for it", { AllowedMethods: ["GET"], AllowedOrigins: ["*"] }],
      ["an origin with a path", { ...rule, allowed: { methods: ["GET"], origins: ["https://a.example/"] } }],
      ["a method that there is not", { ...rule, allowed: { methods: ["PATCH"], origins: ["*"] } }],
      ["no method", { ...rule, allowed: { methods: [], origins: ["*"] } }],
      ["an age of two days", { ...rule, maxAgeSeconds: 172_800 }],
    ])("is refused with %s", async (_, refused) => {
      expect(await call("PUT", `${BUCKET}/cors`, { rules: [refused] })).toMatchObject({ codes: [10040] });
    });
  });

  describe("custom domains", () => {
    const PATH = `${BUCKET}/domains/custom`;
    const connect = (more: object = {}): Promise<Reply> =>
      call("POST", PATH, { domain: "files.zone.example", zoneId: zone.id, enabled: true, ...more });
    beforeEach(() => createBucket());

    it("are connected, read, changed and removed, with a record of their own", async () => {
      expect(await connect()).toMatchObject({ status: 200, result: { enabled: true, minTLS: "1.0" } });
      const path = `${PATH}/files.zone.example`;
      expect(await call("GET", path)).toMatchObject({
        result: { zoneId: zone.id, zoneName: "zone.example", status: { ownership: "pending" } },
      });
      expect(await call("PUT", path, { minTLS: "1.2" })).toMatchObject({ status: 200 });
      expect(await call("GET", path)).toMatchObject({
        result: { minTLS: "1.2", status: { ownership: "active", ssl: "active" } },
      });
      expect([...zone.records.values()]).toMatchObject([{ name: "files.zone.example", type: "CNAME" }]);
      expect(await call("DELETE", path)).toMatchObject({ status: 200 });
      expect(await call("GET", path)).toMatchObject({ status: 404 });
      expect(zone.records.size).toBe(0);
    });

    it.each([
      ["a zone of somebody else", { zoneId: "0".repeat(32) }, 403, [9109]],
      ["a host outside the zone", { domain: "files.other.example" }, 400, [100121]],
      ["a TLS version that there is not", { minTLS: "1.4" }, 400, [10040]],
      ["the name that Terraform has for it", { zone_id: "1" }, 400, [10040]],
      ["nothing about whether they are on", { enabled: undefined }, 400, [10040]],
    ])("are refused with %s", async (_, more, status, codes) => {
      expect(await connect(more)).toMatchObject({ status, codes });
      expect(zone.records.size).toBe(0);
    });

    it("own their record: nobody else can change it or have one of its name", async () => {
      await connect();
      const [id] = zone.records.keys();
      const records = `/zones/${zone.id}/dns_records`;
      const record = { name: "files", type: "A", content: "192.0.2.1" };
      const asked = (method: string, path: string, body?: object): Promise<Reply> =>
        callApi(cloudflare, [method, path, body]);
      expect(await asked("PATCH", `${records}/${id!}`, { ttl: 60 })).toMatchObject({ codes: [1043] });
      expect(await asked("DELETE", `${records}/${id!}`)).toMatchObject({ codes: [1043] });
      expect(await asked("POST", records, record)).toMatchObject({ codes: [81053] });
    });

    it("are refused where the name has a record", async () => {
      const record = { name: "files", type: "CNAME", content: "old.example" };
      await callApi(cloudflare, ["POST", `/zones/${zone.id}/dns_records`, record]);
      expect(await connect()).toMatchObject({ status: 400, codes: [81053] });
    });

    it("are described without their zone on a bad day", async () => {
      await connect();
      cloudflare.account.badDays.withoutZone = true;
      const { result } = await call("GET", `${PATH}/files.zone.example`);
      expect(result).toEqual({
        domain: "files.zone.example",
        enabled: true,
        status: { ownership: "unknown", ssl: "unknown" },
      });
    });

    it("stay off on another bad day, although the answer says that they are on", async () => {
      cloudflare.account.badDays.enabledIgnored = true;
      expect(await connect()).toMatchObject({ result: { enabled: true } });
      expect(await call("GET", `${PATH}/files.zone.example`)).toMatchObject({ result: { enabled: false } });
    });
  });

  describe("account tokens", () => {
    const resource = (bucket = "default_social-media"): string =>
      `com.cloudflare.edge.r2.bucket.${cloudflare.account.id}_${bucket}`;
    const policy = (more: object = {}): object => ({
      ...{ effect: "allow", permission_groups: [{ id: WRITE_GROUP }], resources: { [resource()]: "*" } },
      ...more,
    });
    const create = (more: object = {}): Promise<Reply> =>
      call("POST", "/tokens", { name: "social-a", policies: [policy()], ...more });

    it("give their value once, and keep it when they change", async () => {
      const made = await create();
      const { id, value } = made.result as { id: string; value: string };
      expect(value).toMatch(/^[\da-f]{40}$/);
      expect((await call("GET", `/tokens/${id}`)).result).toMatchObject({
        name: "social-a",
        status: "active",
      });
      expect((await call("GET", `/tokens/${id}`)).result).not.toHaveProperty("value");
      const body = { name: "social-a", policies: [policy()], status: "disabled" };
      expect(await call("PUT", `/tokens/${id}`, body)).toMatchObject({ result: { id, status: "disabled" } });
      expect(cloudflare.account.tokens.get(id)).toMatchObject({ value, status: "disabled" });
      expect(await call("DELETE", `/tokens/${id}`)).toMatchObject({ result: { id } });
      expect(await call("GET", `/tokens/${id}`)).toMatchObject({ status: 404 });
    });

    it("are active at first, whatever status they are made with", async () => {
      expect(await create({ status: "disabled" })).toMatchObject({ result: { status: "active" } });
    });

    it("have their groups sorted by id", async () => {
      const groups = [{ id: READ_GROUP }, { id: WRITE_GROUP }];
      const { result } = await create({ policies: [policy({ permission_groups: groups })] });
      expect(result).toMatchObject({
        policies: [{ permission_groups: [{ id: WRITE_GROUP }, { id: READ_GROUP }] }],
      });
    });

    it.each<[string, () => object, number, number]>([
      ["no policy", () => ({ policies: [] }), 400, 1001],
      ["an unknown group", () => ({ policies: [policy({ permission_groups: [{ id: "0" }] })] }), 400, 1001],
      ["resources as text", () => ({ policies: [policy({ resources: "{}" })] }), 400, 1001],
      ["no resource", () => ({ policies: [policy({ resources: {} })] }), 403, 9109],
      ["every bucket", () => ({ policies: [policy({ resources: { [resource("*")]: "*" } })] }), 403, 9109],
      ["an unknown member", () => ({ comment: "media" }), 400, 1001],
    ])("are refused with %s", async (_, more, status, code) => {
      expect(await create(more())).toMatchObject({ status, codes: [code] });
      expect(cloudflare.account.tokens.size).toBe(0);
    });
  });

  describe("Workers", () => {
    const BINDINGS = [
      { name: "SETTINGS", type: "json", json: { hosts: ["files.zone.example"] } },
      { name: "BUCKET", type: "r2_bucket", bucket_name: "social-media" },
    ];
    const METADATA = { main_module: "media.mjs", compatibility_date: "2025-12-01", bindings: BINDINGS };
    const upload = async (more: object = {}, content = MODULE, name = "social"): Promise<Reply> => {
      const form = new FormData();
      form.set("metadata", JSON.stringify({ ...METADATA, ...more }));
      form.set("media.mjs", new Blob([content], { type: "application/javascript+module" }), "media.mjs");
      const encoded = new Response(form);
      const headers = { "content-type": encoded.headers.get("content-type")! };
      const path = `/accounts/${cloudflare.account.id}/workers/scripts/${name}`;
      return callApi(cloudflare, ["PUT", path, await encoded.text()], { headers });
    };
    beforeEach(() => createBucket());

    it("are uploaded, read and deleted", async () => {
      expect(await upload()).toMatchObject({ status: 200, result: { id: "social", has_modules: true } });
      expect(await call("GET", "/workers/services/social")).toMatchObject({
        result: { default_environment: { script: { handlers: ["fetch"] } } },
      });
      expect(await call("GET", "/workers/scripts/social/settings")).toMatchObject({
        result: { compatibility_date: "2025-12-01", bindings: [BINDINGS[1], BINDINGS[0]] },
      });
      expect((await call("GET", "/workers/scripts/social/content/v2")).result).toContain(MODULE);
      expect(await call("DELETE", "/workers/scripts/social")).toMatchObject({ status: 200 });
      expect(await call("GET", "/workers/services/social")).toMatchObject({ status: 404, codes: [10007] });
    });

    it("find a bucket in the jurisdiction of the binding only", async () => {
      const bindings = [{ ...BINDINGS[1], jurisdiction: "eu" }];
      expect(await upload({ bindings })).toMatchObject({ status: 400, codes: [10085] });
      await createBucket({}, "eu");
      expect(await upload({ bindings })).toMatchObject({ status: 200 });
    });

    it.each([
      ["a module that is not sent", { main_module: "other.mjs" }],
      ["a kind of binding that there is not", { bindings: [{ name: "A", type: "r2" }] }],
      ["an unknown member of a binding", { bindings: [{ ...BINDINGS[1], bucketName: "a" }] }],
      ["an unknown member", { compatibilityDate: "2025-12-01" }],
      ["no date", { compatibility_date: undefined }],
    ])("are refused with %s", async (_, more) => {
      expect(await upload(more)).toMatchObject({ status: 400, codes: [10021] });
      expect(cloudflare.account.workers.size).toBe(0);
    });

    it("are refused with a script that exports nothing", async () => {
      expect(await upload({}, "const answer = 1;\n")).toMatchObject({ status: 400, codes: [10021] });
    });

    describe("with domains", () => {
      const attach = (more: object = {}): Promise<Reply> =>
        call("PUT", "/workers/domains", { hostname: "files.zone.example", service: "social", ...more });
      beforeEach(() => upload());

      it("have a record for each, which goes with it", async () => {
        const attached = await attach();
        expect(attached).toMatchObject({
          status: 200,
          result: { zone_id: zone.id, environment: "production" },
        });
        expect([...zone.records.values()]).toMatchObject([{ type: "AAAA", content: "100::", proxied: true }]);
        expect(await attach()).toEqual(attached);
        expect(await call("DELETE", "/workers/scripts/social")).toMatchObject({ status: 409 });
        const path = `/workers/domains/${(attached.result as { id: string }).id}`;
        expect(await call("DELETE", path)).toEqual({ status: 200, result: "", codes: [] });
        expect(await call("GET", path)).toMatchObject({ status: 404, codes: [100114] });
        expect(zone.records.size).toBe(0);
      });

      it("are refused where another Worker has the host", async () => {
        await upload({}, MODULE, "other");
        await attach({ service: "other" });
        expect(await attach()).toMatchObject({ status: 409, codes: [100116] });
      });

      it("are refused where the host has a record, also one of R2", async () => {
        const domain = { domain: "files.zone.example", zoneId: zone.id, enabled: true };
        await call("POST", `${BUCKET}/domains/custom`, domain);
        expect(await attach()).toMatchObject({ status: 409, codes: [100117] });
      });

      it.each([
        ["a Worker that there is not", { service: "absent" }, 404, [10007]],
        ["a URL", { hostname: "https://files.zone.example" }, 400, [100123]],
        ["a zone of another name", { zone_name: "other.example" }, 400, [100123]],
        ["a host in no zone of the account", { hostname: "files.other.example" }, 403, [9109]],
        ["an unknown member", { zoneId: "1" }, 400, [100123]],
      ])("are refused with %s", async (_, more, status, codes) => {
        expect(await attach(more)).toMatchObject({ status, codes });
        expect(cloudflare.account.workerDomains.size).toBe(0);
      });

      it("are described without their zone on a bad day", async () => {
        const { id } = (await attach()).result as { id: string };
        cloudflare.account.badDays.withoutZone = true;
        expect((await call("GET", `/workers/domains/${id}`)).result).not.toHaveProperty("zone_id");
      });
    });
  });

  it("fails as often as a test wants, and then no longer", async () => {
    cloudflare.account.badDays.failNext(/^POST .*\/r2\/buckets$/, 2);
    expect(await createBucket()).toMatchObject({ status: 500, codes: [10013] });
    expect(await call("GET", BUCKET)).toMatchObject({ status: 404 });
    expect(await createBucket()).toMatchObject({ status: 500 });
    expect(await createBucket()).toMatchObject({ status: 200 });
  });
});
