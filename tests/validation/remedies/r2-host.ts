/** Remedies about a media host at Cloudflare, and about Mastodon's media on Cloudflare R2. */
import { mastodonProblems } from "../../../apps/mastodon/validate";
import type { Problem } from "../../../validation/problem";
import { MASTODON_ON_R2, R2_ACCOUNT, R2_ZONE } from "../../apps/mastodon/r2";
import { change, onAuthentik, onMastodon, type Row, type Settings } from "./row";

const hostname = "files.social.example";
const r2 = { zoneId: R2_ZONE };
const legacy = { hostname: "legacy.example" };

const onR2 = (rest: Settings): Problem[] => mastodonProblems({ ...MASTODON_ON_R2, ...rest });
const settings = change(onR2, (value) => value as Settings);
const named = change(onR2, (value) => ({ mediaHost: { hostname, r2, ...(value as Settings) } }));
const atR2 = change(onR2, (value) => ({ mediaHost: { hostname, r2: { ...r2, ...(value as Settings) } } }));

export const R2_HOST: Row[] = [
  settings("access-policy", "remove it", { access: "bucket-policy" }, {}),
  settings("acl-unsupported", "remove it", { access: "acl" }, {}),
  settings(
    "media-host-needed",
    'set `hostname: "files.social.example"` and `r2: { zoneId: ... }` in it',
    { mediaHost: undefined },
    { mediaHost: { hostname: "files.social.example", r2 } },
  ),
  settings(
    "external-store",
    "set `r2: { zoneId: ... }` for public files",
    { mediaHost: { hostname, external: {} } },
    { mediaHost: { hostname, r2 } },
  ),
  settings(
    "cloudfront-store",
    "set `r2: { zoneId: ... }`",
    {
      mediaHost: { hostname, cloudFront: { dns: { route53: { zoneId: "Z1", zoneName: "social.example" } } } },
    },
    { mediaHost: { hostname, r2 } },
  ),
  [
    "external-store",
    "remove mediaHost if the app's files are private",
    onAuthentik({
      store: MASTODON_ON_R2.store,
      mediaHost: { hostname, external: { signing: "rewrite-host" } },
    }),
    onAuthentik({ store: MASTODON_ON_R2.store }),
  ],
  [
    "media-host-presigned",
    "remove mediaHost",
    onAuthentik({ store: MASTODON_ON_R2.store, mediaHost: { hostname, r2 } }),
    onAuthentik({ store: MASTODON_ON_R2.store }),
  ],
  [
    "r2-host-bucket",
    "`external: {}`",
    onMastodon({ mediaHost: { hostname, r2 } }),
    onMastodon({ mediaHost: { hostname, external: {} } }),
  ],
  [
    "exports-exposed",
    "remove it",
    onMastodon({ exposeUserExports: true, mediaHost: { hostname, external: {} } }),
    onMastodon({ mediaHost: { hostname, external: {} } }),
  ],
  settings(
    "cache-unused",
    "remove one of the two",
    { exposeUserExports: true, mediaHost: { hostname, r2, cache: { maxAgeSeconds: 60 } } },
    { mediaHost: { hostname, r2, cache: { maxAgeSeconds: 60 } } },
  ),
  settings(
    "legacy-unused",
    "remove one of the two",
    { exposeUserExports: true, mediaHost: { hostname, r2, legacy } },
    { exposeUserExports: true, mediaHost: { hostname, r2 } },
  ),
  atR2("dns-zone-id", "set the 32 characters", { zoneId: "social.example" }, { zoneId: R2_ZONE }),
  atR2(
    "dns-zone",
    'use a name that ends with ".other.example", or set the zone',
    { zoneName: "other.example" },
    { zoneName: "social.example" },
  ),
  atR2("r2-host-record", "remove it", { dns: { manual: {} } }, {}),
  atR2("r2-host-store", "remove it", { accountId: R2_ACCOUNT }, {}),
  named("r2-hostname", "set a name in a zone of yours", { hostname: "pub-1.r2.dev" }, { hostname }),
  named("r2-hostname", "set a public name", { hostname: "files.social.internal" }, { hostname }),
  named(
    "legacy-unreachable",
    "set a public hostname, or remove legacy",
    { legacy: { hostname: "web.internal" } },
    { legacy },
  ),
];
