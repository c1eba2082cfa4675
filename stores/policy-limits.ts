/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html ("limited to 20 KB in size") */
export const AWS_BUCKET_POLICY_BYTES = 20_480;

/** Of servers that document no limit. */
export const UNDOCUMENTED_POLICY_LIMITS = {
  bucket: {
    most: AWS_BUCKET_POLICY_BYTES,
    unit: "bytes",
    of: "a bucket policy on AWS, which is also the limit here",
  },
} as const;
