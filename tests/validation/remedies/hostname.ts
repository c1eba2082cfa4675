/** Remedies about hostnames and origins. */
import { change, onMastodon, type Row } from "./row";

const webDomain = change(onMastodon, (value) => ({ webDomain: value }));
const origin = change(onMastodon, (value) => ({ corsOrigins: value }));

export const HOSTNAME: Row[] = [
  webDomain("hostname-empty", 'set a name like "media.example.com"', "", "media.example.com"),
  webDomain("hostname-scheme", 'change it to "a.example"', "https://a.example", "a.example"),
  webDomain("hostname-path", 'change it to "a.example"', "a.example/b", "a.example"),
  webDomain("hostname-port", 'change it to "a.example"', "a.example:443", "a.example"),
  webDomain("hostname-address", "set a hostname", "192.0.2.1", "a.example"),
  webDomain("hostname-wildcard", "change it to one hostname", "*.example", "a.example"),
  webDomain("hostname-trailing-dot", 'change it to "a.example"', "a.example.", "a.example"),
  webDomain("hostname-capitals", 'change it to "a.example"', "A.example", "a.example"),
  webDomain("hostname-not-ascii", 'change it to "xn--4ca.example"', "ä.example", "xn--4ca.example"),
  webDomain("hostname-length", "at most 253", `${"a.".repeat(150)}example`, `${"a.".repeat(50)}example`),
  webDomain("hostname-one-label", 'like "media.example.com"', "social", "media.example.com"),
  webDomain("hostname-label", 'with no "-" at either end', "-a.example", "a.example"),
  webDomain("hostname-refused", 'set one like "media.example.com"', "files.123", "media.example.com"),
  webDomain("url-credentials", "remove the user name and the password", "u:p@a.example", "a.example"),
  origin("origin-scheme", 'change it to "https://a.example"', ["a.example"], ["https://a.example"]),
  origin("origin-path", 'change it to "https://a.example"', ["https://a.example/b"], ["https://a.example"]),
  origin(
    "origin-default-port",
    'change it to "https://a.example"',
    ["https://a.example:443"],
    ["https://a.example"],
  ),
  origin("origin-port", "remove the port", ["https://a.example:0"], ["https://a.example"]),
  origin(
    "origin-wildcards",
    "list several origins instead",
    ["https://*.*.example"],
    ["https://a.b.example", "https://c.d.example"],
  ),
  origin("cors-empty", "remove it", [], undefined),
  origin("cors-empty", "add an origin", [], ["https://a.example"]),
];
