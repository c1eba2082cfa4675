/** Answers for `media-storage init`. */
import type { Answers } from "../../../cli/init/answers";

const APPS: Answers[] = [
  { app: "mastodon", domain: "social.example", appVersion: "4.6" },
  { app: "authentik", domain: "login.example", appVersion: "2026.5" },
  { app: "supabase", domain: "db.example", appVersion: "1.70.0", tenantId: "acme", protocolEndpoint: "yes" },
];
const STORES: Answers[] = [
  { store: "aws", region: "eu-central-1" },
  { store: "r2", accountId: "0123456789abcdef0123456789abcdef" },
  {
    store: "ceph",
    endpoint: "https://s3.example.org",
    region: "default",
    accessKeyId: "MEDIA",
    principal: "arn:aws:iam:::user/media",
  },
  { store: "garage", endpoint: "https://s3.example.org", region: "garage", accessKeyId: "GK0123" },
  {
    store: "hetzner",
    endpoint: "https://fsn1.your-objectstorage.com",
    region: "fsn1",
    accessKeyId: "MEDIA",
    principal: "arn:aws:iam:::user/p1234567:MEDIA",
  },
  {
    store: "wasabi",
    endpoint: "https://s3.eu-central-1.wasabisys.com",
    region: "eu-central-1",
    accessKeyId: "MEDIA",
    principal: "arn:aws:iam::123456789012:user/media",
  },
];

/** Stores whose hosts answer for no other hostname. */
const OWN_HOSTNAME_ONLY = ["aws", "hetzner", "wasabi"];

/** Stores that CloudFront cannot serve. */
const OWN_PROXY_ONLY = ["ceph", "garage", "hetzner", "wasabi"];
const ZONE = { zoneName: "example.org" };
const HOSTS: Answers[] = [
  { mediaHost: "none" },
  { mediaHost: "external", mediaHostname: "files.example.org" },
  {
    mediaHost: "cloudfront",
    mediaHostname: "files.example.org",
    dns: "cloudflare",
    zoneId: "0123456789abcdef0123456789abcdef",
    ...ZONE,
  },
  {
    mediaHost: "cloudfront",
    mediaHostname: "files.example.org",
    dns: "route53",
    zoneId: "Z0123456789ABCDEFGHIJ",
    ...ZONE,
  },
  {
    mediaHost: "r2",
    mediaHostname: "files.example.org",
    zoneId: "fedcba9876543210fedcba9876543210",
    ...ZONE,
  },
];

function ofProxy({ app, store }: Answers): Answers {
  if (app === "mastodon") return { purge: "yes" };
  return { signing: OWN_HOSTNAME_ONLY.includes(store ?? "") ? "cdn" : "preserve-host" };
}

/** Complete answers for every app, every store and every media host that go together, each with a name. */
export const COMPLETE: [name: string, answers: Answers][] = APPS.flatMap((app) =>
  STORES.flatMap((store) =>
    HOSTS.flatMap((host): [string, Answers][] => {
      const { mediaHost = "" } = host;
      if (app.app === "supabase" && mediaHost !== "none") return [];
      if (OWN_PROXY_ONLY.includes(store.store ?? "") && mediaHost === "cloudfront") return [];
      // Garage publishes only whole buckets, so public files need the proxy.
      if (store.store === "garage" && app.app === "mastodon" && mediaHost === "none") return [];
      if ((store.store === "r2") !== (mediaHost === "r2") && mediaHost !== "none") return [];
      // Nobody reads a bucket on R2 without a signature, so public files need the host, and other files cannot have it.
      if (store.store === "r2" && (app.app === "mastodon") !== (mediaHost === "r2")) return [];
      const answers: Answers = {
        ...app,
        ...store,
        ...(app.app === "supabase" ? {} : host),
        ...(mediaHost === "external" ? ofProxy({ ...app, ...store }) : {}),
        bucket: `${app.app ?? ""}-media`,
        stack: "prod",
      };
      const name = [app.app, store.store, mediaHost, ...(host.dns === undefined ? [] : [host.dns])];
      return [[name.join("-"), answers]];
    }),
  ),
);
