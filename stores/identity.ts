/** Whether two buckets of one name are one bucket. */
import { partition } from "../access/statements";
import { isLoopback } from "../problems/loopback";
import { isMap } from "../problems/shape";
import { parseUrl } from "../problems/url";

/**
 * Where a bucket's name is unique: stores with the same namespace have one bucket of a name. `store` has not been checked.
 * On AWS it is the partition (https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html); elsewhere it is
 * the server's host: scheme and port do not count, since one server usually listens on several ports. Two names or
 * addresses of one server cannot be recognized.
 */
export function bucketNamespace(store: unknown): string {
  const { aws, s3 } = isMap(store) ? store : {};
  if (isMap(s3)) {
    const { endpoint } = s3;
    return `s3 ${typeof endpoint === "string" ? canonicalHost(endpoint) : ""}`;
  }
  const region = isMap(aws) ? aws["region"] : undefined;
  // A store with problems counts as AWS's main partition, so that a shared bucket is reported beside them.
  return partition(typeof region === "string" ? region : "");
}

/** The host as clients resolve it: `URL` writes small letters, Punycode and one form of an IP address. */
function canonicalHost(endpoint: string): string {
  const url = endpoint.includes("://") ? endpoint : `https://${endpoint}`;
  const host = parseUrl(url)?.hostname ?? endpoint.toLowerCase();
  const name = host.replace(/\.$/, "");
  return isLoopback(name) ? "localhost" : name;
}
