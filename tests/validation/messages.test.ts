import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROBLEM_CODES } from "../../validation/codes";
import { catalogue, examplesOf, remedyOf } from "./messages-catalogue";

const page = join(__dirname, "../../docs/messages.md");

test.each(PROBLEM_CODES)("%s has an example, and its message says what to do", (code) => {
  const remedies = examplesOf(code).map(remedyOf);
  expect(remedies).not.toEqual([]);
  expect(remedies).not.toContain("");
});

/** After a change of a message: `UPDATE_MESSAGES=1 npx jest tests/validation/messages`. Review the difference. */
test("docs/messages.md lists the messages as they are", () => {
  if (process.env["UPDATE_MESSAGES"] === "1") writeFileSync(page, catalogue());
  expect(readFileSync(page, "utf8")).toBe(catalogue());
});
