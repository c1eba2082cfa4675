/** A Mastodon whose media Cloudflare serves from a public bucket, with Cloud Connector. */
import * as cloudflare from "@pulumi/cloudflare";
import { cloudConnectorParts, MastodonStorage } from "media-storage";

const zoneId = "0123456789abcdef0123456789abcdef";
const hostname = "files.social.example";

const social = new MastodonStorage("social", {
  webDomain: "social.example",
  version: "4.4",
  bucket: "social-example-media",
  store: { aws: { region: "eu-central-1" } },
  mediaHost: { hostname, external: {} },
});
const parts = social.facts.apply(cloudConnectorParts);

// Proxied, with an address that leads nowhere: only Cloud Connector can answer.
new cloudflare.DnsRecord("files", {
  zoneId,
  name: hostname,
  type: "AAAA",
  content: "100::",
  ttl: 1,
  proxied: true,
});

// A zone has one list, and one ruleset of each phase. If yours exist, add these rules to them instead:
// rules: parts.cacheRules.apply((rules) => [...mine, ...rules])
new cloudflare.CloudConnectorRules("connector", { zoneId, rules: parts.connectorRules });
const rulesets = {
  http_config_settings: parts.configRules,
  http_request_firewall_custom: parts.firewallRules,
  http_request_transform: parts.rewriteRules,
  http_request_late_transform: parts.requestHeaderRules,
  http_request_cache_settings: parts.cacheRules,
  http_response_headers_transform: parts.responseHeaderRules,
};
for (const [phase, rules] of Object.entries(rulesets)) {
  new cloudflare.Ruleset(phase, { zoneId, kind: "zone", name: "default", phase, rules });
}

export const media = social.deployment;
