/**
 * The configurations of nginx as a whole (golden/), and what nginx says of them. After a change: UPDATE_PROXIES=1, and review the
 * difference. How they answer is tested in tests/e2e/proxy-nginx.test.ts.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nginxPurge, nginxSite } from "../../../hosts/text/nginx";
import { nginxWebRedirect } from "../../../hosts/text/nginx-web";
import type { NginxSettings } from "../../../hosts/text/proxy-settings";
import { NGINX, describeWith } from "../../runbook/programs";

const MASTODON: NginxSettings = {
  bucket: "social-media",
  hostnames: ["files.social.example"],
  prefixes: ["accounts/", "cache/", "custom_emojis/", "media_attachments/"],
  upstream: { origin: "https://social-media.s3.eu-central-1.amazonaws.com", path: "" },
  maxAgeSeconds: 86_400,
  certificate: { file: "/etc/ssl/files.pem", key: "/etc/ssl/files.key" },
  resolvers: ["127.0.0.53"],
  authoritiesFile: "/etc/ssl/certs/ca-certificates.crt",
  cacheFolder: "/var/cache/nginx-files.social.example",
  innerPort: 9480,
};
const AUTHENTIK: NginxSettings = {
  ...MASTODON,
  bucket: "auth-media",
  hostnames: ["files.auth.example"],
  prefixes: ["media/", "reports/"],
  upstream: { origin: "https://s3.auth.example", path: "/auth-media" },
};
const PURGE = { header: "Media-Purge-Secret", includeFile: "/etc/nginx/purge-files.social.example" };

const SITES: Record<string, NginxSettings> = {
  mastodon: MASTODON,
  "mastodon-everything": {
    ...MASTODON,
    hostnames: ["files.my-social.example", "media.social.example"],
    path: "files",
    prefixes: ["v1.0/accounts/", "v1.0/cache/"],
    upstream: {
      origin: "https://s3.social.example:9000",
      path: "/social.media",
      caFile: "/etc/ssl/store.pem",
    },
    legacy: { hostname: "old.social.example", path: "system" },
    maxAgeSeconds: 5,
    purge: PURGE,
    resolvers: ["192.0.2.53", "[2001:db8::53]:5353"],
  },
  "mastodon-purge-http": {
    ...MASTODON,
    upstream: { origin: "http://10.0.0.2:9000", path: "/m" },
    purge: PURGE,
  },
  "mastodon-web-endpoint": {
    ...MASTODON,
    upstream: { origin: "http://127.0.0.1:3902", path: "", host: "social-media" },
  },
  "authentik-rewrite-host": { ...AUTHENTIK, signing: "rewrite-host" },
  "authentik-preserve-host": { ...AUTHENTIK, path: "auth-media", signing: "preserve-host" },
};

const TEXTS: [name: string, text: string][] = [
  ...Object.entries(SITES).map(([name, settings]): [string, string] => [name, nginxSite(settings)]),
  [
    "web-prefix",
    nginxWebRedirect({
      webDomain: "social.example",
      publicBaseUrl: "https://files.social.example/files",
      keyPrefix: "v1.0",
    }),
  ],
  ["purge", nginxPurge(["0123456789abcdef", "fedcba9876543210"])],
];

const goldens = join(__dirname, "golden");

test("there is a golden file for each configuration, and none besides", () => {
  const files = readdirSync(goldens).filter((file) => file.endsWith(".nginx"));
  expect(files.sort()).toEqual(TEXTS.map(([name]) => `${name}.nginx`).sort());
});

test.each(TEXTS)("%s is the golden file", (name, text) => {
  const file = join(goldens, `${name}.nginx`);
  if (process.env["UPDATE_PROXIES"] === "1") writeFileSync(file, text);
  expect(text).toBe(existsSync(file) ? readFileSync(file, "utf8") : "");
});

test("an error is kept for ten seconds, and never longer than a file", () => {
  const kept = (maxAgeSeconds: number) =>
    /proxy_cache_valid 403 404 410 (\d+)s;/.exec(nginxSite({ ...MASTODON, maxAgeSeconds }))?.[1];
  expect([kept(86_400), kept(10), kept(3)]).toEqual(["10", "10", "3"]);
});

test("behind signed URLs nothing is kept, and only a signature is passed on", () => {
  for (const name of ["authentik-rewrite-host", "authentik-preserve-host"]) {
    const text = nginxSite(SITES[name]!);
    expect(text).not.toContain("proxy_cache");
    expect(text).toContain('if ($args !~ "(^|&)X-Amz-Signature=")');
    expect(text).not.toContain("Authorization");
  }
});

const BROKEN: [what: string, rest: Partial<NginxSettings>][] = [
  ["hostnames", { hostnames: ['a";'] }],
  ["hostnames", { hostnames: [] }],
  ["bucket", { bucket: "a\nb" }],
  ["path", { path: "a b" }],
  ["path", { path: ".." }],
  ["prefixes", { prefixes: ["accounts"] }],
  ["prefixes", { prefixes: ["acc{ounts/"] }],
  ["upstream.origin", { upstream: { origin: "https://a;", path: "" } }],
  ["upstream.origin", { upstream: { origin: "https://a/b", path: "" } }],
  ["upstream.host", { upstream: { origin: "https://a.example", path: "", host: "media $http_host" } }],
  ["upstream.path", { upstream: { origin: "https://a.example", path: "/$uri" } }],
  ["legacy.hostname", { legacy: { hostname: "a b" } }],
  ["legacy.path", { legacy: { hostname: "a.example", path: "a/" } }],
  ["purge.header", { purge: { header: "X: y", includeFile: "/a" } }],
  ["a file", { purge: { header: "X", includeFile: "/a;b" } }],
  ["a file", { cacheFolder: "relative" }],
  ["a file", { certificate: { file: "/a", key: "/$b" } }],
  ["resolvers", { resolvers: ["1.1.1.1 valid=1s"] }],
  ["innerPort", { innerPort: 0 }],
  ["maxAgeSeconds", { maxAgeSeconds: 1.5 }],
];
test.each(BROKEN)("%s that would change the configuration are not written: %j", (what, rest) => {
  expect(() => nginxSite({ ...MASTODON, ...rest })).toThrow(`bug: ${what} cannot be written`);
});

test("a secret that means something in a regular expression is not written, and not shown", () => {
  expect(() => nginxPurge(["good-SECRET", ".*secret.*"])).toThrow(/^bug: a purge secret cannot be written/);
});

describeWith(["nginx"], "nginx", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "nginx-golden-"));
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=a"];
    const files = ["-keyout", join(folder, "key.pem"), "-out", join(folder, "cert.pem")];
    execFileSync("openssl", ["req", "-x509", ...key, ...files], { stdio: "pipe" });
    writeFileSync(join(folder, "purge"), nginxPurge(["0123456789abcdef"]));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What `nginx -t` says; it throws for a configuration that nginx refuses. Ports and files become those of this test. */
  function tested(site: string): string {
    const ours = site
      .replace(/^ *listen \[::\]:.*\n/gm, "")
      .replace(/listen (443|80)\b/g, "listen 127.0.0.1:1$1")
      .replace(/(ssl_certificate|trusted_certificate) \S+;/g, `$1 ${folder}/cert.pem;`)
      .replace(/ssl_certificate_key \S+;/g, `ssl_certificate_key ${folder}/key.pem;`)
      .replace(/include \S+;/g, `include ${folder}/purge;`)
      .replace(/proxy_cache_path \/var\/cache/g, `proxy_cache_path ${folder}`);
    const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((n) => `${n}_temp_path ${folder};`);
    writeFileSync(join(folder, "site.conf"), ours);
    writeFileSync(
      join(folder, "nginx.conf"),
      `pid ${folder}/pid; events {} http { access_log off; ${temp.join(" ")} include ${folder}/site.conf; }`,
    );
    const script = `exec "$0" -t -c "$1" -e stderr 2>&1`;
    return execFileSync("sh", ["-c", script, NGINX, join(folder, "nginx.conf")], { encoding: "utf8" });
  }

  test.each(Object.keys(SITES))("accepts %s without a warning", (name) => {
    const said = tested(nginxSite(SITES[name]!));
    expect(said).toContain("test is successful");
    expect(said).not.toMatch(/\[(warn|emerg|alert)\]/);
  });

  test("accepts two sites beside each other, which share the port on loopback", () => {
    const one = { ...MASTODON, purge: PURGE };
    const other = { ...one, hostnames: ["files.other.example"], cacheFolder: "/var/cache/other" };
    expect(tested(nginxSite(one) + nginxSite(other))).toContain("test is successful");
  });

  test("refuses what is wrong", () => {
    expect(() =>
      tested(nginxSite(MASTODON).replace("proxy_cache_lock on", "proxy_cache_block on")),
    ).toThrow();
  });
});
