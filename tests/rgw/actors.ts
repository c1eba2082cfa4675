/** The senders of requests, as users of a server and as principals of a policy. */
import type { Policies, Principal } from "../../access/evaluate";
import type { PolicyDocument } from "../../access/policy";
import type { Credentials } from "./client";
import type { S3Server } from "../s3-servers/s3-server";

export const WHO = [
  "anonymous",
  "writer",
  "owner",
  "another user",
  "writer of another bucket",
  "wrong secret",
  "unknown key",
] as const;
export type Who = (typeof WHO)[number];

/** The keys that a sender signs with; anonymous does not sign. */
export function credentialsOf(
  who: Who,
  server: S3Server,
  writer: Credentials,
  neighbour: Credentials,
): Credentials | undefined {
  switch (who) {
    case "anonymous":
      return undefined;
    case "writer":
      return writer;
    case "owner":
      return server.root;
    case "another user":
      return server.other;
    case "writer of another bucket":
      return neighbour;
    case "wrong secret":
      return { ...writer, secretAccessKey: "w".repeat(writer.secretAccessKey.length) };
    case "unknown key":
      return { ...writer, accessKeyId: "U".repeat(writer.accessKeyId.length) };
  }
}

const ACCOUNT = "111111111111";
const STRANGERS_ACCOUNT = "222222222222";
const EVERYTHING: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
};

/** A writer as a principal, and the policies at its user: none if the bucket policy grants its permissions. */
export interface Writer {
  arn: string;
  policies: PolicyDocument[];
}

/** The principals on AWS, and their policies. Both buckets belong to one account, like those of one operator. */
export function principalOf(
  who: Who,
  { writer, neighbour }: Record<"writer" | "neighbour", Writer>,
): { principal: Principal; identityPolicies: PolicyDocument[] } {
  const aws = (arn: string, accountId: string, identityPolicies: PolicyDocument[]) => ({
    principal: { kind: "aws" as const, arn, accountId },
    identityPolicies,
  });
  switch (who) {
    case "anonymous":
      return { principal: { kind: "anonymous" }, identityPolicies: [] };
    case "writer":
      return aws(writer.arn, ACCOUNT, writer.policies);
    case "writer of another bucket":
      return aws(neighbour.arn, ACCOUNT, neighbour.policies);
    case "owner":
      return aws(`arn:aws:iam::${ACCOUNT}:root`, ACCOUNT, []);
    case "another user":
      // Their own account allows everything, so whatever is denied is denied by this bucket.
      return aws(`arn:aws:iam::${STRANGERS_ACCOUNT}:user/other`, STRANGERS_ACCOUNT, [EVERYTHING]);
    case "wrong secret":
    case "unknown key":
      throw new Error(`${who}: a policy says nothing about signatures that do not hold`);
  }
}

/** The policies that decide about a bucket, for a principal with these policies. */
export function policiesOf(bucketPolicy: PolicyDocument | undefined, own: PolicyDocument[]): Policies {
  return { bucketAccountId: ACCOUNT, identityPolicies: own, ...(bucketPolicy && { bucketPolicy }) };
}
