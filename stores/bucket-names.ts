/** What is wrong with a bucket's name, by the rules of the store that it is to live in. */
import type { Reason } from "../validation/problem";
import { isMap } from "../validation/shape";
import { regionProblems } from "./aws";
import { storeKind } from "./problems";

type Rules = (name: string, region: string | undefined) => Reason[];

/** By `aws` or the server. */
const RULES = new Map<string | undefined, Rules>([
  ["aws", awsProblems],
  ["ceph", cephProblems],
]);

/** `store` has not been checked; of one that is unknown only the rules count that all stores share. */
export function bucketNameProblems(name: string, store: unknown): Reason[] {
  if (name === "")
    return [{ code: "bucket-name-length", message: "is empty; a bucket name has 3 to 63 characters" }];
  const aws = isMap(store) ? store["aws"] : undefined;
  const region = isMap(aws) ? aws["region"] : undefined;
  const own = RULES.get(storeKind(store)) ?? (() => []);
  const problems = (one: string): Reason[] => [
    ...sharedProblems(one),
    ...own(one, typeof region === "string" ? region : undefined),
  ];
  if (!/[A-Z]/.test(name)) return problems(name);
  const small = name.toLowerCase();
  const instead = problems(small).length === 0 ? `write "${small}"` : "write small letters";
  return [{ code: "bucket-name-capitals", message: `contains capitals; ${instead}` }, ...problems(name)];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, but for dots; RGW keeps to them by default. */
function sharedProblems(name: string): Reason[] {
  const problems: Reason[] = [];
  if (name.length < 3 || name.length > 63) {
    const characters = `${name.length} character${name.length === 1 ? "" : "s"}`;
    problems.push({ code: "bucket-name-length", message: `has ${characters}; a bucket name has 3 to 63` });
  }
  if (/[^A-Za-z0-9.-]/.test(name)) {
    problems.push({ code: "bucket-name-characters", message: 'may contain only a-z, 0-9 and "-"' });
  }
  if (/^[^a-zA-Z0-9]|[^a-zA-Z0-9]$/.test(name)) {
    problems.push({ code: "bucket-name-ends", message: "must begin and end with a letter or a digit" });
  }
  return problems;
}

const RESERVED_PREFIXES = ["xn--", "sthree-", "amzn-s3-demo-"];
const RESERVED_SUFFIXES = ["-s3alias", "--ol-s3", "--x-s3", "--table-s3"];

function awsProblems(name: string, region: string | undefined): Reason[] {
  const problems: Reason[] = [];
  if (name.includes(".")) {
    const message =
      'contains a dot; the certificate of *.s3.REGION.amazonaws.com covers one label only, so https to such a bucket fails: write "-" instead, and copy what an existing bucket holds into the new one with the runbook s3-to-s3 (docs/bucket-name.md)';
    problems.push({ code: "bucket-name-dot", message });
  }
  for (const prefix of RESERVED_PREFIXES) {
    if (!name.startsWith(prefix)) continue;
    problems.push({
      code: "bucket-name-reserved-prefix",
      message: `begins with "${prefix}", which S3 reserves`,
    });
  }
  for (const suffix of RESERVED_SUFFIXES) {
    if (!name.endsWith(suffix)) continue;
    problems.push({
      code: "bucket-name-reserved-suffix",
      message: `ends with "${suffix}", which S3 reserves`,
    });
  }
  return [...problems, ...namespaceProblems(name, region)];
}

/**
 * The region in a name of AWS's account-regional namespace, `<name>-<account id>-<region>-an`; undefined for any other name
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html).
 */
export function accountRegionalRegion(name: string): string | undefined {
  const [, region] = /^.+-\d{12}-([a-z]{2,4}-[a-z-]+-\d)-an$/.exec(name) ?? [];
  return region !== undefined && regionProblems(region).length === 0 ? region : undefined;
}

function namespaceProblems(name: string, region: string | undefined): Reason[] {
  if (!name.endsWith("-an")) return [];
  const named = accountRegionalRegion(name);
  if (named === undefined) {
    const message =
      'ends with "-an", which S3 reserves for names of the form <name>-<12-digit account id>-<region>-an, which only that account can use there; write such a name, or another ending';
    return [{ code: "bucket-name-reserved-suffix", message }];
  }
  if (region === undefined || region === named || regionProblems(region).length > 0) return [];
  const right = name.replace(/[a-z]{2,4}-[a-z-]+-\d-an$/, `${region}-an`);
  const message = `names the region ${named}, and the bucket is to live in ${region}, where S3 refuses the name; write "${right}", or change store.aws.region`;
  return [{ code: "bucket-name-region", message }];
}

/** The first parts of RGW's paths that are not buckets: its admin API and its Swift API. */
const RGW_APIS = ["admin", "swift", "auth"];

/**
 * The rules of `rgw relaxed s3 bucket names = false`, the default (valid_s3_bucket_name in src/rgw/rgw_rest_s3.h); each is
 * measured on 16.2.15 by tests/rgw/bucket-names.test.ts. A name that AWS reserves is a name like any other.
 */
function cephProblems(name: string): Reason[] {
  if (/^\d+(\.\d+){3}$/.test(name)) {
    return [{ code: "bucket-name-address", message: "has the form of an IP address; write another name" }];
  }
  if (RGW_APIS.includes(name)) {
    return [{ code: "bucket-name-api", message: "is the path of an API of RGW's own; write another name" }];
  }
  if (!/\.\.|\.-|-\./.test(name)) return [];
  return [{ code: "bucket-name-dot", message: 'has a dot beside another dot or a "-"; write one of them' }];
}

/**
 * A dotted name in front of the server's host: no wildcard certificate covers two labels, and the SDKs of all apps then put
 * the bucket into the path whatever they are told (measured with those for Ruby, Python and JavaScript), so the URLs would
 * not be those that the env block and the facts name. Over plain http they do as they are told.
 */
export function dottedHostProblems(bucket: unknown, store: unknown): Reason[] {
  const s3 = isMap(store) ? store["s3"] : undefined;
  if (!isMap(s3) || s3["pathStyle"] !== false || typeof bucket !== "string" || !bucket.includes("."))
    return [];
  if (typeof s3["endpoint"] !== "string" || !s3["endpoint"].startsWith("https:")) return [];
  const message = `is false, but over https clients put a bucket with a dot ("${bucket}") into the path, because a wildcard certificate covers one label only; remove it`;
  return [{ code: "store-virtual-host-dots", message }];
}
