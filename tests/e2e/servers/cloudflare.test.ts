import { startCloudflare, type Cloudflare } from "./cloudflare";
import { callApi, type Reply } from "./cloudflare/client";

describe("Cloudflare's stand-in", () => {
  let cloudflare: Cloudflare;
  let zone: string;
  beforeAll(async () => {
    cloudflare = await startCloudflare();
  });
  beforeEach(() => {
    zone = cloudflare.createZone("zone.example").id;
  });
  afterAll(() => cloudflare.stop());

  const call = (
    method: string,
    path: string,
    body?: unknown,
    authorization?: string | null,
  ): Promise<Reply> =>
    callApi(cloudflare, [method, path, body], authorization === undefined ? {} : { authorization });
  const records = (): string => `/zones/${zone}/dns_records`;
  const create = (more: object): Promise<Reply> =>
    call("POST", records(), {
      name: "media.zone.example",
      type: "CNAME",
      content: "d.cloudfront.net",
      ttl: 1,
      ...more,
    });
  const idOf = ({ result }: Reply): string => (result as { id: string }).id;

  describe("access", () => {
    it.each([
      ["no token", null, 400, [9106]],
      ["a token of another form", "Bearer short", 400, [6003, 6111]],
      ["somebody else's token", `Bearer ${"x".repeat(40)}`, 403, [9109]],
    ])("is refused with %s", async (_, authorization, status, codes) => {
      expect(await call("GET", "/zones", undefined, authorization)).toMatchObject({ status, codes });
    });

    it("with a token that may only read is refused for changes", async () => {
      const read = `Bearer ${cloudflare.readToken}`;
      expect(await call("GET", records(), undefined, read)).toMatchObject({ status: 200, result: [] });
      expect(await call("POST", records(), {}, read)).toMatchObject({ status: 403, codes: [10000] });
    });
  });

  it("has no route for what it does not know", async () => {
    expect(await call("GET", `/zones/${zone}/absent`)).toMatchObject({ status: 400, codes: [7003] });
  });

  describe("zones", () => {
    it("are found by id and by name", async () => {
      const { id } = cloudflare.createZone("other.example");
      const found = { id, name: "other.example", account: { id: cloudflare.account.id } };
      expect(await call("GET", `/zones/${id}`)).toMatchObject({ status: 200, result: found });
      expect(await call("GET", "/zones?name=other.example")).toMatchObject({ result: [found] });
      expect(await call("GET", "/zones?name=absent.example")).toMatchObject({ result: [] });
    });

    it.each([
      ["a name in place of the id", "zone.example", 400, [7003]],
      ["somebody else's id", "0".repeat(32), 403, [9109]],
    ])("are refused with %s", async (_, id, status, codes) => {
      for (const path of [`/zones/${id}`, `/zones/${id}/dns_records`])
        expect(await call("GET", path)).toMatchObject({ status, codes });
    });
  });

  describe("DNS records", () => {
    it("are created, read, listed, changed and deleted", async () => {
      const made = await create({ comment: "media" });
      const record = {
        name: "media.zone.example",
        type: "CNAME",
        content: "d.cloudfront.net",
        ttl: 1,
        proxied: false,
      };
      expect(made).toMatchObject({ status: 200, result: { ...record, comment: "media", proxiable: true } });
      const path = `${records()}/${idOf(made)}`;
      expect(await call("GET", path)).toMatchObject({ result: record });
      expect(await call("GET", `${records()}?name=media.zone.example&type=CNAME`)).toMatchObject({
        result: [record],
      });
      expect(await call("GET", `${records()}?name.exact=other.zone.example`)).toMatchObject({ result: [] });
      expect(await call("PATCH", path, { content: "e.cloudfront.net" })).toMatchObject({
        result: { ...record, content: "e.cloudfront.net", comment: "media" },
      });
      expect(await call("PUT", path, { ...record, ttl: 60 })).toMatchObject({
        result: { ttl: 60, comment: null },
      });
      expect(await call("DELETE", path)).toMatchObject({ status: 200, result: { id: idOf(made) } });
      expect(await call("GET", path)).toMatchObject({ status: 404, codes: [81044] });
      expect(await call("GET", `${records()}/none`)).toMatchObject({ status: 400, codes: [7003] });
    });

    it.each([
      ["@", "zone.example"],
      ["media", "media.zone.example"],
      ["Media.Zone.Example.", "media.zone.example"],
      ["media.other.example", "media.other.example.zone.example"],
    ])("have %s as %s", async (name, full) => {
      expect(await create({ name })).toMatchObject({ result: { name: full } });
    });

    it("have a CNAME's target without its final dot", async () => {
      expect(await create({ content: "_1.acm-validations.aws." })).toMatchObject({
        result: { content: "_1.acm-validations.aws" },
      });
    });

    it.each([
      ["a type that there is not", { type: "ALIAS" }, [1004, 9009]],
      ["no content", { content: undefined }, [1004, 9020]],
      ["a name with two dots", { name: "a..zone.example" }, [1004, 9000]],
      ["a TTL of 30 s", { ttl: 30 }, [1004, 9021]],
      ["a TTL of a week", { ttl: 604_800 }, [1004, 9021]],
      ["tags", { tags: ["app:social"] }, [1004, 9300]],
      ["a hostname as an IPv4 address", { type: "A" }, [9005]],
      ["an IPv4 address as an IPv6 address", { type: "AAAA", content: "192.0.2.1" }, [9006]],
      ["a URL as a CNAME", { content: "https://d.cloudfront.net" }, [9007]],
      ["a proxied TXT", { type: "TXT", content: '"x"', proxied: true }, [9004]],
    ])("are refused with %s", async (_, more, codes) => {
      expect(await create(more)).toMatchObject({ status: 400, codes });
    });

    it.each([
      ["a CNAME beside a CNAME", { content: "other.example" }, {}, [81053]],
      ["the same CNAME", {}, {}, [81053]],
      ["a CNAME beside an address", { type: "A", content: "192.0.2.1" }, {}, [81053]],
      ["an address beside a CNAME", {}, { type: "AAAA", content: "2001:db8::1" }, [81054]],
      ["the same address", { type: "A", content: "192.0.2.1" }, { type: "A", content: "192.0.2.1" }, [81058]],
      ["the same text", { type: "TXT", content: '"x"' }, { type: "TXT", content: '"x"' }, [81058]],
    ])("are refused as %s", async (_, first, second, codes) => {
      expect(await create(first)).toMatchObject({ status: 200 });
      expect(await create(second)).toMatchObject({ status: 400, codes });
    });

    it("may have one name where they are of different types, and are not in their own way", async () => {
      const made = await create({ type: "A", content: "192.0.2.1" });
      expect(await create({ type: "A", content: "192.0.2.2" })).toMatchObject({ status: 200 });
      expect(await create({ type: "TXT", content: '"x"' })).toMatchObject({ status: 200 });
      expect(await call("PATCH", `${records()}/${idOf(made)}`, { ttl: 60 })).toMatchObject({ status: 200 });
    });

    it("are seen by the world unless they are proxied", async () => {
      zone = cloudflare.createZone("world.example").id;
      const made = await create({ name: "media" });
      expect(cloudflare.dns("media.world.example", "CNAME")).toEqual(["d.cloudfront.net"]);
      await call("PATCH", `${records()}/${idOf(made)}`, { proxied: true });
      expect(cloudflare.dns("media.world.example", "CNAME")).toEqual([]);
    });

    it("are refused where the body is no JSON", async () => {
      expect(await call("POST", records(), "{")).toMatchObject({ status: 400, codes: [9207] });
    });
  });

  describe("rulesets", () => {
    const rules = [{ action: "block", expression: 'http.host eq "media.zone.example"', ref: "root" }];
    const phase = "http_request_firewall_custom";
    const ruleset = { name: "default", kind: "zone", phase, rules };
    const path = (): string => `/zones/${zone}/rulesets`;

    it("are one a phase, and replaced as a whole", async () => {
      expect(await call("GET", `${path()}/phases/${phase}/entrypoint`)).toMatchObject({
        status: 404,
        codes: [10003],
      });
      const made = await call("POST", path(), ruleset);
      expect(made).toMatchObject({ status: 200, result: { phase, version: "1", rules } });
      expect(await call("POST", path(), ruleset)).toMatchObject({ status: 400, codes: [20217] });
      const own = `${path()}/${idOf(made)}`;
      expect(await call("PUT", own, { ...ruleset, rules: [] })).toMatchObject({
        result: { version: "2", rules: [] },
      });
      expect(await call("PUT", `${path()}/phases/${phase}/entrypoint`, { rules })).toMatchObject({
        result: { version: "3", rules },
      });
      expect(await call("GET", own)).toMatchObject({ result: { rules } });
      expect(await call("GET", path())).toMatchObject({ result: [{ id: idOf(made), phase }] });
      expect(await call("DELETE", own)).toMatchObject({ status: 204 });
      expect(await call("GET", own)).toMatchObject({ status: 404 });
    });

    it.each([
      ["an action of another phase", { rules: [{ ...rules[0], action: "rewrite" }] }, [20021]],
      ["a rule without an expression", { rules: [{ action: "block" }] }, [20127]],
      ["a phase that there is not", { phase: "http_request_none" }, [20120]],
      ["another kind", { kind: "custom" }, [20217]],
    ])("are refused with %s", async (_, more, codes) => {
      expect(await call("POST", path(), { ...ruleset, ...more })).toMatchObject({ status: 400, codes });
      expect(await call("GET", path())).toMatchObject({ result: [] });
    });
  });

  describe("rules of Cloud Connector", () => {
    const host = "social-media.s3.eu-central-1.amazonaws.com";
    const rule = { provider: "aws_s3", expression: 'http.host eq "a.example"', parameters: { host } };
    const path = (): string => `/zones/${zone}/cloud_connector/rules`;

    it("are one list, replaced as a whole", async () => {
      expect(await call("GET", path())).toMatchObject({ status: 200, result: [] });
      expect(await call("PUT", path(), [rule, rule])).toMatchObject({ status: 200, result: [rule, rule] });
      expect(await call("PUT", path(), [rule])).toMatchObject({ status: 200, result: [rule] });
      expect(await call("GET", path())).toMatchObject({ result: [{ ...rule, enabled: true }] });
      expect(await call("PUT", path(), [])).toMatchObject({ status: 200, result: [] });
    });

    it.each([
      ["an unknown provider", [{ ...rule, provider: "aws*s3" }]],
      ["a host of another provider", [{ ...rule, parameters: { host: "s3.example.org" } }]],
      ["no expression", [{ ...rule, expression: "" }]],
      ["a body that is no list", rule],
    ])("are refused with %s", async (_, body) => {
      expect(await call("PUT", path(), body)).toMatchObject({ status: 400, codes: [10006] });
      expect(await call("GET", path())).toMatchObject({ result: [] });
    });
  });
});
