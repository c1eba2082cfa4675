import { isWholeNumber, setWholeNumber } from "../../validation/whole-number";

test.each([
  ["the first", 1, true],
  ["the last", 300, true],
  ["below", 0, false],
  ["above", 301, false],
  ["between two whole numbers", 1.5, false],
  ["NaN", NaN, false],
  ["a text", "5", false],
  ["nothing", undefined, false],
])("%s", (_, value, is) => {
  expect(isWholeNumber(value, { most: 300 })).toBe(is);
});

test("a range may begin at another number than 1, and the remedy names both ends", () => {
  expect(isWholeNumber(0, { least: 0, most: 3 })).toBe(true);
  expect(isWholeNumber(29, { least: 30, most: 300 })).toBe(false);
  expect(setWholeNumber({ most: 300 })).toBe("set a whole number from 1 to 300");
  expect(setWholeNumber({ least: 0, most: 3 })).toBe("set a whole number from 0 to 3");
});
