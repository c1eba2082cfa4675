import { folded, misspelledName, similarName } from "../../validation/near-miss";

const NAMES = [
  "enabled",
  "bucket",
  "bucketSource",
  "mediaHost",
  "extraMediaHosts",
  "additionalStatements",
  "id",
];

test.each([
  ["media_host", "mediaHost"],
  ["Media-Host", "mediaHost"],
  ["MEDIAHOST", "mediaHost"],
  ["buckets", "bucket"],
  ["Bucket", "bucket"],
  ["S3_BUCKET", "bucket"],
])("%s is a spelling of %s", (name, meant) => {
  expect(misspelledName(name, NAMES)).toBe(meant);
  expect(similarName(name, NAMES)).toBe(meant);
});

test.each([
  ["bukcet", "bucket"],
  ["mediaHsots", "mediaHost"],
  ["statements", "additionalStatements"],
])("%s is similar to %s", (name, meant) => {
  expect(misspelledName(name, NAMES)).toBeUndefined();
  expect(similarName(name, NAMES)).toBe(meant);
});

// "host" is a part of two names, and "xy" would be similar to any short name.
test.each(["host", "region", "xy", "", "constructor"])("%j is similar to none", (name) =>
  expect(similarName(name, NAMES)).toBeUndefined(),
);

test.each(["S3_ENABLED", "S3_HOSTNAME"])("%s is not the member of the same name", (variable) =>
  expect(folded(variable)).not.toBe(folded(variable.slice("S3_".length))),
);
