/** Messages quote what is wrong. What may be a secret at the wrong place is taken out of them here, whichever check quotes it. */
import type { Problem } from "../problems/problem";

/** The problems of a config, without what in the config may be a password, a token or a key. */
export function withoutSecrets(problems: Problem[], config: unknown): Problem[] {
  if (problems.length === 0) return problems;
  const hidden = hiddenIn(config, "", new Map());
  if (hidden.size === 0) return problems;
  // A long one first, since a short one may be a part of it.
  const replacements = [...hidden].sort(([a], [b]) => b.length - a.length);
  return problems.map((problem) => ({
    ...problem,
    message: replacements.reduce((text, [secret, mask]) => text.replaceAll(secret, mask), problem.message),
  }));
}

const MASK = "...";

/** What is not to be shown, each with what is shown in its place. */
function hiddenIn(value: unknown, path: string, found: Map<string, string>): Map<string, string> {
  if (typeof value === "string") {
    for (const [secret, mask] of secretsOf(value, path)) {
      found.set(secret, mask);
      // Some messages have it in quotes, as JSON.
      found.set(JSON.stringify(secret).slice(1, -1), mask);
    }
  } else if (typeof value === "object" && value !== null) {
    const isList = Array.isArray(value);
    for (const [name, member] of Object.entries(value))
      hiddenIn(member, isList ? path : `${path}.${name}`, found);
  }
  return found;
}

/** Where a key, or what gives access otherwise, is expected or might be by its name. */
const PLACE_OF_SECRETS = /\.writer\.|secret|token|passw|credential|(access|api|private)_?key/i;
/** Shorter ones are names, such as those of slots. */
const SHORTEST = 12;
/** Names of words, addresses and endpoints, which stand beside a key and which a message has to repeat. */
const NO_KEY = /^(?:[a-z]+(?:[-_.][a-z0-9]{1,8})*|(?=.*[.:])[0-9a-f.:]+(?:\/\d+)?|vpce-[0-9a-f]+)$/;

function* secretsOf(text: string, path: string): Generator<[secret: string, mask: string]> {
  // An ARN may have an "@" and a "?" that mean something else.
  if (text.startsWith("arn:")) return;
  if (PLACE_OF_SECRETS.test(path) && text.length >= SHORTEST && !NO_KEY.test(text)) yield [text, MASK];
  const [, scheme = "", userinfo = ""] = /^([a-z][a-z0-9+.-]*:\/\/)?([^]*)(?:@|%40)/i.exec(text) ?? [];
  const hasQuery = /^[a-z][a-z0-9+.-]*:\/\/|=/i.test(text);
  const [, query = ""] = (hasQuery ? /[?#]([^]*)$/.exec(text) : null) ?? [];
  if (userinfo === "" && query === "") return;
  // The whole too, since a part that is short could be anywhere in a message.
  yield [
    text,
    [userinfo, query].reduce((rest, part) => (part === "" ? rest : rest.replace(part, () => MASK)), text),
  ];
  // A word before an "@" is a name as in an address of mail, and may be a part of any message.
  const password = scheme !== "" || userinfo.includes(":") ? userinfo : "";
  for (const part of [password, query]) if (part.length >= 4) yield [part, MASK];
}
