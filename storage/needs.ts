import type { WriterActions } from "../access/statements";
import type { PublicBy } from "../stores/public-access";

/** The app's needs that decide the policies of the bucket and of the writer. */
export interface PolicyNeeds {
  /** The prefixes that anybody may read from the bucket itself, each ending in "/". */
  publicPrefixes: string[];
  /** The only ranges of addresses from which the public prefixes can be read; undefined if everybody can. */
  publicFrom?: readonly string[];
  /** The prefixes that the app uses and that only the writer may read. All other keys are private too. */
  privatePrefixes: string[];
  /** Whether the app sets an ACL on each object, which then decides who reads it. */
  objectAcls: boolean;
  /** What the media host reads with a permission of its own; undefined if it has none. */
  hostReads?: HostReads;
  /** The writer's permissions. */
  writer: WriterActions;
}

/** What media hosts that can read a private bucket read. Everybody can read it through them. */
export interface HostReads {
  /** The hostnames that the bucket policy lets in, by the ARN of a distribution each; none if the host has credentials of its own. */
  hostnames: string[];
  /** The prefixes, each ending in "/". The bucket may also make them public. */
  prefixes: string[];
}

/** All prefixes that the app uses. */
export function appPrefixes({ publicPrefixes, privatePrefixes, hostReads }: PolicyNeeds): string[] {
  return [...new Set([...publicPrefixes, ...(hostReads?.prefixes ?? []), ...privatePrefixes])];
}

/** What makes objects of the bucket public. */
export function publicBy({ objectAcls, publicPrefixes }: PolicyNeeds): PublicBy {
  if (objectAcls) return "acls";
  return publicPrefixes.length > 0 ? "policy" : "nothing";
}

/** The default number of days after which the parts of unfinished uploads are deleted. */
export const ABORT_UPLOADS_AFTER_DAYS = 7;

/** What an app needs of its bucket: the policies, CORS, the ACL mode and when unfinished uploads are deleted. */
export interface StorageNeeds extends PolicyNeeds {
  /** Whether the app sends an ACL with uploads. A bucket with enforced ownership refuses any ACL, even "private". */
  sendsAcls: boolean;
  /** Days after which the parts of unfinished uploads are deleted. */
  abortUploadsAfterDays: number;
  cors: CorsRule[];
}

export interface CorsRule {
  allowedOrigins: string[];
  allowedMethods: string[];
  allowedHeaders: string[];
  exposeHeaders: string[];
  maxAgeSeconds: number;
}
