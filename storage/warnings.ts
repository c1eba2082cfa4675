/** What an operator should know of a storage, whatever the app. */
import { docsPage } from "../validation/docs-page";
import type { Store } from "../stores/store";
import { BucketSource, type BucketSettings } from "./args";
import type { Opened } from "./opened";

/** Of a bucket that exists already. */
export function adoptionWarnings({ bucket, bucketSource }: BucketSettings): string[] {
  if (bucketSource !== BucketSource.Adopt) return [];
  return [
    `${bucket} is adopted as it is, and its bucket policy, CORS and lifecycle rules are replaced by the component's ` +
      `(${docsPage("adopting-a-bucket")}). Save them first if they are not yours.`,
  ];
}

/** Of the store: what cannot be managed there and has to be set by hand. */
export function storeWarnings({ can, isPlainHttp, title }: Store): string[] {
  return [
    ...(can.secureTransport || isPlainHttp
      ? []
      : [
          `No bucket policy can refuse plain http on ${title}: refuse it, or redirect it to https, in the proxy before the server.`,
        ]),
    ...(can.cors
      ? []
      : [
          `CORS rules cannot be managed on ${title}: allow the origins of the app's web client in the settings of the server.`,
        ]),
  ];
}

/** Of who writes: what the policies here do not decide. */
export function writerWarnings({ settings, store }: Opened): string[] {
  return [...boundaryWarnings(settings), ...givenKeyWarnings(settings, store)];
}

function boundaryWarnings({ writer }: BucketSettings): string[] {
  if (writer?.keys?.permissionsBoundary === undefined) return [];
  return [
    "The permissions boundary of the writer's user is not evaluated here: it must allow what `writer.policy` in the facts says, " +
      "or the app is denied what the preview's table shows as granted.",
  ];
}

/** Of a key whose user nobody named. */
function givenKeyWarnings({ writer }: BucketSettings, { can }: Store): string[] {
  if (writer?.given === undefined || writer.given.principal !== undefined) return [];
  const how = can.iam
    ? "`writer.policy` in the facts is what it needs."
    : "Name its `principal`, so that the bucket policy grants them, unless the key is that of the bucket's owner.";
  return [
    `The writer's key is given without a principal: its rights are yours to grant, and the preview's table shows them as granted. ${how}`,
  ];
}
