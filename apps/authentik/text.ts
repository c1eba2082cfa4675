/**
 * What to give authentik as a variable's value so that it sees this text: it decodes every value that is JSON, so
 * digits become a number and `true` a boolean. A JSON string of the text is decoded to the text
 * (`update_from_env` in https://github.com/goauthentik/authentik, authentik/lib/config.py).
 */
export function authentikText(text: string): string {
  return isJson(text) ? JSON.stringify(text) : text;
}

/** Why authentik cannot be given this text at all; undefined where it can. Its `parse_uri` looks at decoded values too. */
export function authentikTextProblem(text: string): string | undefined {
  return /^\s*(file|env):/i.test(text)
    ? 'begins with "file:" or "env:", which authentik replaces with the content of that file or variable'
    : undefined;
}

/** Python's reader also knows the numbers `NaN` and `Infinity`. That too much counts as JSON does no harm. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text.replace(/-?\b(NaN|Infinity)\b/g, "0"));
    return true;
  } catch {
    return false;
  }
}
