/** The statements that this library writes, each with its one reason. */
import { CLOUDFRONT } from "./cloudfront";
import { list } from "./lists";
import type { ConditionBlock, PolicyDocument, Statement } from "./policy";

/** The partition of a region: ARNs of one never match in another. */
export function partition(region: string): "aws" | "aws-cn" | "aws-us-gov" | "aws-eusc" {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  if (region.startsWith("eusc-")) return "aws-eusc";
  return "aws";
}

/** The ARN of a bucket, known before the bucket is: policies are checked before anything is created. */
export function bucketArn(bucket: string, region = ""): string {
  return `arn:${partition(region)}:s3:::${bucket}`;
}

/** A policy document of these statements. */
export function document(statements: Statement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

/** The name of the statement of `publicRead`. */
const PUBLIC_READ = "PublicRead";

/** MinIO stores "*" as { AWS: ["*"] }, so that writing "*" shows a difference in every preview. */
const EVERYONE = { AWS: "*" };

const onlyFrom = (addresses: readonly string[]): ConditionBlock => ({
  IpAddress: { "aws:SourceIp": [...addresses] },
});

/**
 * Everyone may read objects below these prefixes and nothing else: no list, no other key. With `addresses` only requests from these
 * ranges may: as a condition, and not as a Deny, which would end presigned URLs as well.
 */
export function publicRead(
  arn: string,
  prefixes: readonly string[],
  addresses?: readonly string[],
): Statement {
  return {
    Sid: PUBLIC_READ,
    Effect: "Allow",
    Principal: EVERYONE,
    Action: "s3:GetObject",
    Resource: prefixes.map((prefix) => `${arn}/${prefix}*`),
    ...(addresses && { Condition: onlyFrom(addresses) }),
  };
}

/**
 * The ranges of a statement that `publicRead` made for some addresses only; undefined for every other statement. The name is not
 * enough: where the library makes no such statement, an operator's own can have it.
 */
export function publicReadAddresses({ Sid, Principal, Condition }: Statement): readonly string[] | undefined {
  const addresses = list(Condition?.["IpAddress"]?.["aws:SourceIp"]);
  const ours = { Sid: PUBLIC_READ, Principal: EVERYONE, Condition: onlyFrom(addresses) };
  return JSON.stringify({ Sid, Principal, Condition }) === JSON.stringify(ours) ? addresses : undefined;
}

/** Whether it is a statement of `publicRead` for some addresses only. */
export function isLimitedToAddresses(statement: Statement): boolean {
  return publicReadAddresses(statement) !== undefined;
}

/** The name of the statement of `cloudFrontRead`. */
export const CLOUDFRONT_READ = "CloudFrontRead";

/**
 * The distributions of CloudFront with these ARNs may read objects below these prefixes and nothing else. CloudFront names the
 * distribution in aws:SourceArn; without the condition anybody's distribution could read (the confused deputy). No s3:ListBucket: a
 * distribution that may list answers "/" with the list unless it has a root object
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html).
 */
export function cloudFrontRead(
  arn: string,
  prefixes: readonly string[],
  distributionArns: readonly string[],
): Statement {
  const [only = "", ...others] = distributionArns;
  return {
    Sid: CLOUDFRONT_READ,
    Effect: "Allow",
    Principal: { Service: CLOUDFRONT },
    Action: "s3:GetObject",
    Resource: prefixes.map((prefix) => `${arn}/${prefix}*`),
    Condition: {
      StringEquals: { "aws:SourceArn": others.length === 0 ? only : [...distributionArns] },
    },
  };
}

/** Signed requests and private objects do not travel in clear text. */
export function denyInsecureTransport(arn: string): Statement {
  return {
    Sid: "DenyInsecureTransport",
    Effect: "Deny",
    Principal: EVERYONE,
    Action: "s3:*",
    Resource: [arn, `${arn}/*`],
    // AWS always has the key, so `Bool` would do there; Ceph has it on https only, where IfExists denies as it should.
    Condition: { BoolIfExists: { "aws:SecureTransport": "false" } },
  };
}

/** What a writer may do, as names of S3 actions: `s3:PutObject`. An action never matches the ARN of the other kind. */
export interface WriterActions {
  objectActions: readonly string[];
  bucketActions: readonly string[];
  /** The prefixes of the objects that the object actions are needed for, each ending in "/"; without them every object. */
  prefixes?: readonly string[];
}

/** From where a writer's key works for everything but reads: from one of these is enough. */
export interface WriterPlaces {
  /** Address ranges, such as "203.0.113.0/24". */
  cidrs?: readonly string[];
  /** Ids of VPC endpoints. */
  vpcEndpoints?: readonly string[];
}

const FROM = /^Writer[A-Za-z]+From(Addresses|Endpoints)$/;

/** Whether it is a statement of `writer` that holds at certain places only. */
export function isLimitedToPlaces({ Sid = "", Condition }: Statement): boolean {
  return Condition !== undefined && FROM.test(Sid);
}

/** One statement for each kind of place, because two conditions in one statement must both match. */
function conditionsOf({ cidrs = [], vpcEndpoints = [] }: WriterPlaces): [suffix: string, ConditionBlock][] {
  const limits = [
    ["FromAddresses", "IpAddress", "aws:SourceIp", cidrs],
    ["FromEndpoints", "StringEquals", "aws:SourceVpce", vpcEndpoints],
  ] as const;
  return limits
    .filter(([, , , places]) => places.length > 0)
    .map(([suffix, operator, key, places]) => [suffix, { [operator]: { [key]: [...new Set(places)] } }]);
}

/** Browsers follow presigned links, from anywhere. */
export const isReadByBrowsers = (action: string): boolean => action === "s3:GetObject";

/**
 * What the app does with the bucket: object actions on the objects and bucket actions on the bucket, since swapped ARNs
 * never match. With `batchDeleteOnBucket` for stores that ask for s3:DeleteObject on the bucket before they delete many; with
 * `places` all but reads are allowed at these places only.
 */
export function writer(
  arn: string,
  { objectActions, bucketActions, prefixes }: WriterActions,
  { batchDeleteOnBucket }: { batchDeleteOnBucket: boolean } = { batchDeleteOnBucket: false },
  places: WriterPlaces = {},
): Statement[] {
  const conditions = conditionsOf(places);
  const on = (Sid: string, actions: readonly string[], Resource: string | string[]): Statement[] =>
    // AWS refuses an empty list of actions.
    actions.length === 0 ? [] : [{ Sid, Effect: "Allow", Action: [...actions], Resource }];
  const objects = prefixes?.map((prefix) => `${arn}/${prefix}*`) ?? [`${arn}/*`];
  const isBatched = (action: string): boolean => batchDeleteOnBucket && action === "s3:DeleteObject";
  const isAnywhere = (action: string): boolean => conditions.length > 0 && isReadByBrowsers(action);
  // As one ARN where it is one: that is how AWS shows it.
  const onObjects = objects.length === 1 ? (objects[0] ?? "") : objects;
  const limited = [
    ...on(
      "WriterObjects",
      objectActions.filter((action) => !isBatched(action) && !isAnywhere(action)),
      onObjects,
    ),
    ...on("WriterDeletes", objectActions.filter(isBatched), [arn, ...objects]),
    ...on("WriterBucket", bucketActions, arn),
  ];
  if (conditions.length === 0) return limited;
  return [
    ...on("WriterReads", objectActions.filter(isAnywhere), onObjects),
    ...conditions.flatMap(([suffix, Condition]) =>
      limited.map((statement) => ({ ...statement, Sid: `${statement.Sid ?? ""}${suffix}`, Condition })),
    ),
  ];
}
