/** The example with Cloud Connector, with the real providers: what Cloudflare's API gets is what `proxy --server cloud-connector` prints. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cloudflareApiRules } from "../../hosts/text/cloudflare-api-rules";
import { cloudConnectorParts } from "../../storage/cloud-connector";
import type { Deployment } from "../../storage/deployment";
import { testsAreSteps } from "./engine";
import { otherProgram, projectRoot } from "./programs";
import { describeWithProvider } from "./providers";
import { startAwsLocal, type AwsLocal } from "./servers/aws-local";
import { startCloudflare, type Cloudflare } from "./servers/cloudflare";
import type { Zone } from "./servers/cloudflare/zones";
import { TestStack } from "./workspace";

const EXAMPLE = readFileSync(join(projectRoot, "examples/cloud-connector/index.ts"), "utf8");

describeWithProvider("cloudflare", "the example with Cloud Connector", () => {
  testsAreSteps();
  let aws: AwsLocal;
  let cloudflare: Cloudflare;
  let zone: Zone;
  let stack: TestStack;

  beforeAll(async () => {
    aws = await startAwsLocal();
    cloudflare = await startCloudflare();
    zone = cloudflare.createZone("social.example");
    // Only the zone's id differs.
    const program = otherProgram({ "index.ts": EXAMPLE.replace(/zoneId = "\w+"/, `zoneId = "${zone.id}"`) });
    stack = await TestStack.create(program, aws.url, {
      CLOUDFLARE_BASE_URL: cloudflare.url,
      CLOUDFLARE_API_TOKEN: cloudflare.token,
    });
    stack.configure({ "aws:region": "eu-central-1", "aws:s3UsePathStyle": true });
  });
  afterAll(async () => {
    try {
      await stack.dispose();
    } finally {
      await aws.stop();
      await cloudflare.stop();
    }
  });

  /** Where a stand-in for the provider does not know Pulumi's name for `provider`, all the rest. */
  function handedOn(rules: unknown[]): object[] {
    const isDropped = stack.dropped().some((line) => line.includes("cloudConnectorRulesProvider"));
    return (rules as { provider?: string }[]).map(({ provider, ...rest }) =>
      isDropped ? rest : { ...rest, provider },
    );
  }

  it("sends Cloudflare the rules that the command prints", async () => {
    await stack.up();
    const { facts } = (await stack.outputs())["media"]?.value as Deployment;
    const printed = cloudflareApiRules(cloudConnectorParts(facts));
    expect(zone.connectorRules).toMatchObject(handedOn(printed.cloud_connector_rules));
    for (const [phase, rules] of Object.entries(printed.rulesets)) {
      expect(zone.rulesets.get(phase)?.rules).toMatchObject(rules);
    }
    expect([...zone.rulesets.keys()].sort()).toEqual(Object.keys(printed.rulesets).sort());
    expect([...zone.records.values()]).toMatchObject([{ name: "files.social.example", proxied: true }]);
  });

  it("changes nothing the second time", async () => {
    expect(await stack.up()).toMatchObject({ steps: [] });
  });

  it("deletes its rules with the stack, which is why the library creates none of these lists", async () => {
    await stack.unprotect();
    await stack.destroy();
    expect(zone.connectorRules).toEqual([]);
    expect([...zone.rulesets.keys()]).toEqual([]);
  });
});
