/** Recognizes config keys and values that are secrets. */
import { isSecretName, isSecretParameter } from "../../validation/secret-names";
import { isCloudflareId, keysIn } from "../../validation/secret-texts";
import { isMap } from "../project/yaml-text";

/** Secret config keys of the providers, from their schemas. The id of an access key is not a secret. */
const OF_PROVIDERS = new Set([
  "aws:secretKey",
  "aws:token",
  "cloudflare:apiKey",
  "cloudflare:apiToken",
  "cloudflare:apiUserServiceKey",
]);

/** Whether a value with this key must be encrypted. */
export function isSecretInPlainText(key: string, project: string): boolean {
  if (key.startsWith(`${project}:`)) return /(SecretAccessKey|SessionToken)$/.test(key);
  return OF_PROVIDERS.has(key);
}

/** Whether a text contains a URL with a password or with a key in its query. */
function hasUrlSecret(text: string): boolean {
  return (
    /:\/\/[^\s/@]*:[^\s/@]+@/.test(text) ||
    (text.includes("://") &&
      [...text.matchAll(/[?&]([^=&\s]+)=/g)].some(([, name = ""]) => isSecretParameter(name)))
  );
}

/** Whether a value or a member of it looks like a secret. Such a value is accepted, but never shown. */
export function looksSecret(key: string, value: unknown): boolean {
  if (isSecretName(key)) return true;
  if (Array.isArray(value)) return value.some((item) => looksSecret("", item));
  if (typeof value === "string" && !isCloudflareId(key, value))
    return hasUrlSecret(value) || keysIn(value).length > 0 || hasSecretMember(value);
  return (
    isMap(value) &&
    ("secure" in value || Object.entries(value).some(([name, item]) => looksSecret(name, item)))
  );
}

/** A map may also be given as JSON text. */
function hasSecretMember(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    return looksSecret("", JSON.parse(text));
  } catch {
    return false;
  }
}
