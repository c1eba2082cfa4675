import type { PolicyDocument } from "../../access/policy";
import type { Credentials } from "./client";
import type { Rgw } from "./server";

/** An existing bucket. */
export interface Bucket {
  name: string;
  policy: PolicyDocument;
  writer: Credentials;
}

/** Two buckets of the same writer: the one under test, and, where ACLs decide about objects, one with `access: acl`. */
export interface Buckets {
  bucket: Bucket;
  acl?: Bucket;
}

/** Creates the buckets under test. Their CORS rules allow only `https://social.example`. */
export type MakeBuckets = (rgw: Rgw) => Promise<Buckets>;
