/** The part of a URL before its host. One slash is enough, because `--cwd` is shown as a path, which has only one. */
const SCHEME = String.raw`:\/{1,2}`;

const PASSWORDS: [RegExp, string][] = [
  // Go quotes a URL that it cannot parse, in which a password may contain any character.
  [new RegExp(String.raw`("[^"\s]*${SCHEME})(?:[^"\\]|\\.)*@`, "g"), "$1...@"],
  // A password may contain "/" and "@".
  [new RegExp(String.raw`(${SCHEME})[^\s/:@]*:\S*@`, "g"), "$1...@"],
  // A user name without a password may be a token. It ends before a slash or a quote, because a stack trace contains folders such as node_modules/@pulumi.
  [new RegExp(String.raw`(${SCHEME})[^\s/@'"\`]+@`, "g"), "$1...@"],
  // A query may contain a key, as in s3://bucket?accessKey=...&secretKey=... or postgres://host/state?password=...
  [new RegExp(String.raw`(${SCHEME}[^\s"'\`?#]*\?)[^\s"'\`]+`, "g"), "$1..."],
  // Go shows the part of a URL that it cannot parse.
  [/invalid (port|URL escape) ".*?"(?=$|\s)/gm, 'invalid $1 "..."'],
];

/** Removes the passwords of URLs from a text. Options and Pulumi's backend may be URLs. */
export function withoutPasswords(text: string): string {
  return PASSWORDS.reduce((rest, [pattern, shown]) => rest.replace(pattern, shown), text);
}
