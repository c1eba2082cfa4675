/** Which keys of a stack's config hold secrets. */
import { keysIn } from "../../validation/secret-texts";
import { isMap } from "../project/yaml-text";

/** Those of the providers in use; their own schemas have them as secrets. The id of a key is not one. */
const OF_PROVIDERS = new Set([
  "aws:secretKey",
  "aws:token",
  "cloudflare:apiKey",
  "cloudflare:apiToken",
  "cloudflare:apiUserServiceKey",
]);

/** Whether a value under this key has to be encrypted. */
export function isSecretInPlainText(key: string, project: string): boolean {
  if (key.startsWith(`${project}:`)) return /(SecretAccessKey|SessionToken)$/.test(key);
  return OF_PROVIDERS.has(key);
}

// A name that ends like one of a secret, of whatever provider: `datadog:apiKey`, `postgresql:password`, `x:clientSecret`.
const SECRET_NAME =
  /(secret|secret_?key|access_?key|api_?key|private_?key|service_?key|auth_?key|token|password|passphrase|passwd|credentials?|(^|:)key)$/i;

/** A URL with a password, such as that of a database, or with a key in its query. */
const HAS_PASSWORD =
  /:\/\/(?:[^\s/@]*:[^\s/@]+@|\S*[?&][^=&\s]*(?:key|secret|token|passw|signature)[^=&\s]*=)/i;

/** Whether a value looks like a secret by its key, or has a member that does: it is not refused, but never shown. */
export function looksSecret(key: string, value: unknown): boolean {
  if (SECRET_NAME.test(key)) return true;
  if (Array.isArray(value)) return value.some((item) => looksSecret("", item));
  if (typeof value === "string")
    return HAS_PASSWORD.test(value) || keysIn(value).length > 0 || hasSecretMember(value);
  return (
    isMap(value) &&
    ("secure" in value || Object.entries(value).some(([name, item]) => looksSecret(name, item)))
  );
}

/** A map may also stand there as JSON. */
function hasSecretMember(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    return looksSecret("", JSON.parse(text));
  } catch {
    return false;
  }
}
