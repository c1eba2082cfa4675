/** A media host whose DNS zone is in Route 53. */
import { describeWithEngine } from "./engine";
import { mediaHostLife, type TestZone } from "./media-host-life";
import { MediaHosts } from "./media-hosts";
import { validationRecord } from "./servers/aws-local/acm/certificates";

describeWithEngine("a media host in Route 53", () => {
  mediaHostLife("zone", async () => {
    const media = await MediaHosts.start();
    const { id: zoneId } = media.aws.zones.create("zone.example", "test", "");
    const zone: TestZone = {
      args: (more) => ({ route53: { zoneId, zoneName: "zone.example", ...more } }),
      lookUp: (hostname) => [...new Set(media.aws.dns.targetsOf(hostname))],
      names: () => media.aws.zones.get(zoneId).records.map(({ name }) => name),
      // Another certificate may need it.
      kept: (hostname) => [validationRecord(hostname).name],
    };
    return { media, zone, stop: () => media.stop() };
  });
});
