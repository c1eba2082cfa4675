/** A distribution at the model of CloudFront, as browsers ask it. */
import { type CloudFront, type Deployed, startCloudFront } from "../servers/cloudfront";
import { items } from "../servers/cloudfront/deployed";
import type { BrowsedHost, BrowserStage } from "./browser-tests";
import { faults } from "./faults";
import type { HostStage } from "./run-case";

export function cloudFrontInBrowsers({
  deployed,
  fetchOrigin,
  hostname,
  s3,
  bucket,
}: HostStage): BrowserStage {
  return {
    scheme: "http",
    hostname,
    start: async () => browsed(await startCloudFront(deployed, fetchOrigin)),
    startBare: async (name) => browsed(await startCloudFront(withoutPolicies(deployed, name), fetchOrigin)),
    async upload(key, type, body) {
      await s3.must(s3.server.root, { method: "PUT", bucket, key, body, headers: { "content-type": type } });
    },
  };
}

function browsed(cloudFront: CloudFront): BrowsedHost {
  return {
    address: cloudFront.https,
    wasAskedFor: (end) => cloudFront.served.some(({ target }) => target.endsWith(end)),
    stop: () => cloudFront.stop(),
  };
}

function withoutPolicies(deployed: Deployed, alias: string): Deployed {
  const bare = structuredClone(deployed);
  for (const name of [
    "there is no content security policy",
    "the policy has no CORS",
    "the function is detached",
  ])
    faults[name]!.change(bare);
  const names = [...items(bare.config.Aliases), alias];
  bare.config.Aliases = { Quantity: names.length, Items: names };
  return bare;
}
