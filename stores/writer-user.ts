/**
 * The name of the writer's IAM user. It is unique in the account, because bucket names are unique in all of AWS. IAM allows 64
 * characters: a longer name is shortened and gets a checksum.
 */
export function writerUserName(bucket: string): string {
  const suffix = "-writer";
  if (bucket.length + suffix.length <= 64) return bucket + suffix;
  return `${bucket.slice(0, 48)}-${checksum(bucket)}${suffix}`;
}

/** FNV-1a, 32 bits, as 8 hex digits. That is enough to distinguish bucket names of one account with the same beginning. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
