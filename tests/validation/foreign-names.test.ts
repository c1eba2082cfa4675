/** Names of other tools for our settings. */
import { APPS } from "../../apps";
import { isVariableName, ourName } from "../../validation/foreign-names";
import type { Shape } from "../../validation/shape";

function membersIn(shape: Shape): string[] {
  if (shape.is === "list" || shape.is === "map") return membersIn(shape.of);
  if (shape.is !== "object") return [];
  return Object.entries(shape.members).flatMap(([name, part]) => [name, ...membersIn(part)]);
}

const OURS = [...new Set(Object.values(APPS).flatMap(({ checks }) => membersIn(checks.shape)))];

test("no setting of this library is taken for another one", () => {
  expect(OURS).toContain("bucket");
  expect(OURS.filter((name) => ourName(name) !== name)).toEqual([]);
});

test.each([
  ["bucketName", "bucket"],
  ["BucketName", "bucket"],
  ["AUTHENTIK_STORAGE__S3__BUCKET_NAME", "bucket"],
  ["S3_ALIAS_HOST", "hostname"],
  ["STORAGE_S3_REGION", "REGION"],
  ["storage", "store"],
  ["constructor", "constructor"],
])("%s means %s", (name, ours) => expect(ourName(name)).toBe(ours));

test.each([
  ["S3_PROTOCOL", true],
  ["AUTHENTIK_STORAGE__BACKEND", true],
  ["webDomain", false],
  ["web_domain", false],
  ["CDN", false],
])("whether %s is a variable's name: %s", (name, is) => expect(isVariableName(name)).toBe(is));
