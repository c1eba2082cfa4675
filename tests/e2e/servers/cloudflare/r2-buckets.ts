import type { Account } from "./account";
import { ApiError, type ApiCall, type Route } from "./api";
import { oneOf, shape, text, type Check } from "./fields";
import type { CorsRule } from "./r2-cors";
import type { CustomDomain } from "./r2-custom-domains";

export interface Bucket {
  name: string;
  jurisdiction: string;
  /** In capitals, as the API answers. */
  location: string;
  storageClass: string;
  createdOn: string;
  /** Keys, which a test puts there: a bucket with any cannot be deleted. */
  objects: Set<string>;
  cors: CorsRule[] | undefined;
  domains: Map<string, CustomDomain>;
}

const JURISDICTIONS = ["default", "eu", "fedramp"];
const STORAGE_CLASSES = ["Standard", "InfrequentAccess"];
const NAME = /^[a-z\d][a-z\d-]{1,61}[a-z\d]$/;
const checkBody = shape(
  { name: text() },
  {
    locationHint: oneOf("apac", "eeur", "enam", "weur", "wnam", "oc"),
    storageClass: oneOf(...STORAGE_CLASSES),
  },
);

/** https://developers.cloudflare.com/api/resources/r2/subresources/buckets/ */
export function r2BucketRoutes(account: Account): Route[] {
  const path = "/accounts/:account/r2/buckets";
  return [
    { method: "POST", path, answer: (call) => ({ result: described(create(account, call)) }) },
    {
      method: "GET",
      path: `${path}/:bucket`,
      answer: (call) => ({ result: described(bucketOf(account, call)) }),
    },
    {
      method: "PATCH",
      path: `${path}/:bucket`,
      answer: (call) => ({ result: described(changeStorageClass(account, call)) }),
    },
    { method: "DELETE", path: `${path}/:bucket`, answer: (call) => ({ result: remove(account, call) }) },
  ];
}

/** The bucket of a route with `:bucket`, which exists in its jurisdiction only. The codes as Wrangler's users report them. */
export function bucketOf(account: Account, call: ApiCall): Bucket {
  account.check(call);
  const bucket = findBucket(account, call.parameters["bucket"]!, jurisdictionOf(call));
  if (!bucket) throw new ApiError(404, 10006, "The specified bucket does not exist.");
  return bucket;
}

export const findBucket = (account: Account, name: string, jurisdiction: string): Bucket | undefined =>
  account.buckets.get(`${jurisdiction}/${name}`);

/** Refuses a body of another shape. https://github.com/cloudflare/workers-sdk/issues/8486 */
export function checkJson(check: Check, body: unknown): void {
  const problem = check(body, "body");
  if (problem !== undefined)
    throw new ApiError(400, 10040, `The JSON you provided was not well formed. (${problem})`);
}

function jurisdictionOf({ headers, query }: ApiCall): string {
  // In the query it has no effect: a request that sends it there means the wrong bucket.
  if (query.has("jurisdiction"))
    throw new ApiError(400, 10026, "the jurisdiction is the header cf-r2-jurisdiction");
  const jurisdiction = headers["cf-r2-jurisdiction"] ?? "default";
  if (typeof jurisdiction !== "string" || !JURISDICTIONS.includes(jurisdiction))
    throw new ApiError(400, 10026, "cf-r2-jurisdiction is not valid");
  return jurisdiction;
}

function create(account: Account, call: ApiCall): Bucket {
  account.check(call);
  checkJson(checkBody, call.body);
  const {
    name,
    locationHint = "weur",
    storageClass = "Standard",
  } = call.body as { name: string; locationHint?: string; storageClass?: string };
  if (!NAME.test(name)) throw new ApiError(400, 10005, "The specified bucket name is not valid.");
  const jurisdiction = jurisdictionOf(call);
  if (findBucket(account, name, jurisdiction))
    throw new ApiError(409, 10004, "The bucket you tried to create already exists, and you own it.");
  const key = `${jurisdiction}/${name}`;
  const location = account.firstLocations.get(key) ?? locationHint.toUpperCase();
  account.firstLocations.set(key, location);
  const bucket: Bucket = {
    ...{ name, jurisdiction, location, storageClass },
    ...{ createdOn: new Date().toISOString(), objects: new Set(), cors: undefined, domains: new Map() },
  };
  account.buckets.set(key, bucket);
  return bucket;
}

function changeStorageClass(account: Account, call: ApiCall): Bucket {
  const bucket = bucketOf(account, call);
  const storageClass = call.headers["cf-r2-storage-class"];
  if (typeof storageClass !== "string" || !STORAGE_CLASSES.includes(storageClass))
    throw new ApiError(400, 10062, "The storage class specified is not valid.");
  bucket.storageClass = storageClass;
  return bucket;
}

/** https://github.com/alchemy-run/distilled/pull/462 */
function remove(account: Account, call: ApiCall): object {
  const { name, jurisdiction, objects } = bucketOf(account, call);
  if (objects.size > 0)
    throw new ApiError(
      409,
      10008,
      `The bucket you tried to delete (${name}) is not empty (account ${account.id}).`,
    );
  account.buckets.delete(`${jurisdiction}/${name}`);
  return {};
}

const described = ({ name, jurisdiction, location, storageClass, createdOn }: Bucket): object => ({
  ...{ name, jurisdiction, location, storage_class: storageClass, creation_date: createdOn },
});
