import { KEY_PATH } from "../validation/name-patterns";
import { patternRule } from "../validation/pattern-rule";
import type { Rule } from "../validation/rules";

/** The rule about a path that stands before the key in a URL. */
export const PATH_RULE: Rule<{ path?: string }> = patternRule(
  "path",
  "media-host-path",
  KEY_PATH,
  'must contain only letters, digits, "_", "." and "-", without a slash at either end; change it or remove it',
);
