import { keysIn } from "../../validation/secret-texts";

const ID = "0123456789abcdef0123456789abcdef";

test.each([
  ["the id of an account in JSON", `{"r2":{"accountId":"${ID}","location":"weur"}}`],
  ["the id of a zone in YAML", `r2: { zoneId: ${ID} }\n`],
  ["an id in capitals", `accountId: ${ID.toUpperCase()}`],
  ["an endpoint of R2", `https://${ID}.r2.cloudflarestorage.com/media`],
  ["an endpoint of R2 with a jurisdiction and a bucket", `https://media.${ID}.eu.r2.cloudflarestorage.com`],
])("%s is no key", (_, text) => {
  expect(keysIn(text)).toEqual([]);
});

test.each([
  ["a text of its own", ID],
  ["another member", `{"secretAccessKey":"${ID}"}`],
  ["a longer text as the id of an account", `accountId: ${ID}0`],
])("%s is a key", (_, text) => {
  expect(keysIn(text)).toEqual([expect.stringContaining(ID)]);
});
