/** Warnings that apply to every app. */
import { at } from "../validation/problem";
import { about, type Warning } from "../validation/warning";
import { policyUsers, type Store } from "../stores/store";
import type { BucketSettings } from "./args";
import type { StorageNeeds } from "./needs";
import type { Opened } from "./opened";

/** About the settings of the store, and what the library cannot manage there, so the operator must set it. */
export function storeWarnings(
  { can, isPlainHttp, isService = false, title, warnings = [], publicReads, allowOrigins }: Store,
  { cors, publicPrefixes }: Pick<StorageNeeds, "cors" | "publicPrefixes">,
): Warning[] {
  const origins = cors.flatMap(({ allowedOrigins }) => allowedOrigins);
  const unmanaged = [
    ...(publicReads === undefined || publicPrefixes.length === 0 ? [] : [publicReads]),
    ...((can.bucketPolicy && can.secureTransport) || isPlainHttp || isService
      ? []
      : [
          `${can.bucketPolicy ? `Bucket policies on ${title}` : title} cannot refuse plain http: configure the proxy in front of the server to refuse it or to redirect it to https.`,
        ]),
    ...(can.cors || origins.length === 0
      ? []
      : [
          `The library cannot manage CORS rules on ${title}. ${
            allowOrigins?.(origins) ?? `Allow ${origins.join(", ")} in the settings of the server.`
          }`,
        ]),
  ];
  return [
    ...warnings.map(({ path, message }) => ({ path: at("store", path), message })),
    ...about("store", unmanaged),
  ];
}

/** What the library's policies do not decide about the writer. */
export function writerWarnings({ settings, store }: Opened): Warning[] {
  return [
    ...about("writer.keys.permissionsBoundary", boundaryWarnings(settings)),
    ...about("writer.given", givenKeyWarnings(settings, store)),
  ];
}

function boundaryWarnings({ writer }: BucketSettings): string[] {
  if (writer?.keys?.permissionsBoundary === undefined) return [];
  return [
    "The preview does not evaluate the permissions boundary of the writer's user. Make sure that it allows everything in " +
      "`writer.policy` of the facts. Otherwise AWS denies the app actions that the preview's table shows as allowed.",
  ];
}

/** For a key whose user is not known. */
function givenKeyWarnings({ bucket, writer }: BucketSettings, store: Store): string[] {
  if (writer?.given === undefined || writer.given.principal !== undefined) return [];
  const grant = store.grantCommand?.(bucket);
  if (grant !== undefined) {
    return [
      `The library cannot grant the key of writer.given its permissions on ${store.title}: run \`${grant}\`, with the id of the key.`,
    ];
  }
  const how =
    store.can.iam || policyUsers(store) === undefined
      ? "Grant it `writer.policy` of the facts yourself."
      : "Set `principal`, so that the bucket policy grants them, unless the key belongs to the bucket's owner.";
  return [
    `writer.given has no principal, so the library does not grant the key its permissions, but the preview's table shows them as allowed. ${how}`,
  ];
}
