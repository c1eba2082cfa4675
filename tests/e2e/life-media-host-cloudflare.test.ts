/** A media host whose DNS zone is at Cloudflare, with the real provider on the stand-in of its API; and one whose certificate somebody had validated before. */
import { mediaHostLife, type TestZone } from "./media-host-life";
import { MediaHosts } from "./media-hosts";
import { describeWithProvider } from "./providers";
import { validationRecord } from "./servers/aws-local/acm/certificates";
import { startCloudflare } from "./servers/cloudflare";
import { createRecord, providerEnv } from "./servers/cloudflare/operator";

describeWithProvider("cloudflare", "a media host at Cloudflare", () => {
  mediaHostLife("cloud", async () => {
    const cloudflare = await startCloudflare();
    const { id: zoneId, records } = cloudflare.createZone("cloud.example");
    await createRecord(cloudflare, zoneId, validationRecord("older.cloud.example"), 60);
    const media = await MediaHosts.start({
      dns: [cloudflare.dns],
      env: providerEnv(cloudflare),
    });
    const args = (more?: object): object => ({ cloudflare: { zoneId, zoneName: "cloud.example", ...more } });
    const dns = args({ validationRecords: "existing" });
    const zone: TestZone = {
      args,
      lookUp: (hostname) => cloudflare.dns(hostname, "CNAME"),
      names: () => [...records.values()].map(({ name }) => name),
      beside: { older: { hostname: "older.cloud.example", cloudFront: { dns } } },
    };
    const stop = async (): Promise<void> => {
      await media.stop();
      await cloudflare.stop();
    };
    return { media, zone, stop };
  });
});
