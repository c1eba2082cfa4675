/** What can be wrong with a media host for this bucket, whatever the app. */
import { MEDIA_HOST_RULES, storeHostProblems } from "../hosts";
import type { MediaHostArgs } from "../hosts/args";
import { regionOf, storeProductOf } from "../stores";
import { nested, type Rules } from "../validation/rules";
import { ifSound } from "../validation/sound-part";
import type { BucketSettings } from "./args";

type Settings = Pick<BucketSettings, "bucket" | "store"> & { mediaHost?: MediaHostArgs };

/** The rules about the argument `mediaHost` of every app. */
export const STORAGE_HOST_RULES: Rules<Settings> = [
  nested("mediaHost", MEDIA_HOST_RULES),
  {
    at: "mediaHost",
    findings(settings) {
      const product = storeProductOf(settings.store);
      const region = ifSound(() => regionOf(settings.store));
      return product === undefined ? [] : storeHostProblems(settings.mediaHost, product, region);
    },
  },
  {
    // The app deletes what it does not know, and the logs would be below no prefix that it knows.
    at: "mediaHost.cloudFront.logs.bucket",
    code: "logs-is-media",
    when: ({ bucket, mediaHost }) => mediaHost?.cloudFront?.logs?.bucket === bucket,
    message:
      "is the media bucket, which refuses the ACLs that CloudFront writes logs with; use another bucket",
  },
];
