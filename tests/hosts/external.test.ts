import { hostOf, mediaHostProblems } from "../../hosts";
import { MediaHostSigning, PurgeSlot, type ExternalHostArgs, type MediaHostArgs } from "../../hosts/args";
import { codesOf, type Found } from "../validation/of";

const hostname = "files.social.example";

const host = (external: ExternalHostArgs, others: Partial<MediaHostArgs> = {}): MediaHostArgs => ({
  hostname,
  external,
  ...others,
});

test.each<[string, MediaHostArgs, ...Found[]]>([
  [
    "protect, because the library creates nothing that it could protect",
    host({}, { protect: true }),
    ["h.protect", "media-host-unmanaged"],
  ],
  ["how long a proxy keeps copies", host({}, { cache: { maxAgeSeconds: 60 } })],
  [
    "how long presigned URLs are cached",
    host({ signing: MediaHostSigning.RewriteHost }, { cache: {} }),
    ["h.cache", "cache-unused"],
  ],
  ["former hostnames", host({}, { previousHosts: ["old.social.example"] })],
  ["a purge secret", host({ purge: {} })],
  ["two purge secrets", host({ purge: { slots: [PurgeSlot.A, PurgeSlot.B], current: PurgeSlot.B } })],
  ["no purge slot", host({ purge: { slots: [] } }), ["h.external.purge.slots", "key-slots"]],
  [
    "a current purge slot without a secret",
    host({ purge: { current: PurgeSlot.B } }),
    ["h.external.purge.current", "key-current"],
  ],
])("%s", (_, args, ...expected) => expect(codesOf(mediaHostProblems(args, "h"))).toEqual(expected));

test("keeps copies for a day, or for as long as the operator says", () => {
  expect(hostOf(host({})).maxAgeSeconds).toBe(86_400);
  expect(hostOf(host({}, { cache: { maxAgeSeconds: 60 } })).maxAgeSeconds).toBe(60);
});

test("caches nothing that presigned URLs name", () =>
  expect(hostOf(host({ signing: MediaHostSigning.PreserveHost })).maxAgeSeconds).toBeUndefined());

test("has the secret of slot a in the env block, unless the operator names another slot", () => {
  expect(hostOf(host({ purge: {} })).purge).toMatchObject({ slots: ["a"], current: "a" });
  const both = { slots: [PurgeSlot.A, PurgeSlot.B], current: PurgeSlot.B };
  expect(hostOf(host({ purge: both })).purge).toMatchObject(both);
});

const MANUAL = { manual: { zoneName: "social.example" } };
const ZONE = { zoneId: "0123456789abcdef0123456789abcdef", zoneName: "social.example" };
const ROUTE53 = { zoneId: "Z0123456789ABCDEFGHIJ", zoneName: "social.example" };
const at = (member: string): string => `h.external.dns.${member}`;

test.each<[string, MediaHostArgs, ...Found[]]>([
  ["addresses", host({ dns: { ...MANUAL, targets: ["203.0.113.7", "2001:db8::7"] } })],
  ["a hostname", host({ dns: { cloudflare: ZONE, targets: ["media.cdn.example"] } })],
  [
    "addresses for the zone itself",
    { hostname: "social.example", external: { dns: { route53: ROUTE53, targets: ["203.0.113.7"] } } },
  ],
  [
    "a hostname for the zone itself, also at Route 53",
    { hostname: "social.example", external: { dns: { route53: ROUTE53, targets: ["media.cdn.example"] } } },
    ["h.hostname", "dns-apex"],
  ],
  [
    "a former hostname in another zone",
    host({ dns: { ...MANUAL, targets: ["203.0.113.7"] } }, { previousHosts: ["files.other.example"] }),
    ["h.previousHosts[0]", "dns-zone"],
  ],
  ["no target", host({ dns: { ...MANUAL, targets: [] } }), [at("targets"), "dns-targets"]],
  [
    "a hostname beside an address",
    host({ dns: { ...MANUAL, targets: ["203.0.113.7", "media.cdn.example"] } }),
    [at("targets"), "dns-targets"],
  ],
  [
    "the same address twice",
    host({ dns: { ...MANUAL, targets: ["203.0.113.7", "203.0.113.7"] } }),
    [at("targets[1]"), "dns-target-same"],
  ],
  ["a range", host({ dns: { ...MANUAL, targets: ["203.0.113.0/24"] } }), [at("targets[0]"), "dns-target"]],
  ["a URL", host({ dns: { ...MANUAL, targets: ["https://a.example"] } }), [at("targets[0]"), "dns-target"]],
  [
    "an address that DNS writes in another way",
    host({ dns: { ...MANUAL, targets: ["2001:DB8:0::7"] } }),
    [at("targets[0]"), "dns-target"],
  ],
  [
    "the media host itself",
    host({ dns: { ...MANUAL, targets: [hostname] } }),
    [at("targets"), "dns-target-loop"],
  ],
  [
    "validation records and adopted records, of which there are none",
    host({
      dns: {
        cloudflare: { ...ZONE, validationRecords: "existing", hostRecordIds: { [hostname]: ZONE.zoneId } },
        targets: ["203.0.113.7"],
      },
    }),
    [at("cloudflare.validationRecords"), "dns-unused"],
    [at("cloudflare.hostRecordIds"), "dns-unused"],
  ],
  [
    "validation records at Route 53",
    host({ dns: { route53: { ...ROUTE53, validationRecords: "create" }, targets: ["203.0.113.7"] } }),
    [at("route53.validationRecords"), "dns-unused"],
  ],
  ["no zone", host({ dns: { targets: ["203.0.113.7"] } }), ["h.external.dns", "dns-missing"]],
])("external.dns: %s", (_, args, ...expected) =>
  expect(codesOf(mediaHostProblems(args, "h"))).toEqual(expected),
);

test("names the records that the operator creates, of each hostname", () => {
  const dns = { ...MANUAL, targets: ["2001:db8::7", "203.0.113.7"] };
  const { steps, warnings } = hostOf(host({ dns }, { previousHosts: ["old.social.example"] }));
  expect(steps).toEqual([
    expect.stringContaining(`the DNS records of ${hostname}: A 203.0.113.7, AAAA 2001:db8::7.`),
    expect.stringContaining("the DNS records of old.social.example: A 203.0.113.7, AAAA 2001:db8::7."),
  ]);
  expect(warnings).toEqual(steps);
  expect(hostOf(host({ dns: { cloudflare: ZONE, targets: dns.targets } })).steps).toEqual([]);
});
