/**
 * The remedy of every message works when it is followed literally: with the settings of each row the problem is reported, and with
 * the settings after its remedy no problem is left.
 */
import { PROBLEM_CODES } from "../../validation/codes";
import { ROWS, WITHOUT_ROW } from "./remedies";

test.each(ROWS.map((row, i) => [`${row[0]} (row ${i}): ${row[1]}`, ...row] as const))(
  "%s",
  (_, code, remedy, before, after) => {
    const messages = before.filter((problem) => problem.code === code).map(({ message }) => message);
    expect(messages).not.toEqual([]);
    expect(messages.join("\n")).toContain(remedy);
    expect(after).toEqual([]);
  },
);

test("every code has a row, or a reason why it has none", () => {
  const said = new Set<string>([...ROWS.map(([code]) => code), ...Object.keys(WITHOUT_ROW)]);
  expect(PROBLEM_CODES.filter((code) => !said.has(code))).toEqual([]);
});
