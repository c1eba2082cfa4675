/** A proxy with the package's own configuration, as browsers ask it. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { freePorts } from "../../rgw/server/ports";
import type { BrowsedHost, BrowserStage } from "../media-host/browser-tests";
import { startBucketRelay } from "./bucket-relay";
import { type ProxyStage, startProxy } from "./stage";

export function proxyInBrowsers(stage: ProxyStage): BrowserStage {
  return {
    scheme: "https",
    hostname: stage.hostname,
    start: () => browsed(stage),
    async startBare(name) {
      const pem = readFileSync(join(dirname(stage.rgw.ca), "rgw.pem"));
      // One of its own: what this host asks the store for says nothing about the other one.
      const relay = await startBucketRelay(pem, stage.rgw.http);
      const [https = 0, http = 0, legacy = 0] = await freePorts(3);
      const host = await browsed({ ...stage, relay, ports: [https, http, legacy] }, (site) =>
        bare(site, name),
      );
      return {
        ...host,
        async stop() {
          await host.stop();
          await relay.stop();
        },
      };
    },
    async upload(key, type, body) {
      const { s3, bucket } = stage;
      await s3.must(s3.server.root, { method: "PUT", bucket, key, body, headers: { "content-type": type } });
    },
  };
}

async function browsed(stage: ProxyStage, change?: (site: string) => string): Promise<BrowsedHost> {
  const proxy = await startProxy(stage, "plain", {}, change);
  const { relay, ports } = stage;
  const before = relay.asked.length;
  return {
    address: `127.0.0.1:${ports[0]}`,
    wasAskedFor: (end) => relay.asked.slice(before).some(({ target }) => target.endsWith(end)),
    stop: () => proxy.stop(),
  };
}

/** With another hostname beside the others, which both servers have in front in a line of their own, and without two headers. */
function bare(site: string, hostname: string): string {
  return site
    .replace(/^files\.social\.example/m, `${hostname}, $&`)
    .replaceAll("server_name files.social.example", `server_name ${hostname} files.social.example`)
    .replace(/^.*(Content-Security-Policy|Access-Control-Allow-Origin) .*\n/gm, "");
}
