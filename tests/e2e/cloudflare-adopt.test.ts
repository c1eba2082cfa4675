/** How the library adopts a record of a host (components/hosts/dns-cloudflare.ts): by import, with its value ignored until the host has moved. */
import { testsAreSteps } from "./engine";
import { NO_AWS } from "./environment";
import { otherProgram } from "./programs";
import { describeWithProvider } from "./providers";
import { startCloudflare, type Cloudflare } from "./servers/cloudflare";
import { createRecord, providerEnv } from "./servers/cloudflare/operator";
import type { Zone } from "./servers/cloudflare/zones";
import { TestStack } from "./workspace";

const program = otherProgram({
  "index.ts": `
import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const ignoreChanges = ["type", "content", "ttl", "proxied", "comment", "tags", "settings"];
new cloudflare.DnsRecord("host", {
  zoneId: config.require("zone"), name: "files.zone.example",
  type: "CNAME", content: "dnew.cloudfront.net", ttl: 1, proxied: false,
}, {
  deleteBeforeReplace: true,
  import: config.require("record"),
  ...(config.getBoolean("moving") && { ignoreChanges }),
});
`,
});

describeWithProvider("cloudflare", "a record of a host that another distribution serves", () => {
  testsAreSteps();
  let cloudflare: Cloudflare;
  let zone: Zone;
  let stack: TestStack;
  beforeAll(async () => {
    cloudflare = await startCloudflare();
    zone = cloudflare.createZone("zone.example");
    const old = { name: "files", type: "CNAME", value: "dold.cloudfront.net" };
    const recordId = await createRecord(cloudflare, zone.id, old, 300);
    stack = await TestStack.create(program, NO_AWS, providerEnv(cloudflare));
    stack.configure({
      "other:zone": zone.id,
      "other:record": `${zone.id}/${recordId}`,
      "other:moving": "true",
    });
  });
  afterAll(async () => {
    try {
      await stack.dispose();
    } finally {
      await cloudflare.stop();
    }
  });

  const values = (): string[] => [...zone.records.values()].map(({ content }) => content);

  it("is adopted unchanged, and does not change afterwards", async () => {
    await stack.up();
    expect(values()).toEqual(["dold.cloudfront.net"]);
    expect(await stack.up()).toMatchObject({ changes: { same: 2 }, steps: [] });
  });

  it("points to the new distribution after the host has moved, without being deleted", async () => {
    const [id] = zone.records.keys();
    stack.configure({ "other:moving": "false" });
    await stack.up();
    expect(values()).toEqual(["dnew.cloudfront.net"]);
    expect([...zone.records.keys()]).toEqual([id]);
  });
});
