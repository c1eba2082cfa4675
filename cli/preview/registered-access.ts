/** What the resources of a storage let anybody do, out of their inputs. */
import type { MatrixHost, MatrixInput } from "../../access/matrix/input";
import type { PolicyDocument } from "../../access/policy";
import { bucketArn, document, writer } from "../../access/statements";
import { DISTRIBUTION, type Registration } from "../offline/registration";
import { ownMember } from "../../validation/own-member";
import { revealed, UNKNOWN } from "../offline/values";
import {
  bucketDomainHost,
  currentFirst,
  matrixHosts,
  workerHosts,
  type DistributionInputs,
  type WorkerInputs,
} from "./matrix-hosts";

type Inputs = Record<string, unknown>;

/** What is found at resources of a type. */
interface Found {
  bucketPolicies?: PolicyDocument[];
  blocks?: MatrixInput["publicAccessBlock"][];
  writerPolicies?: PolicyDocument[];
  distributions?: DistributionInputs[];
  /** Media hosts of other kinds, which read with credentials of their own. */
  hosts?: MatrixHost[];
}

/** A policy is a secret if one of its principals is. */
const policyIn = (inputs: Inputs): PolicyDocument =>
  JSON.parse(revealed(inputs["policy"]) as string) as PolicyDocument;
const writerPolicy = (inputs: Inputs): Found => ({ writerPolicies: [policyIn(inputs)] });
/** A token's permission group lets it read, write, delete and list, as the policy of an IAM user would say it. */
function tokenPolicy(inputs: Inputs): PolicyDocument {
  const [{ resources }] = inputs["policies"] as [{ resources: string }];
  const buckets = Object.keys(JSON.parse(resources) as object).map(
    (resource) => resource.split("_").at(-1) ?? "",
  );
  const actions = {
    objectActions: [
      "s3:GetObject",
      "s3:PutObject",
      "s3:DeleteObject",
      "s3:AbortMultipartUpload",
      "s3:ListMultipartUploadParts",
    ],
    bucketActions: ["s3:ListBucket"],
  };
  return document(
    buckets.flatMap((bucket) => writer(bucketArn(bucket), actions, { batchDeleteOnBucket: false })),
  );
}
const nothing = (): Found => ({});

/**
 * The types of resources that a storage has, and what each says about access. A type without a row is reported in the preview, so a
 * new kind of store or media host cannot be left out of the table unseen.
 */
const ACCESS_BY_TYPE: ReadonlyMap<string, (inputs: Inputs) => Found> = new Map([
  ["aws:s3/bucketPolicy:BucketPolicy", (inputs) => ({ bucketPolicies: [policyIn(inputs)] })],
  ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", (inputs) => ({ blocks: [inputs] })],
  ["aws:iam/userPolicy:UserPolicy", writerPolicy],
  ["aws:iam/rolePolicy:RolePolicy", writerPolicy],
  ["cloudflare:index/accountToken:AccountToken", (inputs) => ({ writerPolicies: [tokenPolicy(inputs)] })],
  [DISTRIBUTION, (inputs) => ({ distributions: [inputs as unknown as DistributionInputs] })],
  [
    "cloudflare:index/workersScript:WorkersScript",
    (inputs) => ({ hosts: workerHosts(inputs as unknown as WorkerInputs) }),
  ],
  [
    "cloudflare:index/r2CustomDomain:R2CustomDomain",
    (inputs) => ({ hosts: [bucketDomainHost(inputs["domain"] as string)] }),
  ],
  ...[
    "aws:acm/certificate:Certificate",
    "aws:acm/certificateValidation:CertificateValidation",
    "aws:cloudfront/cachePolicy:CachePolicy",
    "aws:cloudfront/function:Function",
    "aws:cloudfront/originAccessControl:OriginAccessControl",
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
    "aws:iam/accessKey:AccessKey",
    "aws:iam/user:User",
    "aws:route53/record:Record",
    "aws:s3/bucket:Bucket",
    "aws:s3/bucketAcl:BucketAcl",
    "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    "aws:s3/bucketVersioning:BucketVersioning",
    "cloudflare:index/dnsRecord:DnsRecord",
    "cloudflare:index/r2Bucket:R2Bucket",
    "cloudflare:index/r2BucketCors:R2BucketCors",
    "cloudflare:index/workersCustomDomain:WorkersCustomDomain",
    "pulumi:providers:aws",
    "random:index/randomBytes:RandomBytes",
    "random:index/randomId:RandomId",
  ].map((type): [string, () => Found] => [type, nothing]),
]);

export interface RegisteredAccess {
  bucketPolicy?: PolicyDocument;
  publicAccessBlock: MatrixInput["publicAccessBlock"];
  /** The policies of the writer's user or role. */
  writerPolicies: PolicyDocument[];
  /** What the library makes to serve the bucket; that of the current hostname first. */
  hosts: MatrixHost[];
}

/** What the children of a storage say together; `hostname` is the current one of its media host. */
export function registeredAccess(children: readonly Registration[], hostname?: string): RegisteredAccess {
  const found = children.map(({ type, inputs }) => ACCESS_BY_TYPE.get(type)?.(inputs) ?? {});
  const all = <M extends keyof Found>(member: M): NonNullable<Found[M]>[number][] =>
    found.flatMap((one) => (one[member] ?? []) as NonNullable<Found[M]>[number][]);
  const [bucketPolicy] = all("bucketPolicies");
  const [publicAccessBlock = {}] = all("blocks");
  return {
    ...(bucketPolicy && { bucketPolicy }),
    publicAccessBlock,
    writerPolicies: all("writerPolicies"),
    hosts: [
      ...matrixHosts(all("distributions"), bucketPolicy, hostname),
      ...currentFirst(all("hosts"), hostname),
    ],
  };
}

/** The inputs that `ACCESS_BY_TYPE` reads. */
const READ_INPUTS = [
  "policy",
  "aliases",
  "origins",
  "defaultCacheBehavior",
  "orderedCacheBehaviors",
  "bindings",
  "domain",
  "blockPublicAcls",
  "blockPublicPolicy",
  "ignorePublicAcls",
  "restrictPublicBuckets",
];

/** The names of the children that say about access what is not known offline, such as a policy with an unknown principal. */
export function unknownAccess(children: readonly Registration[]): string[] {
  const isUnknown = (input: unknown): boolean => {
    const value = revealed(input);
    return value === UNKNOWN || (Array.isArray(value) && value.includes(UNKNOWN));
  };
  return children
    .filter(({ type }) => ACCESS_BY_TYPE.get(type) !== nothing && ACCESS_BY_TYPE.has(type))
    .filter(({ inputs }) => READ_INPUTS.some((name) => isUnknown(ownMember(inputs, name))))
    .map(({ name }) => name);
}

/** For children that the table of access leaves out. */
export function unknownAccessWarnings(children: readonly Registration[]): string[] {
  return children
    .filter(({ type }) => !ACCESS_BY_TYPE.has(type))
    .map(
      ({ type, name }) =>
        `The table of access leaves out "${name}" (${type}), because this version does not know what such a resource lets anybody do: check it yourself.`,
    );
}
