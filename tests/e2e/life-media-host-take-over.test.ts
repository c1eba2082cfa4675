/** A hostname that a distribution made by hand serves, with its record at Cloudflare, moves to the component without a gap. */
import {
  AssociateAliasCommand,
  CreateDistributionCommand,
  GetDistributionConfigCommand,
  type Distribution,
} from "@aws-sdk/client-cloudfront";
import { testsAreSteps } from "./engine";
import { MediaHosts } from "./media-hosts";
import { describeWithProvider } from "./providers";
import { distributionConfig, withCertificate } from "./servers/aws-local-calls";
import { startCloudflare, type Cloudflare } from "./servers/cloudflare";
import type { Zone } from "./servers/cloudflare/zones";

const HOST = "files.old.example";

describeWithProvider("cloudflare", "a media host that another distribution serves", () => {
  testsAreSteps();
  let cloudflare: Cloudflare;
  let zone: Zone;
  let media: MediaHosts;
  let old: Distribution;
  let recordId: string;
  beforeAll(async () => {
    cloudflare = await startCloudflare();
    zone = cloudflare.createZone("old.example");
    media = await MediaHosts.start({
      dns: [cloudflare.dns],
      env: { CLOUDFLARE_BASE_URL: cloudflare.url, CLOUDFLARE_API_TOKEN: cloudflare.token },
    });
    const certificate = await media.issuedCertificate(HOST);
    const config = distributionConfig(withCertificate(certificate, HOST));
    const command = new CreateDistributionCommand({ DistributionConfig: config });
    old = (await media.calls.cloudFront.send(command)).Distribution!;
    recordId = await createRecord(HOST, "CNAME", old.DomainName!);
  });
  afterAll(async () => {
    await media.stop();
    await cloudflare.stop();
  });

  /** As somebody does it in the dashboard. */
  async function createRecord(name: string, type: string, content: string): Promise<string> {
    const reply = await fetch(`${cloudflare.url}/zones/${zone.id}/dns_records`, {
      method: "POST",
      headers: { authorization: `Bearer ${cloudflare.token}` },
      body: JSON.stringify({ name, type, content, ttl: 1 }),
    });
    return ((await reply.json()) as { result: { id: string } }).result.id;
  }
  const configure = (cloudFront: object, more: object = {}): void => {
    const dns = {
      cloudflare: { zoneId: zone.id, zoneName: "old.example", hostRecordIds: { [HOST]: recordId } },
    };
    media.configure({ old: { hostname: HOST, cloudFront: { dns, ...cloudFront }, ...more } });
  };
  const aliasesOf = async (Id: string): Promise<string[]> => {
    const { DistributionConfig: config } = await media.calls.cloudFront.send(
      new GetDistributionConfigCommand({ Id }),
    );
    return config?.Aliases?.Items ?? [];
  };

  it("gets a distribution beside it, without the alias, and the record stays as it is", async () => {
    configure({ takeOver: [HOST] });
    expect((await media.stack.preview()).output).toContain(
      `${HOST} moves from another distribution, in this order`,
    );
    await media.stack.up();
    const [host] = await media.hosts("old");
    expect(await aliasesOf(host!.distributionId)).toEqual([]);
    expect(await aliasesOf(old.Id!)).toEqual([HOST]);
    expect(zone.records.get(recordId)).toMatchObject({ content: old.DomainName });
    expect(await media.stack.up()).toMatchObject({ steps: [] });
  });

  it("moves its alias, and then its record, which keeps its id", async () => {
    const [host] = await media.hosts("old");
    const { distributionId: TargetDistributionId, domainName } = host!;
    await createRecord(`_${HOST}`, "TXT", `"${domainName}"`);
    await media.calls.cloudFront.send(new AssociateAliasCommand({ TargetDistributionId, Alias: HOST }));
    configure({});
    const { steps } = await media.stack.up();
    expect(steps.filter((step) => !step.startsWith("update "))).toEqual([]);
    expect(await aliasesOf(TargetDistributionId)).toEqual([HOST]);
    expect(await aliasesOf(old.Id!)).toEqual([]);
    expect(zone.records.get(recordId)).toMatchObject({ name: HOST, content: domainName });
  });

  it("does not change any more, nor after a refresh", async () => {
    expect(await media.stack.up()).toMatchObject({ steps: [] });
    await media.stack.refresh();
    expect(await media.stack.up()).toMatchObject({ steps: [] });
  });
});
