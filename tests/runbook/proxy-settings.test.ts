import { authentikPlan } from "../../apps/authentik/plan";
import { mastodonPlan } from "../../apps/mastodon/plan";
import type { AuthentikSettings } from "../../apps/authentik/args";
import type { MediaHostArgs } from "../../hosts/args";
import { caddyProblems, nginxProblems, proxySettings } from "../../runbook/proxy-settings";
import { authentik, authentikOnCeph } from "../apps/authentik/fixtures";
import { mastodon, onCeph } from "../apps/mastodon/fixtures";

const host = (rest: Partial<MediaHostArgs> = {}): { mediaHost: MediaHostArgs } => ({
  mediaHost: { hostname: "files.social.example", external: {}, ...rest },
});
const ofMastodon = (rest: Partial<MediaHostArgs> = {}) =>
  proxySettings(mastodonPlan(mastodon(host(rest))).facts);

test("an instance on AWS without any option has the usual places of Debian and of Let's Encrypt", () => {
  expect(ofMastodon()).toEqual({
    bucket: "social-media",
    hostnames: ["files.social.example"],
    prefixes: [
      "accounts/",
      "cache/",
      "custom_emojis/",
      "media_attachments/",
      "preview_card_providers/",
      "preview_cards/",
      "site_uploads/",
    ],
    upstream: { origin: "https://social-media.s3.eu-central-1.amazonaws.com", path: "" },
    maxAgeSeconds: 86_400,
    certificate: {
      file: "/etc/letsencrypt/live/files.social.example/fullchain.pem",
      key: "/etc/letsencrypt/live/files.social.example/privkey.pem",
    },
    resolvers: ["127.0.0.53"],
    authoritiesFile: "/etc/ssl/certs/ca-certificates.crt",
    cacheFolder: "/var/cache/nginx-files.social.example",
    innerPort: 9480,
  });
});

test("what the media host says is in the settings", () => {
  const external = { path: "files", purge: { slots: ["a", "b"] as ("a" | "b")[] } };
  const settings = ofMastodon({
    previousHosts: ["media.social.example"],
    legacy: { hostname: "social.example", path: "system" },
    cache: { maxAgeSeconds: 60 },
    external,
  });
  expect(settings).toMatchObject({
    hostnames: ["files.social.example", "media.social.example"],
    path: "files",
    legacy: { hostname: "social.example", path: "system" },
    maxAgeSeconds: 60,
    purge: { header: "Media-Purge-Secret", includeFile: "/etc/nginx/purge-files.social.example" },
  });
});

test("a key prefix is part of each public prefix, and no private one is served", () => {
  const { prefixes } = proxySettings(mastodonPlan(mastodon({ keyPrefix: "media", ...host() })).facts);
  expect(prefixes).toContain("media/accounts/");
  expect(prefixes.filter((prefix) => /backups|imports/.test(prefix))).toEqual([]);
});

test.each([
  [true, "https://s3.example.org", "/social-media"],
  [false, "https://social-media.s3.example.org", ""],
])("a store of one's own with pathStyle %s is asked at %s%s", (pathStyle, origin, path) => {
  const settings = onCeph({
    ...host(),
    store: {
      s3: {
        server: "ceph",
        endpoint: "https://s3.example.org",
        region: "default",
        pathStyle,
        caFile: "/etc/ssl/ceph.pem",
      },
    },
  });
  expect(proxySettings(mastodonPlan(settings).facts).upstream).toEqual({
    origin,
    path,
    caFile: "/etc/ssl/ceph.pem",
  });
});

const signed: [version: string, make: typeof authentik, external: object, origin: string, path: string][] = [
  [
    "2025.10.1",
    authentik,
    { signing: "rewrite-host" },
    "https://s3.eu-central-1.amazonaws.com",
    "/authentik-files",
  ],
  [
    "2026.2.1",
    authentik,
    { signing: "rewrite-host" },
    "https://authentik-files.s3.eu-central-1.amazonaws.com",
    "",
  ],
  ["2026.2.1", authentikOnCeph, { signing: "rewrite-host" }, "https://s3.example.org", "/authentik-files"],
  [
    "2026.5.1",
    authentikOnCeph,
    { signing: "preserve-host", path: "authentik-files" },
    "https://s3.example.org",
    "/authentik-files",
  ],
];
test.each(signed)(
  "authentik %s: what was signed is what is asked for",
  (version, make, external, origin, path) => {
    const settings: AuthentikSettings = make({
      version,
      mediaHost: { hostname: "files.sso.example", external },
    });
    const { upstream, prefixes } = proxySettings(authentikPlan(settings).facts);
    expect(upstream).toEqual({ origin, path });
    // All that is stored has signed URLs of the one host, reports too.
    expect(prefixes).toEqual(version.startsWith("2025.10") ? ["media/"] : ["media/", "reports/"]);
  },
);

test("options replace the defaults", () => {
  const { facts } = mastodonPlan(mastodon(host({ external: { purge: {} } })));
  const asked = {
    resolvers: ["192.0.2.53", "[2001:db8::53]:5353"],
    certificate: "/srv/media.pem",
    certificateKey: "/srv/media.key",
    authorities: "/etc/pki/tls/certs/ca-bundle.crt",
    cacheFolder: "/srv/copies",
    purgeFile: "/srv/purge",
    innerPort: "8000",
  };
  expect(nginxProblems(facts, asked)).toEqual([]);
  expect(proxySettings(facts, asked)).toMatchObject({
    resolvers: asked.resolvers,
    certificate: { file: "/srv/media.pem", key: "/srv/media.key" },
    authoritiesFile: asked.authorities,
    cacheFolder: "/srv/copies",
    purge: { includeFile: "/srv/purge" },
    innerPort: 8000,
  });
});

test("all problems are reported at once", () => {
  const { facts } = mastodonPlan(mastodon(host({ external: { purge: {} } })));
  const found = nginxProblems(facts, {
    resolvers: ["dns", "1.2.3.4"],
    certificate: "a b",
    purgeFile: "p",
    innerPort: "1.5",
  });
  expect(found.map(({ path }) => path)).toEqual([
    "--certificate",
    "--purge-file",
    "--resolver",
    "--inner-port",
  ]);
});

test.each(["abc", "", "0", "65536", "8e3", "0x50", " 80"])(
  "the port %j is shown as it was typed",
  (innerPort) => {
    const { facts } = mastodonPlan(mastodon(host({ external: { purge: {} } })));
    expect(nginxProblems(facts, { innerPort })).toMatchObject([
      {
        path: "--inner-port",
        message: `${JSON.stringify(innerPort)} is not a port; set a number from 1 to 65535`,
      },
    ]);
  },
);

const everyFolder = { cacheFolder: "/srv/cache", purgeFile: "p", innerPort: "x" };
const unused = "is used only with mediaHost.external.purge";
test.each<[string, Partial<MediaHostArgs>, string[]]>([
  [
    "neither purge nor legacy",
    {},
    [`--purge-file: ${unused}; remove it`, `--inner-port: ${unused} or mediaHost.legacy; remove it`],
  ],
  [
    "only legacy",
    { legacy: { hostname: "old.example" } },
    [`--purge-file: ${unused}; remove it`, '--inner-port: "x" is not a port; set a number from 1 to 65535'],
  ],
])("with %s, an option that nothing uses is a problem", (_, rest, expected) => {
  const { facts } = mastodonPlan(mastodon(host(rest)));
  const found = nginxProblems(facts, everyFolder).map(({ path, message }) => `${path}: ${message}`);
  expect(found).toEqual(expected);
});

test("a cache folder is a problem where URLs are signed, because nothing is cached", () => {
  const { facts } = authentikPlan(
    authentik({
      version: "2026.2.1",
      mediaHost: { hostname: "files.sso.example", external: { signing: "rewrite-host" } },
    }),
  );
  expect(nginxProblems(facts, { cacheFolder: "/srv/cache" })).toMatchObject([
    { path: "--cache-folder", message: "is not used with mediaHost.external.signing; remove it" },
  ]);
});

test.each(["/etc/my ca.pem", "/etc/{env.HOME}.pem", "/etc/`.pem", "/etc/a;b.pem", "ca.pem"])(
  "the certificate authority of the config cannot be %s, whichever server reads it",
  (caFile) => {
    const { facts } = mastodonPlan(onCeph(host()));
    const withFile = { ...facts, store: { ...facts.store, caFile } };
    for (const found of [nginxProblems(withFile, {}), caddyProblems(withFile)])
      expect(found.map(({ code, path }) => [code, path])).toEqual([["proxy-file", "store.s3.caFile"]]);
  },
);
