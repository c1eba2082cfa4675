/** Warnings that apply to every app. */
import { docsPage } from "../validation/docs-page";
import type { Store } from "../stores/store";
import { BucketSource, type BucketSettings } from "./args";
import type { Opened } from "./opened";

/** For a bucket that already exists. */
export function adoptionWarnings({ bucket, bucketSource }: BucketSettings): string[] {
  if (bucketSource !== BucketSource.Adopt) return [];
  return [
    `The bucket ${bucket} is adopted with its objects, and \`pulumi up\` replaces its bucket policy, CORS and lifecycle rules. ` +
      `Save them first if you may need them (${docsPage("adopting-a-bucket")}).`,
  ];
}

/** About the settings of the store, and what the library cannot manage there, so the operator must set it. */
export function storeWarnings({ can, isPlainHttp, title, warnings = [] }: Store): string[] {
  return [
    ...warnings,
    ...((can.bucketPolicy && can.secureTransport) || isPlainHttp
      ? []
      : [
          `Bucket policies on ${title} cannot refuse plain http: configure the proxy in front of the server to refuse it or to redirect it to https.`,
        ]),
    ...(can.cors
      ? []
      : [
          `The library cannot manage CORS rules on ${title}: allow the origins of the app's web client in the settings of the server.`,
        ]),
  ];
}

/** What the library's policies do not decide about the writer. */
export function writerWarnings({ settings, store }: Opened): string[] {
  return [...boundaryWarnings(settings), ...givenKeyWarnings(settings, store)];
}

function boundaryWarnings({ writer }: BucketSettings): string[] {
  if (writer?.keys?.permissionsBoundary === undefined) return [];
  return [
    "The preview does not evaluate the permissions boundary of the writer's user. Make sure that it allows everything in " +
      "`writer.policy` of the facts. Otherwise AWS denies the app actions that the preview's table shows as allowed.",
  ];
}

/** For a key whose user is not known. */
function givenKeyWarnings({ writer }: BucketSettings, { can }: Store): string[] {
  if (writer?.given === undefined || writer.given.principal !== undefined) return [];
  const how =
    can.iam || !can.bucketPolicy
      ? "Grant it `writer.policy` of the facts yourself."
      : "Set `principal`, so that the bucket policy grants them, unless the key belongs to the bucket's owner.";
  return [
    `writer.given has no principal, so the library does not grant the key its permissions, but the preview's table shows them as allowed. ${how}`,
  ];
}
