/** The package's own configuration of nginx, in a real nginx in front of a real S3 server. */
import { faults } from "./proxy/nginx-faults";
import { nginx } from "./proxy/nginx";
import { proxyTests } from "./proxy/suite";

proxyTests(nginx, faults);
