/** What the policies of the bucket and of the writer are made of. */
export interface PolicyNeeds {
  /** The prefixes that anybody may read, each ending in "/". */
  publicPrefixes: string[];
  /** The prefixes that the app uses and that nobody but the writer may read. All other keys are as private as these. */
  privatePrefixes: string[];
  /** Whether the app sets an ACL on each object, which then decides who reads it. */
  objectAcls: boolean;
  /** The writer's actions on objects and on the bucket; apart, since an action never matches the other's ARN. */
  writer: { objectActions: string[]; bucketActions: string[] };
}

/** What an app needs of an object store: the only thing that `components` knows of an app besides its env block. */
export interface StorageNeeds extends PolicyNeeds {
  cors: CorsRule[];
  warnings: string[];
}

export interface CorsRule {
  allowedOrigins: string[];
  allowedMethods: string[];
  allowedHeaders: string[];
  exposeHeaders: string[];
  maxAgeSeconds: number;
}
