import { checksum } from "../validation/checksum";

/**
 * The name of the writer's IAM user. It is unique in the account, because bucket names are unique in all of AWS. IAM allows 64
 * characters: a longer name is shortened and gets a checksum.
 */
export function writerUserName(bucket: string): string {
  const suffix = "-writer";
  if (bucket.length + suffix.length <= 64) return bucket + suffix;
  return `${bucket.slice(0, 48)}-${checksum(bucket)}${suffix}`;
}
