/** Remedies about a bucket on Garage, and about the web endpoint at which a proxy reads it. */
import { mastodonProblems } from "../../../apps/mastodon/validate";
import { authentikProblems } from "../../../apps/authentik/validate";
import type { Problem } from "../../../validation/problem";
import { STORE_PRODUCTS } from "../../../stores";
import { authentik } from "../../apps/authentik/fixtures";
import { mastodon } from "../../apps/mastodon/fixtures";
import { atStore } from "../../stores/made-up";
import { change, onMastodon, type Row, type Settings } from "./row";

const AT_GARAGE = atStore(STORE_PRODUCTS["garage"]!);
const hostname = "files.social.example";
const webEndpoint = "http://127.0.0.1:3902";

const onGarage = (rest: Settings): Problem[] =>
  mastodonProblems({ ...mastodon(AT_GARAGE), mediaHost: { hostname, external: { webEndpoint } }, ...rest });
const settings = change(onGarage, (value) => value as Settings);
const external = change(onGarage, (value) => ({ mediaHost: { hostname, external: value } }));
const signed = change(
  (rest) => authentikProblems({ ...authentik(AT_GARAGE), version: "2026.2", ...rest }),
  (value) => ({ mediaHost: { hostname, external: value } }),
);

export const GARAGE: Row[] = [
  settings("bucket-source-store", 'set "existing"', { bucketSource: undefined }, {}),
  settings("bucket-source-store", 'set "existing"', { bucketSource: "adopt" }, {}),
  ...["xn--social", "media.xn--social"].map((bucket) =>
    settings("bucket-name-reserved-prefix", "remove it", { bucket }, { bucket: bucket.replace("xn--", "") }),
  ),
  settings("bucket-name-reserved-suffix", "remove it", { bucket: "media-s3alias" }, { bucket: "media" }),
  settings(
    "media-host-needed",
    'set `hostname: "files.social.example"` and `external: { webEndpoint: "http://127.0.0.1:3902" }` for your own proxy in it',
    { mediaHost: undefined },
    {},
  ),
  settings(
    "cloudfront-store",
    'set `external: { webEndpoint: "http://127.0.0.1:3902" }` and use your own proxy',
    {
      mediaHost: { hostname, cloudFront: { dns: { route53: { zoneId: "Z1", zoneName: "social.example" } } } },
    },
    {},
  ),
  external("web-endpoint-missing", 'such as "http://127.0.0.1:3902"', {}, { webEndpoint }),
  external(
    "web-endpoint-public",
    'set that address, such as "http://127.0.0.1:3902"',
    { webEndpoint: "http://web.example.org:3902" },
    { webEndpoint },
  ),
  signed(
    "web-endpoint-unused",
    "remove it",
    { signing: "rewrite-host", webEndpoint },
    { signing: "rewrite-host" },
  ),
  [
    "web-endpoint-unused",
    "remove it",
    onMastodon({ mediaHost: { hostname, external: { webEndpoint } } }),
    onMastodon({ mediaHost: { hostname, external: {} } }),
  ],
];
