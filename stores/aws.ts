/** AWS S3. */
import { docsPage } from "../validation/docs-page";
import { EXAMPLE_ACCOUNT } from "../access/accounts";
import { awsPrincipalReason } from "../access/lint/principals";
import { bucketArn, partition } from "../access/statements";
import * as shapes from "../validation/argument-shapes";
import { patternCheck } from "../validation/editor-check";
import { nearest } from "../validation/nearest";
import type { Reason } from "../validation/problem";
import { argsProblems, type Rules } from "../validation/rules";
import { isMap } from "../validation/shape";
import { about } from "../validation/warning";
import type { AwsStoreArgs } from "./args";
import { AWS_REGIONS } from "./aws-regions";
import type { StoreCapabilities } from "./capabilities";
import { AWS_BUCKET_POLICY_BYTES } from "./policy-limits";
import { awsPolicyRules } from "./policy-rules/aws";
import { reservedNameCheck, reservedNameProblems, type ReservedNames } from "./reserved-names";
import type { Store, StoreDefinition, StoreProduct } from "./store";
import { unknownRegionWarning } from "./unknown-region";

const can: StoreCapabilities = {
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
  bucketPolicy: true,
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html (ACLs apply with BucketOwnerPreferred)
  objectAcls: true,
  ownershipControls: true,
  // .../access-control-block-public-access.html
  publicAccessBlock: true,
  blockPublicAcls: true,
  blockPublicPolicies: true,
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-securetransport
  secureTransport: true,
  // .../ManageCorsUsing.html
  cors: true,
  // .../object-lifecycle-mgmt.html
  lifecycle: true,
  // .../CostAllocTagging.html
  tags: true,
  // .../object-tagging.html
  objectTags: true,
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users.html
  writerKeys: true,
  iam: true,
  // .../example-bucket-policies-vpc-endpoint.html
  vpcEndpoints: true,
  // "the requester's IP address", which is not a header that the requester sends:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip
  sourceAddress: true,
  // aws:SourceIp is the public address, and it is absent for requests through a VPC endpoint:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip
  publicAddressesOnly: true,
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
  ipVersionsApart: true,
  // DeleteObjects needs the permission on each object: .../using-with-s3-policy-actions.html
  batchDeleteOnBucket: false,
  // .../checking-object-integrity.html
  sdkChecksums: true,
  // The certificate is for amazonaws.com, and S3 reads another name in the Host header as the name of a bucket:
  // .../VirtualHosting.html
  foreignHosts: false,
  // https://developers.cloudflare.com/workers/runtime-apis/bindings/: a binding is to a bucket on R2.
  workers: false,
  // A part has at least 5 MiB: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
  unequalParts: true,
};

/** The DNS suffix of each partition (https://docs.aws.amazon.com/general/latest/gr/s3.html). */
function dnsSuffix(region: string): string {
  if (region.startsWith("cn-")) return "amazonaws.com.cn";
  if (region.startsWith("eusc-")) return "amazonaws.eu";
  return "amazonaws.com";
}

/** The host of path-style URLs and of the S3 API: `s3.eu-central-1.amazonaws.com`. */
export function s3Host(region: string): string {
  return `s3.${region}.${dnsSuffix(region)}`;
}

const ISOLATED = /^[a-z]{2}-iso/;
/** The form of the code of a region that is not isolated. */
const REGION = /^(?![a-z]{2}-iso)[a-z]{2,4}(-[a-z]+)+-\d$/;
/** The regions that messages and editors propose. */
const PROPOSED_REGIONS = AWS_REGIONS.filter((region) => !ISOLATED.test(region));

export function regionProblems(region: string): Reason[] {
  // Their hosts and ARNs have other suffixes, which this library does not know.
  if (ISOLATED.test(region)) {
    const message =
      "is a region of an isolated partition, which is not supported; use a region of another partition";
    return [{ code: "store-region-isolated", message }];
  }
  if (REGION.test(region)) return [];
  if (/^[a-z]{2,4}(-[a-z]+)+-\d[a-z]$/.test(region)) {
    const message = `is an availability zone; change it to the region "${region.slice(0, -1)}"`;
    return [{ code: "store-region-zone", message }];
  }
  const near = nearRegion(region);
  const remedy = near === undefined ? 'set a region code, such as "eu-central-1"' : `did you mean "${near}"?`;
  return [{ code: "store-region-unknown", message: `is not an AWS region; ${remedy}` }];
}

/** AWS opens new regions before the SDK knows them. `setting` is the path of the region. */
export function regionWarnings(setting: string, region: string): string[] {
  if (AWS_REGIONS.includes(region)) return [];
  const whose = "@pulumi/aws did not know";
  return [unknownRegionWarning(setting, region, { whose, opener: "AWS", near: nearRegion(region) })];
}

/** The region that somebody probably means; undefined if there is none. */
function nearRegion(text: string): string | undefined {
  const written = text.toLowerCase().replace(/[\s_]+/g, "-");
  return PROPOSED_REGIONS.find((region) => written.includes(region)) ?? nearest(written, PROPOSED_REGIONS);
}

const RESERVED: ReservedNames = {
  prefixes: ["xn--", "sthree-", "amzn-s3-demo-"],
  suffixes: ["-s3alias", "--ol-s3", "--x-s3", "--table-s3"],
};

const BUCKET_NAME_CHECK = reservedNameCheck(
  RESERVED,
  "[^.]*$",
  "is not valid on AWS: it contains a dot, or a beginning or an end that S3 reserves",
);

function bucketNameProblems(name: string, region: string | undefined): Reason[] {
  const problems: Reason[] = [];
  if (name.includes(".")) {
    const message = `contains a dot, so https fails, because the certificate of *.s3.REGION.amazonaws.com covers only one label; use "-" instead (the runbook s3-to-s3 moves the files of an existing bucket: ${docsPage("bucket-name")})`;
    problems.push({ code: "bucket-name-dot", message });
  }
  return [...problems, ...reservedNameProblems(name, RESERVED, "S3"), ...namespaceProblems(name, region)];
}

/**
 * The region in a name of AWS's account-regional namespace, `<name>-<account id>-<region>-an`; undefined for other names
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
      'ends with "-an", which S3 reserves for names of the form <name>-<12-digit account id>-<region>-an; use that form, or another ending';
    return [{ code: "bucket-name-reserved-suffix", message }];
  }
  if (region === undefined || region === named || regionProblems(region).length > 0) return [];
  const right = name.replace(/[a-z]{2,4}-[a-z-]+-\d-an$/, `${region}-an`);
  const message = `contains the region ${named}, but the bucket is in ${region}, where S3 refuses this name; change it to "${right}", or change store.aws.region`;
  return [{ code: "bucket-name-region", message }];
}

/**
 * CloudFront exists in the main partition only, but for a service of its own in China
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Introduction.html).
 */
function cloudFrontProblems(region: string | undefined): Reason[] {
  if (region === undefined || partition(region) === "aws") return [];
  const message = `cannot serve a bucket in ${region}, because CloudFront does not exist in the partition ${partition(region)}; set \`external: {}\` and use your own proxy or CDN`;
  return [{ code: "cloudfront-partition", message }];
}

/** The bucket policy allows the writer to write, so the writer must be one user or role, never everybody. */
function userProblems(arn: string): Reason[] {
  if (
    /^arn:aws[a-z-]*:(iam|sts)::\d{12}:(user|role|assumed-role)\/[^*?$\s]+$/.test(arn) &&
    awsPrincipalReason(arn) === undefined
  )
    return [];
  const message = `is not the ARN of a user or role; set one such as "${USER}"`;
  return [{ code: "writer-principal", message }];
}

const USER = `arn:aws:iam::${EXAMPLE_ACCOUNT}:user/mastodon`;

export const aws: StoreProduct = {
  name: "aws",
  title: "AWS",
  can,
  bucketNameProblems,
  bucketNameCheck: BUCKET_NAME_CHECK,
  createdInNamespace: (bucket) =>
    accountRegionalRegion(bucket) === undefined ? undefined : "account-regional",
  user: { example: USER, problems: userProblems },
  policyRules: awsPolicyRules,
  policyLimits: {
    bucket: { most: AWS_BUCKET_POLICY_BYTES, unit: "bytes", of: "a bucket policy on AWS" },
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (all inline policies of a user together)
    user: { most: 2_048, unit: "characters", of: "the policies inside an IAM user" },
    // The same page (all inline policies of a role together).
    role: { most: 10_240, unit: "characters", of: "the policies inside an IAM role" },
  },
  hasRoute53: true,
  cloudFrontProblems,
  rcloneProvider: "AWS",
};

const rules: Rules<AwsStoreArgs> = [
  {
    at: "region",
    instead: ({ code }) =>
      code === "missing-member"
        ? { code, message: 'is missing; set a region, such as "eu-central-1"' }
        : undefined,
  },
  {
    at: "region",
    reasons: regionProblems,
    editor: {
      ...patternCheck(REGION, 'is not an AWS region; set a region code, such as "eu-central-1"'),
      suggestions: PROPOSED_REGIONS,
    },
  },
];

function open({ region }: AwsStoreArgs): Store {
  const host = s3Host(region);
  return {
    kind: "aws",
    region,
    // One provider serves all regions.
    resourceRegion: region,
    partition: partition(region),
    isPlainHttp: false,
    host,
    pathStyle: false,
    virtualHostOnly: false,
    bucketArn: aws.can.bucketPolicy ? (bucket) => bucketArn(bucket, region) : undefined,
    bucketUrl: (bucket) => `https://${bucket}.${host}`,
    warnings: about("aws.region", regionWarnings("store.aws.region", region)),
    // Spread last: V8 takes 20 times as long to add members to the copy of a large object.
    ...aws,
    // The host that botocore uses for us-east-1 without an endpoint.
    ...(region === "us-east-1" && { globalHost: "s3.amazonaws.com" }),
  };
}

export const awsDefinition: StoreDefinition<AwsStoreArgs> = {
  inWords: '`aws: { region: "eu-central-1" }`',
  products: [aws],
  credentials: undefined,
  rules,
  recognize: () => ({ at: "store.aws" }),
  productOf: () => aws,
  addressing: () => ({ pathStyle: false, virtualHostOnly: false }),
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html
  namespace(settings) {
    const region = isMap(settings) ? settings["region"] : undefined;
    return partition(typeof region === "string" ? region : "");
  },
  ownsEndpoint: (endpoint) => endpoint === undefined,
  meantRegion: (region) => (AWS_REGIONS.includes(region) ? undefined : nearRegion(region)),
  placeProblems: ({ region }) => argsProblems({ shape: shapes.AwsStoreArgs, rules }, { region }, ""),
  open,
};
