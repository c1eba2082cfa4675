/** The package's own configuration of nginx, in a real nginx in front of a real S3 server, and browsers in front of it. */
import { browserTests } from "./media-host/browser-tests";
import { proxyInBrowsers } from "./proxy/browser-proxy";
import { nginx } from "./proxy/nginx";
import { faults } from "./proxy/nginx-faults";
import { proxyTests } from "./proxy/suite";

proxyTests(nginx, faults, (stage) => browserTests(() => proxyInBrowsers(stage())));
