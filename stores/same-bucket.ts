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
  const [first, second] = [bucketNames(one), bucketNames(other)];
  // `possible` is not compared with `possible`: all buckets of one endpoint have the same hostname, and thus the same of these names.
  return (
    first.given.some((name) => second.given.includes(name) || second.possible.includes(name)) ||
    first.possible.some((name) => second.given.includes(name))
  );
}

/** The buckets that requests to an address may reach, each with its namespace. */
interface BucketNames {
  /** The given bucket, and that in a hostname of AWS. */
  given: string[];
  /** The buckets that the hostname of another server may contain: it is not known which label ends the bucket's name. */
  possible: string[];
}

function bucketNames({ bucket, region, endpoint }: BucketPlace): BucketNames {
  const named = (namespace: string, name: string): string => `${namespace} ${name.toLowerCase()}`;
  if (endpoint === undefined) return { given: [named(partition(region), bucket)], possible: [] };
  const host = canonicalHost(endpoint);
  const aws = awsHost(host);
  if (aws !== undefined) {
    const namespace = partition(aws.region ?? region);
    const buckets = [bucket, ...(aws.bucket === undefined ? [] : [aws.bucket])];
    return { given: buckets.map((name) => named(namespace, name)), possible: [] };
  }
  const labels = host.split(".");
  // `media.s3.example.org` may be the bucket "media" of `s3.example.org`.
  const possible = labels
    .slice(1)
    .map((_, i) => named(`s3 ${labels.slice(i + 1).join(".")}`, labels.slice(0, i + 1).join(".")));
  return { given: [named(`s3 ${host}`, bucket)], possible };
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
