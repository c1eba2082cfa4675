/** Remedies about an external media host: the operator's own proxy or CDN. */
import { aws } from "../../../stores/aws";
import type { ProblemCode } from "../../../validation/codes";
import type { Problem } from "../../../validation/problem";
import { cephMastodon, onAuthentik, onMastodon, type Row, type Settings, settings } from "./row";

const hostname = "files.social.example";
const atAuthentik = (host: Settings, version = "2026.5.1"): Problem[] =>
  onAuthentik({ version, mediaHost: { hostname, ...host } });
const own = (code: ProblemCode, remedy: string, before: Settings, after: Settings): Row => [
  code,
  remedy,
  onMastodon({ mediaHost: { hostname, external: before } }),
  onMastodon({ mediaHost: { hostname, external: after } }),
];
const dns = (code: ProblemCode, remedy: string, before: Settings, after: Settings = {}): Row => {
  const manual = { manual: {}, targets: ["203.0.113.7"] };
  return own(code, remedy, { dns: { ...manual, ...before } }, { dns: { ...manual, ...after } });
};
const zone = { zoneId: "0123456789abcdef0123456789abcdef", zoneName: "social.example" };
const atCloudflare = { manual: undefined, cloudflare: zone };
const addresses = (
  code: ProblemCode,
  remedy: string,
  before: string[],
  after: string[] = ["203.0.113.7"],
): Row => own(code, remedy, { addresses: before }, { addresses: after });
const limited = { mediaHost: { hostname, external: { addresses: ["203.0.113.7"] } } };
const onCephAt = (value: Settings): Problem[] =>
  cephMastodon({ mediaHost: { hostname, external: { dns: { targets: ["203.0.113.7"], ...value } } } });
const believingHeaders = (value: Settings): Problem[] => {
  // A made-up store: every store of the library sees the real address of a client.
  const replaced = [
    jest.replaceProperty(aws, "can", { ...aws.can, sourceAddress: false }),
    jest.replaceProperty(aws, "title", "MinIO"),
  ];
  try {
    return onMastodon(value);
  } finally {
    for (const property of replaced) property.restore();
  }
};
const apex = (target: string): Problem[] =>
  onMastodon({
    webDomain: "www.social.example",
    mediaHost: { hostname: "social.example", external: { dns: { manual: {}, targets: [target] } } },
  });
const purging = { mediaHost: { hostname, external: { purge: {} } } };

export const EXTERNAL_HOST: Row[] = [
  [
    "cache-unused",
    "remove it",
    atAuthentik({ external: { signing: "cdn" }, cache: {} }),
    atAuthentik({ external: { signing: "cdn" } }),
  ],
  [
    "cache-unused",
    "a proxy must not cache presigned URLs; remove it",
    atAuthentik({ external: { signing: "rewrite-host" }, cache: {} }, "2025.10.3"),
    atAuthentik({ external: { signing: "rewrite-host" } }, "2025.10.3"),
  ],
  [
    "purge-unsupported",
    "remove it",
    atAuthentik({ external: { signing: "cdn", purge: {} } }),
    atAuthentik({ external: { signing: "cdn" } }),
  ],
  addresses("address-same", "remove it here", ["203.0.113.7", "203.0.113.7"]),
  addresses("address-wide", "at most a /8", ["202.0.0.0/7"], ["203.0.0.0/8"]),
  addresses("addresses-empty", "list the addresses of your proxy", []),
  settings("addresses-private", "or remove access", { ...limited, access: "acl" }, limited),
  [
    "addresses-private",
    "remove it",
    atAuthentik({ external: { signing: "cdn", addresses: ["203.0.113.7"] } }),
    atAuthentik({ external: { signing: "cdn" } }),
  ],
  [
    "addresses-store",
    "remove it",
    believingHeaders(limited),
    believingHeaders({ mediaHost: { hostname, external: {} } }),
  ],
  [
    "dns-store",
    "set `manual: {}`",
    onCephAt({ route53: { zoneId: "Z0123456789ABCDEFGHIJ", zoneName: "social.example" } }),
    onCephAt({ manual: {} }),
  ],
  ["dns-apex", "list the addresses of your proxy", apex("media.cdn.example"), apex("203.0.113.7")],
  dns("dns-target", "set one such as", { targets: ["https://media.cdn.example"] }),
  dns("dns-target", 'change it to "2001:db8::7"', { targets: ["2001:DB8::7"] }, { targets: ["2001:db8::7"] }),
  dns("dns-target-loop", "set the addresses of your proxy", { targets: [hostname] }),
  dns("dns-target-same", "remove it here", { targets: ["203.0.113.7", "203.0.113.7"] }),
  dns("dns-targets", "list the addresses", { targets: [] }),
  dns("dns-targets", "list addresses only", { targets: ["203.0.113.7", "media.cdn.example"] }),
  dns(
    "dns-unused",
    "remove it",
    { ...atCloudflare, cloudflare: { ...zone, validationRecords: "existing" } },
    atCloudflare,
  ),
  dns(
    "dns-unused",
    "delete the existing record before",
    { ...atCloudflare, cloudflare: { ...zone, hostRecordIds: { [hostname]: zone.zoneId } } },
    atCloudflare,
  ),
  settings(
    "version-too-old",
    "upgrade first",
    { ...purging, version: "4.2" },
    { ...purging, version: "4.3" },
  ),
];
