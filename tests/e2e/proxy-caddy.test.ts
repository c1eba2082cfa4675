/** The package's own configuration of Caddy, in a real Caddy in front of a real S3 server. */
import { caddy } from "./proxy/caddy";
import { faults } from "./proxy/caddy-faults";
import { proxyTests } from "./proxy/suite";

proxyTests(caddy, faults);
