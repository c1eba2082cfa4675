/** From the path of a URL to the key of a public object. */

/** R2's limit, in bytes of UTF-8. R2 answers a longer key with an error. https://developers.cloudflare.com/r2/platform/limits/ */
const LONGEST_KEY = 1024;

/** The key at a path such as "/accounts/a%20b.png"; undefined if it is not the key of a public object. */
export function publicKey(pathname: string, prefixes: readonly string[]): string | undefined {
  const key = decoded(pathname.slice(1));
  if (key === undefined || hasOddPart(key)) return undefined;
  if (new TextEncoder().encode(key).length > LONGEST_KEY) return undefined;
  return prefixes.some((prefix) => key.startsWith(prefix)) ? key : undefined;
}

/** The path of a key, with one spelling for each key: the cache and the legacy host get this one, whatever the reader sent. */
export function pathOfKey(key: string): string {
  return `/${key.split("/").map(encodeURIComponent).join("/")}`;
}

/**
 * Whether a server could take the path for that of another key. R2 takes a key as it is, but most web servers decode the path and then
 * resolve "." and "..", some after they have decoded it twice.
 */
export function isAmbiguous(key: string): boolean {
  let current = key;
  for (let round = 0; round < 3; round++) {
    if (hasOddPart(current)) return true;
    current = decodedDelimiters(current);
  }
  return hasOddPart(current);
}

/** Whether a key has an empty part, a part that means a folder, a backslash or a zero byte. No key of an app has one. */
function hasOddPart(key: string): boolean {
  return (
    /[\\\0]/.test(key) || key.split("/").some((part) => ["", ".", ".."].includes(part.split(";")[0] ?? ""))
  );
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    // Not UTF-8, as no key is.
    return undefined;
  }
}

/** Only what can end or change a part of a path; "%" alone, or "%zz", is a character like others. */
function decodedDelimiters(path: string): string {
  return path
    .replace(/%25/g, "%")
    .replace(/%2e/gi, ".")
    .replace(/%2f/gi, "/")
    .replace(/%3b/gi, ";")
    .replace(/%5c/gi, "\\")
    .replace(/%00/g, "\0");
}
