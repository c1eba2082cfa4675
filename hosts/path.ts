import { isKeyPath } from "../validation/names";
import type { Rule } from "../validation/rules";

/** The rule about a path that stands before the key in a URL. */
export const PATH_RULE: Rule<{ path?: string }> = {
  at: "path",
  code: "media-host-path",
  isValid: isKeyPath,
  message:
    'must contain only letters, digits, "_", "." and "-", without a slash at either end; change it or remove it',
};
