/** The package's own configuration of Caddy, in a real Caddy in front of a real S3 server, and browsers in front of it. */
import { browserTests } from "./media-host/browser-tests";
import { proxyInBrowsers } from "./proxy/browser-proxy";
import { caddy } from "./proxy/caddy";
import { caddyFaults } from "./proxy/caddy-faults";
import { caddyTests } from "./proxy/caddy-tests";
import { proxyTests } from "./proxy/suite";

proxyTests(caddy, caddyFaults, (stage) => {
  caddyTests(stage);
  browserTests(() => proxyInBrowsers(stage()));
});
