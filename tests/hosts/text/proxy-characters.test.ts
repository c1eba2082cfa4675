/** What could end or change a directive is never written, whichever server and part it is for. */
import { caddySite, caddyWebRedirect } from "../../../hosts/text/caddy";
import { nginxWebRedirect, webRedirectLines } from "../../../hosts/text/nginx-web";
import type { ProxySettings, WebRedirect } from "../../../hosts/text/proxy-settings";

const SITE: ProxySettings = {
  bucket: "social-media",
  hostnames: ["files.social.example"],
  prefixes: ["accounts/"],
  upstream: { origin: "https://s3.example", path: "/social-media" },
  maxAgeSeconds: 60,
};

const BROKEN_SITES: [what: string, rest: Partial<ProxySettings>][] = [
  ["hostnames", { hostnames: ["a {\n"] }],
  ["prefixes", { prefixes: ["acc}ounts/"] }],
  ["upstream.origin", { upstream: { origin: "https://a {$HOME}", path: "" } }],
  ["upstream.host", { upstream: { ...SITE.upstream, host: "media {http.host}" } }],
  ["legacy.hostname", { legacy: { hostname: "a\nimport /etc/passwd" } }],
];
test.each(BROKEN_SITES)("Caddy: %s with such a character is not written", (what, rest) => {
  expect(() => caddySite({ ...SITE, ...rest })).toThrow(`bug: ${what} cannot be written`);
});

test("Caddy's text quotes a file, so its name may have a space", () => {
  const upstream = { ...SITE.upstream, caFile: "/etc/my ca.pem" };
  expect(caddySite({ ...SITE, upstream })).toMatch(/[`"]\/etc\/my ca\.pem[`"]/);
});

const REDIRECT: WebRedirect = {
  webDomain: "social.example",
  publicBaseUrl: "https://files.social.example/media",
  keyPrefix: "m",
};
const BROKEN_REDIRECTS: [what: string, rest: Partial<WebRedirect>][] = [
  ["webDomain", { webDomain: "social.example\nroot /;" }],
  ["publicBaseUrl", { publicBaseUrl: "https://files.social.example/$uri" }],
  ["publicBaseUrl", { publicBaseUrl: "https://files.social.example;" }],
  ["keyPrefix", { keyPrefix: "m;}" }],
];
const REDIRECTS = { nginxWebRedirect, caddyWebRedirect };
test.each(
  Object.entries(REDIRECTS).flatMap(([name, write]) =>
    BROKEN_REDIRECTS.map(([what, rest]) => [name, what, rest, write] as const),
  ),
)("%s: %s with such a character is not written: %j", (_, what, rest, write) => {
  expect(() => write({ ...REDIRECT, ...rest })).toThrow(`bug: ${what} cannot be written`);
});

test("the lines of nginx's redirect alone are checked too, for the runbook prints them", () => {
  expect(() => webRedirectLines({ publicBaseUrl: "https://a;" })).toThrow("bug: publicBaseUrl");
});
