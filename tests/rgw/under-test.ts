import type { PolicyDocument } from "../../access/policy";
import type { Credentials } from "./client";
import type { Rgw } from "./server";

/** A bucket that exists. */
export interface Bucket {
  name: string;
  policy: PolicyDocument;
  writer: Credentials;
}

/** Two buckets of the one writer's: the one under test, and one with `access: acl`. */
export interface Buckets {
  bucket: Bucket;
  acl: Bucket;
}

/** Makes the buckets under test. Their CORS rules let `https://social.example` read, and nobody else. */
export type MakeBuckets = (rgw: Rgw) => Promise<Buckets>;
