/** Patterns of hostnames, origins and paths. All but those of a label and a path are for editors: they match more than what is valid. */
import { patternCheck } from "./editor-check";

/** The id of an account, a zone, a record or a permission group at Cloudflare. */
export const CLOUDFLARE_ID = /^[0-9a-f]{32}$/;

const LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

/** One label of a hostname. */
export const HOSTNAME_LABEL = new RegExp(`^${LABEL}$`);

/** What editors check of a hostname. */
export const HOSTNAME_CHECK = patternCheck(
  new RegExp(String.raw`^(?=.{1,253}$)(?!(.*\.)?\d+$)${LABEL}(\.${LABEL})+$`),
  'is not a hostname; set only the name, like "media.example.com"',
);

const AUTHORITY = String.raw`https?:\/\/[^\/?#@A-Z\s]+`;
const WITH_DEFAULT_PORT = "https:.*:443$|http:.*:80$";

/** What editors check of an origin without wildcards. */
export const ORIGIN_CHECK = patternCheck(
  new RegExp(String.raw`^(?!${WITH_DEFAULT_PORT}|.*\*)${AUTHORITY}$`),
  'is not an origin; set a scheme and a host, like "https://social.example"',
);

/** What editors check of an origin that may contain one `*`. */
export const WILDCARD_ORIGIN_CHECK = patternCheck(
  new RegExp(String.raw`^(\*|(?!${WITH_DEFAULT_PORT}|.*\*.*\*)${AUTHORITY})$`),
  'is not an origin; set a scheme and a host, like "https://social.example", or "*"',
);

const SEGMENT = String.raw`(?!\.\.?(\/|$))[A-Za-z0-9_.-]+`;

/** A path that is valid in both keys and URLs: no slash at either end, and no "." or ".." segment, which URLs remove. */
export const KEY_PATH = new RegExp(String.raw`^${SEGMENT}(\/${SEGMENT})*$`);
