/** What can be wrong with a media host for this bucket, whatever the app. */
import { hostedStoreProblems, mediaHostProblems } from "../hosts";
import { regionOf, storeProductOf } from "../stores";
import { at, type Problem } from "../validation/problem";
import { isMap, type Members } from "../validation/shape";

/** All problems of the argument `mediaHost` of settings that have not been checked. */
export function mediaHostArgProblems(settings: Members, path: string): Problem[] {
  const { mediaHost, store } = settings;
  const where = at(path, "mediaHost");
  const product = storeProductOf(store);
  return [
    ...mediaHostProblems(mediaHost, where),
    ...(product === undefined ? [] : hostedStoreProblems(mediaHost, product, regionOf(store), where)),
    ...logsInMediaBucket(settings, where),
  ];
}

/** The app deletes what it does not know, and the logs would be below no prefix that it knows. */
function logsInMediaBucket({ bucket, mediaHost }: Members, path: string): Problem[] {
  const cloudFront = isMap(mediaHost) ? mediaHost["cloudFront"] : undefined;
  const logs = isMap(cloudFront) ? cloudFront["logs"] : undefined;
  if (!isMap(logs) || logs["bucket"] === undefined || logs["bucket"] !== bucket) return [];
  const message =
    "is the media bucket, which refuses the ACLs that CloudFront writes logs with; use another bucket";
  return [{ code: "logs-is-media", path: at(path, "cloudFront.logs.bucket"), message }];
}
