/** Rules about the media host of a bucket, for every app. */
import { MEDIA_HOST_RULES, storeHostArgsProblems, storeHostProblems } from "../hosts";
import type { MediaHostArgs } from "../hosts/args";
import { regionOf, storeOf, storeProductOf } from "../stores";
import { storeHosts } from "../stores/store";
import { nested, type Finding, type Rules } from "../validation/rules";
import { ifSound } from "../validation/sound-part";
import type { BucketSettings } from "./args";
import { ADDRESSES_RULES } from "./validate-addresses";

type Settings = Pick<BucketSettings, "bucket" | "store"> & { mediaHost?: MediaHostArgs };

/** The rules about the argument `mediaHost` of every app. */
export const STORAGE_HOST_RULES: Rules<Settings> = [
  nested("mediaHost", MEDIA_HOST_RULES),
  ...ADDRESSES_RULES,
  {
    at: "mediaHost",
    findings(settings) {
      const product = storeProductOf(settings.store);
      const region = ifSound(() => regionOf(settings.store));
      return product === undefined ? [] : storeHostProblems(settings.mediaHost, product, region);
    },
  },
  {
    at: "mediaHost",
    findings({ mediaHost, store }) {
      const product = storeProductOf(store);
      return product === undefined || mediaHost === undefined
        ? []
        : storeHostArgsProblems(mediaHost, product);
    },
  },
  {
    at: "mediaHost.external.dns.route53",
    code: "dns-store",
    when: ({ mediaHost, store }) => {
      const product = storeProductOf(store);
      return (
        mediaHost?.external?.dns?.route53 !== undefined &&
        product !== undefined &&
        product.hasRoute53 !== true
      );
    },
    message: ({ store }) =>
      `is only supported with a store on AWS, because the program's keys for ${storeProductOf(store)?.title} are not keys for Route 53; set \`manual: {}\` and create the record yourself, or use a zone at Cloudflare`,
  },
  {
    // The app deletes files that it does not know, and it would not know the logs.
    at: "mediaHost.cloudFront.logs.bucket",
    code: "logs-is-media",
    when: ({ bucket, mediaHost }) => mediaHost?.cloudFront?.logs?.bucket === bucket,
    message:
      "is the media bucket, which refuses the ACLs that CloudFront writes logs with; use another bucket",
  },
];

/** Rules about how a media host fits the other settings, for apps whose old files can be at another host. */
export const LAST_STORAGE_HOST_RULES: Rules<Settings> = [
  { at: "mediaHost.legacy.hostname", findings: legacyBucketProblems },
];

/** A legacy host that is the bucket itself: it does not have the files that the bucket lacks. */
function legacyBucketProblems({ bucket, store, mediaHost }: Settings): Finding[] {
  const { hostname, path } = mediaHost?.legacy ?? {};
  if (hostname === undefined) return [];
  const hosts = storeHosts(storeOf(store));
  const isStore = hosts.includes(hostname);
  if (isStore && path === undefined) {
    const message = `"${hostname}" is the store's host without a bucket; set \`path\` to the name of the old bucket, or remove legacy`;
    return [{ code: "legacy-is-bucket", message }];
  }
  const isInPath = isStore && `${path}/`.startsWith(`${bucket}/`);
  if (!isInPath && !hosts.some((host) => hostname === `${bucket}.${host}`)) return [];
  const message = `"${hostname}" is the host of the bucket itself, where no other files are; set the hostname that still serves the old files, or remove legacy`;
  return [{ code: "legacy-is-bucket", message }];
}
