/** Cloudflare R2. */
import * as shapes from "../validation/argument-shapes";
import { docsPage } from "../validation/docs-page";
import { patternCheck } from "../validation/editor-check";
import { CLOUDFLARE_ID } from "../validation/name-patterns";
import { ownMember } from "../validation/own-member";
import { patternRule } from "../validation/pattern-rule";
import type { Reason } from "../validation/problem";
import { argsProblems, type Rules } from "../validation/rules";
import { isMap } from "../validation/shape";
import type { ShapeProblem } from "../validation/shape-problems";
import { R2Jurisdiction, type R2StoreArgs } from "./args";
import type { StoreCapabilities } from "./capabilities";
import { canonicalHost } from "./same-bucket";
import type { CloudflarePlace, Store, StoreDefinition, StorePlace, StoreProduct, UploadRule } from "./store";

/** https://developers.cloudflare.com/r2/api/s3/api/ lists what the S3 API implements, where no other source is named. */
const can: StoreCapabilities = {
  // PutBucketPolicy is not implemented. Tokens decide who may do what.
  bucketPolicy: false,
  // PutObjectAcl and PutBucketAcl are not implemented.
  objectAcls: false,
  // Not implemented, and neither is the public access block.
  ownershipControls: false,
  publicAccessBlock: false,
  blockPublicAcls: false,
  blockPublicPolicies: false,
  // A condition of a bucket policy.
  secureTransport: false,
  // https://developers.cloudflare.com/r2/buckets/cors/
  cors: true,
  // R2 has rules, but the provider cannot delete them: the resource's deletion does nothing
  // (internal/services/r2_bucket_lifecycle in https://github.com/cloudflare/terraform-provider-cloudflare).
  lifecycle: false,
  // PutBucketTagging is not implemented, and x-amz-tagging is answered with 501 (https://github.com/supabase/storage/issues/670).
  tags: false,
  objectTags: false,
  // https://developers.cloudflare.com/r2/api/tokens/: a token's id and the SHA-256 of its value are a key pair.
  writerKeys: true,
  // Tokens are neither users nor roles, and have no boundary.
  iam: false,
  vpcEndpoints: false,
  // A token's condition on addresses applies to every request, so it would refuse presigned URLs in browsers too.
  sourceAddress: false,
  publicAddressesOnly: false,
  ipVersionsApart: true,
  // The permission group allows reading, writing, listing and deleting in the whole bucket.
  batchDeleteOnBucket: false,
  // https://developers.cloudflare.com/r2/objects/multipart-objects/: all parts but the last have one size.
  unequalParts: false,
  // The SDKs' default checksums and trailers are not all supported (https://github.com/aws/aws-sdk-ruby/issues/3174).
  sdkChecksums: false,
  // The API answers only at the host of the account; own hostnames need a custom domain or a Worker:
  // https://developers.cloudflare.com/r2/buckets/public-buckets/
  foreignHosts: false,
  // https://developers.cloudflare.com/r2/api/workers/workers-api-usage/
  workers: true,
};

/** "Workers R2 Storage Bucket Item Write": https://developers.cloudflare.com/r2/api/tokens/#permissions */
export const BUCKET_ITEM_WRITE = "2efd5506f9c8494dacb1fa10a3e7d5b6";

/** https://developers.cloudflare.com/r2/objects/multipart-objects/: the rule that every new bucket has. */
const UPLOADS_END_AFTER_DAYS = 7;

const DOMAIN = "r2.cloudflarestorage.com";

/** The host of the S3 API: a bucket with a jurisdiction exists only at the host of that jurisdiction. */
function hostOf({ accountId, jurisdiction }: CloudflarePlace): string {
  return [accountId, ...(jurisdiction === undefined ? [] : [jurisdiction]), DOMAIN].join(".");
}

/** The word that Cloudflare's API has for the jurisdiction of a bucket without one. */
export function jurisdictionWord({ jurisdiction = "default" }: CloudflarePlace): string {
  return jurisdiction;
}

/** What to do where R2 is meant. */
export const SET_R2 = "set `r2: { accountId: ... }`";

/** Whether the name of a store means R2: "cloudflare", "cloudflareR2", "cloudflare_r2", "R2". */
export const isR2 = (name: string): boolean => /^(r2|cloudflare([\s_-]?r2)?)$/i.test(name);

/** Where the buckets of a store on R2 are, for the resources of Cloudflare. */
export function cloudflarePlace({ cloudflare, title }: Store): CloudflarePlace {
  if (cloudflare === undefined) throw new Error(`bug: ${title} is not at Cloudflare`);
  return cloudflare;
}

function bucketNameProblems(name: string): Reason[] {
  if (!name.includes(".")) return [];
  return [{ code: "bucket-name-dot", message: 'contains a dot, which R2 does not allow; use "-" instead' }];
}

function endUnfinishedUploads(bucket: string, _: Store, { days }: UploadRule): string {
  return (
    `In Cloudflare's dashboard open R2, ${bucket}, Settings, Object lifecycle rules, and change the rule that aborts incomplete ` +
    `multipart uploads to ${days} days.`
  );
}

export const r2: StoreProduct = {
  name: "r2",
  title: "R2",
  page: docsPage("cloudflare-r2"),
  can,
  bucketNameProblems,
  bucketNameCheck: patternCheck(/^[^.]*$/, "is not valid on R2: it contains a dot"),
  policyLimits: {},
  isService: true,
  // Neither PutBucketVersioning nor ListObjectVersions is implemented.
  hasVersions: false,
  otherPrincipal:
    "a token of another Cloudflare account; other tokens of the bucket's own account can have rights on all its buckets",
  // https://rclone.org/s3/#cloudflare-r2
  rcloneProvider: "Cloudflare",
  endsUploadsAfterDays: UPLOADS_END_AFTER_DAYS,
  endUnfinishedUploads,
};

const ACCOUNT_HELP =
  "32 digits of 0-9 and a-f, which the dashboard shows as the account ID (R2, Overview, and in the URL after dash.cloudflare.com/)";

const RULES: Rules<R2StoreArgs> = [
  { at: "*", instead: derivedReason },
  {
    at: "accountId",
    instead: ({ code }) =>
      code === "missing-member"
        ? { code, message: `is missing; set the id of the account: ${ACCOUNT_HELP}` }
        : undefined,
  },
  {
    at: "accountId",
    reasons: accountProblems,
    editor: patternCheck(CLOUDFLARE_ID, `is not the id of a Cloudflare account; set its ${ACCOUNT_HELP}`),
  },
  { at: "jurisdiction", instead: jurisdictionReason },
  patternRule(
    "permissionGroupId",
    "permission-group-id",
    CLOUDFLARE_ID,
    "is not the id of a permission group; set its 32 digits of 0-9 and a-f, or remove it",
  ),
];

/** Settings that other stores have, and that follow from the others here. */
const DERIVED: Readonly<Record<string, string>> = {
  endpoint: "accountId and jurisdiction decide it",
  region: "it is always auto",
  server: "it is always R2",
  pathStyle: "the bucket is always in the path",
};

function derivedReason({ steps }: ShapeProblem): Reason | undefined {
  const name = String(steps.at(-1));
  const why = ownMember(DERIVED, name);
  if (why !== undefined) {
    return { code: "unknown-member", message: `cannot be set on R2, because ${why}; remove it` };
  }
  if (!/^(api_?)?(token|key)$/i.test(name)) return undefined;
  const message =
    "is not set here; remove it, and run `pulumi config set --secret cloudflare:apiToken`, or set CLOUDFLARE_API_TOKEN";
  return { code: "unknown-member", message };
}

function accountProblems(accountId: string): Reason[] {
  if (CLOUDFLARE_ID.test(accountId)) return [];
  // The endpoint, as the dashboard shows it, or the id in capitals.
  const [id] = /(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/.exec(accountId.toLowerCase()) ?? [];
  const remedy = id === undefined ? `set its ${ACCOUNT_HELP}` : `change it to "${id}"`;
  return [{ code: "cloudflare-account-id", message: `is not the id of a Cloudflare account; ${remedy}` }];
}

/** Words of Cloudflare's API that are no jurisdiction of a bucket's S3 endpoint. */
function jurisdictionReason({ value }: ShapeProblem): Reason | undefined {
  if (value === "default") {
    return { code: "unknown-value", message: 'is "default", which means no jurisdiction; remove it' };
  }
  if (value !== "us") return undefined;
  const message =
    'is "us", for which Cloudflare documents no S3 endpoint, so no app could reach the bucket; remove it (`location: enam` or `wnam` asks for North America)';
  return { code: "unknown-value", message };
}

/** The jurisdiction in the host of an endpoint; undefined if there is none. */
export function placeOfHost(host: string): CloudflarePlace | undefined {
  const [, accountId, jurisdiction] =
    /^(?:[^.]+\.)?([0-9a-f]{32})(?:\.(eu|fedramp))?\.r2\.cloudflarestorage\.com$/.exec(host) ?? [];
  return accountId === undefined ? undefined : { accountId, ...(jurisdiction && { jurisdiction }) };
}

/** Any region is accepted: clients of other stores' guides set "us-east-1", which is the same here. */
function placeProblems({
  endpoint = "",
}: StorePlace): ReturnType<StoreDefinition<R2StoreArgs>["placeProblems"]> {
  const place = placeOfHost(canonicalHost(endpoint));
  if (place !== undefined) return argsProblems({ shape: shapes.R2StoreArgs, rules: RULES }, place, "");
  const form = hostOf({ accountId: "<account id>" });
  const message = `is not an endpoint of R2; use https://${form}, with the account's 32 digits of 0-9 and a-f`;
  return [{ code: "cloudflare-account-id", path: "endpoint", message }];
}

function open(settings: R2StoreArgs): Store {
  const { accountId, jurisdiction } = settings;
  const place = { accountId, ...(jurisdiction !== undefined && { jurisdiction }) };
  const host = hostOf(place);
  const endpoint = `https://${host}`;
  return {
    kind: "r2",
    region: "auto",
    partition: "aws",
    endpoint,
    isPlainHttp: false,
    host,
    pathStyle: true,
    virtualHostOnly: false,
    bucketArn: undefined,
    bucketUrl: (bucket) => `${endpoint}/${bucket}`,
    cloudflare: place,
    // Spread last: V8 takes 20 times as long to add members to the copy of a large object.
    ...r2,
  };
}

export const r2Definition: StoreDefinition<R2StoreArgs> = {
  inWords: "`r2: { accountId: ... }`",
  products: [r2],
  needsAccount: true,
  peerPackage: "@pulumi/cloudflare",
  // Pulumi reaches R2 by the stack's provider for Cloudflare: each resource names its account.
  credentials: undefined,
  rules: RULES,
  recognize: () => ({ at: "store.r2" }),
  productOf: () => r2,
  addressing: () => ({ pathStyle: true, virtualHostOnly: false }),
  // A name is unique in an account and jurisdiction. It is the namespace of an S3-compatible server with R2's endpoint.
  namespace(settings) {
    const { accountId, jurisdiction } = isMap(settings) ? settings : {};
    const isKnown = Object.values(R2Jurisdiction).some((one) => one === jurisdiction);
    return `s3 ${hostOf({ accountId: String(accountId), ...(isKnown && { jurisdiction: String(jurisdiction) }) })}`;
  },
  ownsEndpoint: (endpoint) => endpoint !== undefined && canonicalHost(endpoint).endsWith(`.${DOMAIN}`),
  placeProblems,
  open,
};
