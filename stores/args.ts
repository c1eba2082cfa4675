/** A bucket on AWS S3. */
export interface AwsStoreArgs {
  /** The bucket's region, such as "eu-central-1". It cannot change later. */
  region: string;
}

/** Where the bucket lives: exactly one of the members. */
export interface StoreArgs {
  /** On AWS S3. */
  aws?: AwsStoreArgs;
}
