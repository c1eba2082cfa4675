/** Recognizes whether two addresses of a bucket lead to the same bucket. */
import { partition } from "../access/statements";
import { embeddedIpv4 } from "../validation/ipv6";
import { isLoopback } from "../validation/loopback";
import { parseUrl } from "../validation/url";

/** The hostname in its canonical form: `URL` uses lower case, Punycode and one form of an IP address. */
export function canonicalHost(endpoint: string): string {
  const url = endpoint.includes("://") ? endpoint : `https://${endpoint}`;
  const host = parseUrl(url)?.hostname ?? endpoint.toLowerCase();
  const bare = host.replace(/\.$/, "");
  const name = embeddedIpv4(bare) ?? bare;
  return isLoopback(name) ? "localhost" : name;
}

/** A bucket and its address. */
export interface BucketPlace {
  bucket: string;
  region: string;
  /** The URL of the S3 API; usually undefined on AWS. */
  endpoint?: string;
}

/**
 * Whether both lead to the same bucket. The endpoints may differ in scheme, port, capitals and a dot at the end, and may be any of
 * AWS's hosts (regional, dual-stack, FIPS, accelerated, VPC) or the bucket's own host. Different names of one server (a CNAME, an IP
 * address) cannot be recognized.
 */
export function isSameBucket(one: BucketPlace, other: BucketPlace): boolean {
  const names = bucketNames(other);
  return bucketNames(one).some((name) => names.includes(name));
}

/** All buckets, with their namespaces, that requests to this address may reach: the given one, or one in the hostname. */
function bucketNames({ bucket, region, endpoint }: BucketPlace): string[] {
  const named = (namespace: string, name: string): string => `${namespace} ${name.toLowerCase()}`;
  if (endpoint === undefined) return [named(partition(region), bucket)];
  const host = canonicalHost(endpoint);
  const aws = awsHost(host);
  if (aws !== undefined) {
    const namespace = partition(aws.region ?? region);
    return [bucket, ...(aws.bucket === undefined ? [] : [aws.bucket])].map((name) => named(namespace, name));
  }
  const labels = host.split(".");
  // `media.s3.example.org` may be the bucket "media" of `s3.example.org`. It is not known which label ends the bucket's name.
  const inHost = labels
    .slice(1)
    .map((_, i) => named(`s3 ${labels.slice(i + 1).join(".")}`, labels.slice(0, i + 1).join(".")));
  return [named(`s3 ${host}`, bucket), ...inHost];
}

/** The bucket and the region in a hostname of AWS (https://docs.aws.amazon.com/general/latest/gr/s3.html). */
export function awsHost(host: string): { bucket?: string; region?: string } | undefined {
  const [, rest] = /^(.*)\.amazonaws\.(?:com|com\.cn|eu)$/.exec(host) ?? [];
  if (rest === undefined) return undefined;
  const labels = rest.split(".");
  // A bucket's name may contain such a label, so the last one is used.
  const service = labels.map((label) => /^s3(-|$)/.test(label)).lastIndexOf(true);
  if (service < 0) return undefined;
  const region = labels
    .slice(service)
    .join(".")
    .match(/(?:^s3-(?:fips-|website-)?|\.)([a-z]{2,4}(?:-[a-z]+)+-\d)(?:\.|$)/)?.[1];
  const bucket = labels
    .slice(0, service)
    .join(".")
    // The host of an interface endpoint: BUCKET.bucket.vpce-ID.s3.REGION.vpce.amazonaws.com.
    .replace(/(^|\.)(bucket|accesspoint|control)\.vpce-[^.]+$/, "");
  return { ...(bucket !== "" && { bucket }), ...(region !== undefined && { region }) };
}
