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
import { createRecord, providerEnv } from "./servers/cloudflare/operator";
import type { Zone } from "./servers/cloudflare/zones";
import { issuedCertificate } from "./servers/issued-certificate";

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
      env: providerEnv(cloudflare),
    });
    const certificate = await issuedCertificate(media.aws, HOST);
    const config = distributionConfig(withCertificate(certificate, HOST));
    const command = new CreateDistributionCommand({ DistributionConfig: config });
    old = (await media.calls.cloudFront.send(command)).Distribution!;
    recordId = await createRecord(cloudflare, zone.id, { name: HOST, type: "CNAME", value: old.DomainName! });
  });
  afterAll(async () => {
    await media.stop();
    await cloudflare.stop();
  });

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

  it("gets a second distribution, without the alias, and the record does not change", async () => {
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
    await createRecord(cloudflare, zone.id, { name: `_${HOST}`, type: "TXT", value: `"${domainName}"` });
    await media.calls.cloudFront.send(new AssociateAliasCommand({ TargetDistributionId, Alias: HOST }));
    configure({});
    const { steps } = await media.stack.up();
    expect(steps.filter((step) => !step.startsWith("update "))).toEqual([]);
    expect(await aliasesOf(TargetDistributionId)).toEqual([HOST]);
    expect(await aliasesOf(old.Id!)).toEqual([]);
    expect(zone.records.get(recordId)).toMatchObject({ name: HOST, content: domainName });
  });

  it("has no changes the second time, nor after a refresh", async () => {
    await media.expectSettled();
  });
});
