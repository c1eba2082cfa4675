/**
 * The configurations of Caddy as a whole (golden/), and what Caddy says of them. After a change: UPDATE_PROXIES=1, and review the
 * difference. How they answer is tested in tests/e2e/proxy-caddy.test.ts.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { caddySite, caddyWebRedirect } from "../../../hosts/text/caddy";
import type { ProxySettings } from "../../../hosts/text/proxy-settings";
import { describeWith } from "../../runbook/programs";
import { AUTHORITY, formatted, validated } from "./caddyfile";

const MASTODON: ProxySettings = {
  bucket: "social-media",
  hostnames: ["files.social.example"],
  prefixes: ["accounts/", "cache/", "custom_emojis/", "media_attachments/"],
  upstream: { origin: "https://s3.eu-central-1.amazonaws.com", path: "/social-media" },
  maxAgeSeconds: 86_400,
};

const AUTHENTIK: ProxySettings = {
  bucket: "auth-media",
  hostnames: ["files.auth.example"],
  prefixes: ["media/public/"],
  upstream: { origin: "https://s3.auth.example", path: "/auth-media" },
  maxAgeSeconds: 86_400,
};

const SITES: Record<string, ProxySettings> = {
  mastodon: MASTODON,
  "mastodon-everything": {
    ...MASTODON,
    hostnames: ["files.social.example", "media.social.example"],
    path: "files",
    prefixes: ["v1.0/accounts/", "v1.0/cache/"],
    upstream: { origin: "https://s3.social.example:9000", path: "/social.media", caFile: AUTHORITY },
    legacy: { hostname: "social.example", path: "system" },
    maxAgeSeconds: 5,
    purge: { header: "X-Media-Purge", includeFile: "/etc/caddy/purge" },
  },
  "mastodon-web-endpoint": {
    ...MASTODON,
    upstream: { origin: "http://127.0.0.1:3902", path: "", host: "social-media" },
  },
  "authentik-rewrite-host": { ...AUTHENTIK, signing: "rewrite-host" },
  "authentik-preserve-host": { ...AUTHENTIK, path: "auth-media", signing: "preserve-host" },
};

const REDIRECTS: Record<string, Parameters<typeof caddyWebRedirect>[0]> = {
  web: { webDomain: "social.example", publicBaseUrl: "https://files.social.example" },
  "web-prefix": {
    webDomain: "social.example",
    publicBaseUrl: "https://files.social.example/files",
    keyPrefix: "v1.0",
  },
};

/** Lines for a site, as an operator has it. */
const inSite = (lines: string): string => `social.example {\n${lines.replace(/^(?=.)/gm, "\t")}}\n`;

const TEXTS = [
  ...Object.entries(SITES).map(([name, settings]) => [name, caddySite(settings)] as const),
  ...Object.entries(REDIRECTS).map(([name, redirect]) => [name, caddyWebRedirect(redirect)] as const),
];
/** As Caddyfiles of their own. */
const CADDYFILES = TEXTS.map(([name, text]) => [name, name in SITES ? text : inSite(text)] as const);

const folder = join(__dirname, "golden");

test("there is a golden file for each configuration, and none besides", () => {
  const files = readdirSync(folder).filter((file) => file.endsWith(".caddy"));
  expect(files.sort()).toEqual(TEXTS.map(([name]) => `${name}.caddy`).sort());
});

test.each(TEXTS)("%s is the golden file", (name, text) => {
  const file = join(folder, `${name}.caddy`);
  if (process.env["UPDATE_PROXIES"] === "1") writeFileSync(file, text);
  expect(text).toBe(existsSync(file) ? readFileSync(file, "utf8") : "");
});

test("the path of a certificate authority that cannot be quoted is an error that names it", () => {
  const site = (caFile: string) => caddySite({ ...MASTODON, upstream: { ...MASTODON.upstream, caFile } });
  for (const caFile of ["/etc/{env.HOME}.pem", "/etc/`.pem"])
    expect(() => site(caFile)).toThrow(`"${caFile}" contains a brace or a backtick`);
});

describeWith(["caddy"], "Caddy", () => {
  test.each(CADDYFILES)("accepts %s", (_, text) => {
    expect(validated(text)).toMatch(/Valid configuration/);
  });

  test.each(CADDYFILES)("would write %s in the same form", (_, text) => {
    expect(formatted(text)).toBe(text);
  });

  test("refuses what is wrong, and formats what is not formatted", () => {
    expect(() => validated(caddySite(MASTODON).replace("copy_response", "copy_answer"))).toThrow(
      /copy_answer/,
    );
    expect(formatted("a {\nb\n}\n")).toBe("a {\n\tb\n}\n");
  });
});
