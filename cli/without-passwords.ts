/** A URL or a path up to its host. One slash is enough, since `--cwd` is shown as a path, in which two slashes become one. */
const SCHEME = String.raw`:\/{1,2}`;

const PASSWORDS: [RegExp, string][] = [
  // Go quotes a URL that it cannot parse, in which a password may contain any character.
  [new RegExp(String.raw`("[^"\s]*${SCHEME})(?:[^"\\]|\\.)*@`, "g"), "$1...@"],
  // A password may contain "/" and "@".
  [new RegExp(String.raw`(${SCHEME})[^\s/:@]*:\S*@`, "g"), "$1...@"],
  // A user alone may be a token. It ends before a slash or a quote, since a stack trace has folders such as node_modules/@pulumi.
  [new RegExp(String.raw`(${SCHEME})[^\s/@'"\`]+@`, "g"), "$1...@"],
  // A query may have a key, as in s3://bucket?accessKey=...&secretKey=... or postgres://host/state?password=...
  [new RegExp(String.raw`(${SCHEME}[^\s"'\`?#]*\?)[^\s"'\`]+`, "g"), "$1..."],
  // Go shows the part of a URL that it cannot parse.
  [/invalid (port|URL escape) ".*?"(?=$|\s)/gm, 'invalid $1 "..."'],
];

/** The text without the passwords of the URLs in it: an option may be a URL, and so is Pulumi's backend. */
export function withoutPasswords(text: string): string {
  return PASSWORDS.reduce((rest, [pattern, shown]) => rest.replace(pattern, shown), text);
}
