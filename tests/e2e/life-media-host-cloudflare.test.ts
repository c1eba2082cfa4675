/** A media host whose DNS zone is at Cloudflare, with the real provider on the stand-in of its API; and one whose certificate somebody had validated before. */
import { mediaHostLife, type TestZone } from "./media-host-life";
import { MediaHosts } from "./media-hosts";
import { describeWithProvider } from "./providers";
import { validationRecord } from "./servers/aws-local/acm/certificates";
import type { DnsRecord } from "./servers/aws-local/public-dns";
import { startCloudflare, type Cloudflare } from "./servers/cloudflare";

/** As somebody does it in the dashboard. */
async function createRecord({ url, token }: Cloudflare, zoneId: string, record: DnsRecord): Promise<void> {
  const { name, type, value: content } = record;
  const reply = await fetch(`${url}/zones/${zoneId}/dns_records`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ name, type, content, ttl: 60 }),
  });
  expect(reply.status).toBe(200);
}

describeWithProvider("cloudflare", "a media host at Cloudflare", () => {
  mediaHostLife("cloud", async () => {
    const cloudflare = await startCloudflare();
    const { id: zoneId, records } = cloudflare.createZone("cloud.example");
    await createRecord(cloudflare, zoneId, validationRecord("older.cloud.example"));
    const media = await MediaHosts.start({
      dns: [cloudflare.dns],
      env: { CLOUDFLARE_BASE_URL: cloudflare.url, CLOUDFLARE_API_TOKEN: cloudflare.token },
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
