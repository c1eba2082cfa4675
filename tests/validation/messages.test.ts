import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROBLEM_CODES } from "../../validation/codes";
import { catalogue, examplesOf } from "./messages-catalogue";

const page = join(__dirname, "../../docs/messages.md");

test.each(PROBLEM_CODES)("%s has an example", (code) => {
  expect(examplesOf(code)).not.toEqual([]);
});

/** After a change of a message: `UPDATE_MESSAGES=1 npx jest tests/validation/messages`. Review the difference. */
test("docs/messages.md lists the messages as they are", () => {
  if (process.env["UPDATE_MESSAGES"] === "1") writeFileSync(page, catalogue());
  expect(readFileSync(page, "utf8")).toBe(catalogue());
});
