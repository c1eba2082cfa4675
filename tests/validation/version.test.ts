import fc from "fast-check";
import { isAtLeast, parseVersion } from "../../validation/version";

test.each<[string, number, number, number | undefined]>([
  ["4.4", 4, 4, undefined],
  ["v4.4", 4, 4, undefined],
  ["4.4.2", 4, 4, 2],
  ["4.10", 4, 10, undefined],
  ["4.10-rc.1", 4, 10, undefined],
  ["2025.10.1.2", 2025, 10, 1],
  ["4.5.0-beta.1", 4, 5, 0],
  ["4.4.0+glitch", 4, 4, 0],
  ["4.6.0-nightly.2025-11-22", 4, 6, 0],
])("%s is %i.%i, patch %s", (text, major, minor, patch) => {
  expect(parseVersion(text)).toEqual({ major, minor, ...(patch !== undefined && { patch }) });
});

test.each([
  "",
  "4",
  "v",
  "latest",
  "nightly",
  "4.",
  ".4",
  "4.x",
  "4.4.",
  "4,4",
  " 4.4",
  "4.4 ",
  "V4.4",
  "4.4\n",
])("%j is invalid", (text) => expect(parseVersion(text)).toBeUndefined());

test.each<[string, [number, number, number?], boolean]>([
  ["4.4", [4, 4], true],
  ["4.4.9", [4, 4], true],
  ["4.10", [4, 4], true],
  ["4.10", [4, 9], true],
  ["5.0", [4, 4], true],
  ["4.3.9", [4, 4], false],
  ["3.9", [4, 1], false],
  ["4.1", [4, 10], false],
  ["1.45.2", [1, 45, 2], true],
  ["1.45.10", [1, 45, 2], true],
  ["1.46.0", [1, 45, 2], true],
  ["1.45.1", [1, 45, 2], false],
  // A version without a patch means the newest patch.
  ["1.45", [1, 45, 2], true],
  ["1.44", [1, 45, 2], false],
  ["1.44.9", [1, 45, 2], false],
])("%s is at least %j: %s", (text, wanted, is) => expect(isAtLeast(parseVersion(text)!, wanted)).toBe(is));

test("any string is a version or undefined", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void parseVersion(text)));
  const versions = fc.tuple(fc.nat(), fc.nat());
  fc.assert(
    fc.property(versions, ([major, minor]) =>
      expect(parseVersion(`${major}.${minor}`)).toEqual({ major, minor }),
    ),
  );
});
