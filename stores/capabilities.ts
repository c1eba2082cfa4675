/** What a kind of store can do, each cell with its source. */
export interface StoreCapabilities {
  /** Whether an object's own ACL can decide who reads it. */
  objectAcls: boolean;
}

export const STORES = {
  aws: {
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html (with BucketOwnerPreferred)
    objectAcls: true,
  },
} as const satisfies Record<string, StoreCapabilities>;
