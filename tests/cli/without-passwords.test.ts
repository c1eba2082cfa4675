import { withoutPasswords } from "../../cli/without-passwords";

test.each([
  ["a user and a password", "foo://user:hunter2@host", "foo://...@host"],
  ["a token as the user", "https://hunter2@host/a", "https://...@host/a"],
  ["a password alone", "redis://:hunter2@host", "redis://...@host"],
  ["a path that was a URL", "no folder /srv/foo:/user:hunter2@host", "no folder /srv/foo:/...@host"],
  ["a slash", "postgres://pulumi:a/hunter2@db/state", "postgres://...@db/state"],
  ["a quote", "postgres://pulumi:it's/hunter2@db/state", "postgres://...@db/state"],
  ["an at sign", "postgres://pulumi:hun@ter2@db/state", "postgres://...@db/state"],
  ["a space, in quotes", 'parse "postgres://pulumi:hunter2 hunter2@db"', 'parse "postgres://...@db"'],
  ["a quote, in quotes", 'parse "postgres://pulumi:a\\"hunter2@db"', 'parse "postgres://...@db"'],
  ["two URLs", '"postgres://hunter2@host/db", "s3://b"', '"postgres://...@host/db", "s3://b"'],
  ["a query", "open s3://bucket?region=x&secretKey=hunter2: denied", "open s3://bucket?... denied"],
  ["a query behind a path", '"postgres://host/db?password=hunter2"', '"postgres://host/db?..."'],
  ["a port that is none", 'invalid port ":hunter2" after host', 'invalid port "..." after host'],
  ["an escape that is none", 'invalid URL escape "%hu"', 'invalid URL escape "..."'],
])("hides the password of a URL with %s", (_, text, shown) => {
  expect(withoutPasswords(text)).toBe(shown);
});

test.each([
  "at file:///srv/node_modules/@pulumi/aws/x.js:1:2: a@b.example, s3://bucket/@x",
  "see https://www.pulumi.com/docs/iac/concepts/config/#project-level-configuration",
  "media: a user@host; is it wrong?",
])("keeps what is no password: %s", (text) => {
  expect(withoutPasswords(text)).toBe(text);
});
