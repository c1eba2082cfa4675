import type { PublicAccessBlock } from "../evaluate";
import type { PolicyDocument } from "../policy";

/** What serves the bucket at a hostname: what the library created, or a proxy that the bucket knows by its addresses. */
export interface MatrixHost {
  hostname: string;
  /** The ranges of addresses from which it asks; undefined if the bucket does not ask for them. */
  addresses?: readonly string[];
  /** The ARN by which the bucket knows it, where it signs its requests; undefined if it asks as anybody does. */
  distributionArn?: string;
  /**
   * Whether it reads with credentials of its own, which may read every object whatever the bucket policy says, as a Worker of Cloudflare
   * does through its binding.
   */
  hasOwnCredentials?: boolean;
  /** The methods that it passes on to the bucket. */
  methods: readonly string[];
  /** The path patterns that it passes on, such as "/accounts/*" or "*". */
  pathPatterns: readonly string[];
}

/** What the matrix is made from. */
export interface MatrixInput {
  bucketArn: string;
  /** The account of the bucket and its writer; before they exist, any 12 digits. */
  accountId: string;
  /** What anybody may read from the bucket itself. */
  publicPrefixes: readonly string[];
  /** What anybody may read through the media hosts. */
  hostPrefixes?: readonly string[];
  /** The media hosts of which the bucket or the library knows what they read, the current one first. */
  hosts?: readonly MatrixHost[];
  privatePrefixes: readonly string[];
  bucketPolicy?: PolicyDocument;
  /** The user or role that the app writes as, with the policies at it. */
  writer: { arn: string; policies: PolicyDocument[] };
  /** Who another principal is, for the notes. Default: a user of another AWS account. */
  otherPrincipal?: string;
  publicAccessBlock: Partial<PublicAccessBlock>;
  /** Whether objects have ACLs of their own: ACL mode. */
  objectAcls: boolean;
}
