/** FNV-1a, 32 bits, as 8 hex digits. That is enough to distinguish bucket names of one account with the same beginning. */
export function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
