import type { PublicAccessBlock } from "../evaluate";
import type { PolicyDocument } from "../policy";

/** What the matrix is made from. */
export interface MatrixInput {
  bucketArn: string;
  /** The account of the bucket and its writer; before they exist, any 12 digits. */
  accountId: string;
  publicPrefixes: readonly string[];
  privatePrefixes: readonly string[];
  bucketPolicy?: PolicyDocument;
  /** The user or role that the app writes as, with the policies at it. */
  writer: { arn: string; policies: PolicyDocument[] };
  publicAccessBlock: Partial<PublicAccessBlock>;
  /** Whether objects have ACLs of their own: ACL mode. */
  objectAcls: boolean;
}
