import { checkEntries, noncharacterProblem, valueProblem } from "../check-entries";
import type { EnvEntry } from "../entry";

/**
 * Characters that need no quotes in Ruby's dotenv, npm's dotenv, docker compose, systemd and a shell. Outside single quotes `#`
 * begins a comment, `$NAME` is replaced, and Ruby's dotenv even executes `$(command)`.
 */
export const BARE = /^[A-Za-z0-9_./:@%+=,-]*$/;

/**
 * Why no env file can contain this value; undefined if one can. Programs interpret escapes differently: `'` is not possible in
 * single quotes, a line break ends the value for some, and Mastodon's own `dotenv_escape` treats `\n` and `\r` as the same.
 */
export function dotenvValueProblem(value: string): string | undefined {
  if (value.includes("'"))
    return "contains a single quote, which programs that read env files interpret differently";
  // eslint-disable-next-line no-control-regex -- control characters are the point
  if (/[\x00-\x1f\x7f\u2028\u2029]/.test(value)) return "contains a line break or another control character";
  if (value.endsWith("\\"))
    return "ends with a backslash, after which some programs that read env files miss the closing quote";
  if (/\\[nr]/.test(value))
    return "contains \\n or \\r, which some programs that read env files turn into a line break";
  return noncharacterProblem(value) ?? valueProblem(value);
}

/** The text after `NAME=`. */
export function dotenvValue(value: string): string {
  return BARE.test(value) ? value : `'${value}'`;
}

/** The block as dotenv text that ends with a line break. For a value that it cannot contain, throws an error with the name and without the value. */
export function dotenv(title: string, entries: EnvEntry[]): string {
  checkEntries(entries, dotenvValueProblem);
  return envLines(title, entries, dotenvValue);
}

/** An env file. Comments are on separate lines, because some programs read a comment after a value as part of it. */
export function envLines(title: string, entries: EnvEntry[], written: (value: string) => string): string {
  const lines = [`# ${title}`];
  for (const { name, value, comment } of entries) {
    if (comment !== "") lines.push(`# ${comment}`);
    lines.push(`${name}=${written(value)}`);
  }
  return lines.join("\n") + "\n";
}
