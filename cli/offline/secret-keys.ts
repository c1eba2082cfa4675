/** Which keys of a stack's config hold secrets. */
import { isSecretName, isSecretParameter } from "../../validation/secret-names";
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

/** Whether a text has a URL with a password, such as that of a database, or with a key in its query. */
function hasUrlSecret(text: string): boolean {
  return (
    /:\/\/[^\s/@]*:[^\s/@]+@/.test(text) ||
    (text.includes("://") &&
      [...text.matchAll(/[?&]([^=&\s]+)=/g)].some(([, name = ""]) => isSecretParameter(name)))
  );
}

/** Whether a value looks like a secret by its key, or has a member that does: it is not refused, but never shown. */
export function looksSecret(key: string, value: unknown): boolean {
  if (isSecretName(key)) return true;
  if (Array.isArray(value)) return value.some((item) => looksSecret("", item));
  if (typeof value === "string")
    return hasUrlSecret(value) || keysIn(value).length > 0 || hasSecretMember(value);
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
