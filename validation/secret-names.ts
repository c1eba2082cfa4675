/**
 * Recognizes names of secrets by their words. There are three functions: an exact one, for names whose whole value is masked, and
 * broader ones, for uses where masking too much does no harm.
 */

const NAMED_KEY = "(?:access|api|auth|private|secret|service)_?key";
const WORD = "secret|token|passphrase|credential";

// Only the end counts: `keyPrefix`, `tokenUrl` and `monkeys` are not secrets.
const SECRET_NAME = new RegExp(`(?:${NAMED_KEY}|${WORD}|credentials|password|passwd|(?:^|:)key)$`, "i");
const SECRET_PLACE = new RegExp(`${NAMED_KEY}|${WORD}|passw`, "i");
const SECRET_PARAMETER = new RegExp(`${SECRET_PLACE.source}|key|sig|auth`, "i");

/** Whether a name ends like that of a secret, of whatever provider: `datadog:apiKey`, `postgresql:password`, `x:clientSecret`. */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name);

/** Whether a path or name has a word of a secret anywhere. The caller also looks at the value. */
export const mentionsSecret = (path: string): boolean => SECRET_PLACE.test(path);

/** Whether the value of a URL's query parameter is to be hidden, such as that of `X-Amz-Signature`, `sig` or `apikey`. */
export const isSecretParameter = (name: string): boolean => SECRET_PARAMETER.test(name);
