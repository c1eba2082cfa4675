/** The real provider with the stand-in of Cloudflare's API: nothing of the library is here. */
import { testsAreSteps } from "../engine";
import { NO_AWS } from "../environment";
import { otherProgram } from "../programs";
import { describeWithProvider } from "../providers";
import { TestStack } from "../workspace";
import { startCloudflare, type Cloudflare } from "./cloudflare";
import { providerEnv } from "./cloudflare/operator";
import type { Zone } from "./cloudflare/zones";

const program = otherProgram({
  "index.ts": `
import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const zoneId = config.require("zone");
const existing = config.get("import");
new cloudflare.DnsRecord("host", {
  zoneId, ttl: 1, proxied: false,
  name: config.require("name"),
  type: config.get("type") ?? "CNAME",
  content: config.get("content") ?? "d111111abcdef8.cloudfront.net",
}, { deleteBeforeReplace: true });
new cloudflare.DnsRecord("validation", {
  zoneId, ttl: 60, proxied: false, type: "CNAME",
  name: "_1.media.zone.example", content: "_2.jkddzztszm.acm-validations.aws",
}, existing === undefined ? {} : { import: existing });
`,
});

describeWithProvider("cloudflare", "the Cloudflare provider on the stand-in of Cloudflare's API", () => {
  testsAreSteps();
  let cloudflare: Cloudflare;
  let zone: Zone;
  let stack: TestStack;
  beforeAll(async () => {
    cloudflare = await startCloudflare();
    zone = cloudflare.createZone("zone.example");
    stack = await TestStack.create(program, NO_AWS, providerEnv(cloudflare));
    stack.configure({ "other:zone": zone.id, "other:name": "media.zone.example" });
  });
  afterAll(async () => {
    try {
      await stack.dispose();
    } finally {
      await cloudflare.stop();
    }
  });

  const records = (): string[] =>
    [...zone.records.values()].map(({ name, type, content }) => `${name} ${type} ${content}`).sort();
  const VALIDATION = "_1.media.zone.example CNAME _2.jkddzztszm.acm-validations.aws";
  const HOST = "CNAME d111111abcdef8.cloudfront.net";

  it("takes over a record that exists, which it cannot create", async () => {
    const body = { name: "_1.media", type: "CNAME", content: "_2.jkddzztszm.acm-validations.aws.", ttl: 60 };
    const reply = await fetch(`${cloudflare.url}/zones/${zone.id}/dns_records`, {
      method: "POST",
      headers: { authorization: `Bearer ${cloudflare.token}` },
      body: JSON.stringify(body),
    });
    const { result } = (await reply.json()) as { result: { id: string } };
    await expect(stack.up()).rejects.toThrow("81053");
    stack.configure({ "other:import": `${zone.id}/${result.id}` });
    // The stack, and both records; the other one may be there from the first try.
    await stack.up();
    expect(records()).toEqual([VALIDATION, `media.zone.example ${HOST}`]);
    expect([...zone.records.values()].some(({ id }) => id === result.id)).toBe(true);
  });

  it("changes nothing the second time, nor after a refresh", async () => {
    expect(await stack.up()).toMatchObject({ changes: { same: 3 }, steps: [] });
    expect(await stack.refresh()).toMatchObject({ changes: { same: 3 } });
    expect(await stack.up()).toMatchObject({ changes: { same: 3 }, steps: [] });
    expect(stack.dropped()).toEqual([]);
  });

  it("renames a record, and replaces one of another type by deleting it first", async () => {
    stack.configure({ "other:name": "files.zone.example" });
    await stack.up();
    expect(records()).toEqual([VALIDATION, `files.zone.example ${HOST}`]);
    stack.configure({ "other:type": "A", "other:content": "192.0.2.1" });
    await stack.up();
    expect(records()).toEqual([VALIDATION, "files.zone.example A 192.0.2.1"]);
    expect(await stack.up()).toMatchObject({ changes: { same: 3 }, steps: [] });
  });

  it("is refused with a token that may only read", async () => {
    await stack.setSecret("cloudflare:apiToken", cloudflare.readToken);
    stack.configure({ "other:content": "192.0.2.2" });
    await expect(stack.up()).rejects.toThrow("Authentication error");
    await stack.removeConfig("cloudflare:apiToken");
    // Destroying takes the provider from the state: only an `up` changes its token.
    await stack.up();
    expect(records()).toEqual([VALIDATION, "files.zone.example A 192.0.2.2"]);
  });

  it("destroys all of it", async () => {
    expect((await stack.destroy()).changes).toEqual({ delete: 3 });
    expect(records()).toEqual([]);
  });
});
