import type { PolicyDocument } from "../../access/policy";
import type { Credentials } from "./client";
import type { Rgw } from "./server";

/** A bucket that exists, and all that decides who may do what with it. */
export interface Bucket {
  name: string;
  policy: PolicyDocument;
  writer: {
    credentials: Credentials;
    arn: string;
    /** The policies at the user; none when its rights come with the bucket policy. */
    policies: PolicyDocument[];
  };
}

/** Makes the bucket under test. Its CORS rules let `https://social.example` read, and nobody else. */
export type MakeBucket = (rgw: Rgw) => Promise<Bucket>;
