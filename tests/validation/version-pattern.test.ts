/** The patterns with which editors compare versions. */
import fc from "fast-check";
import { AUTHENTIK_VERSION, versionProblems } from "../../apps/authentik/versions";
import { parseVersion, versionHas, type Release } from "../../validation/version";
import { versionPattern } from "../../validation/version-pattern";

test.each<[Release, string, boolean]>([
  [[4, 0], "4.0", true],
  [[4, 0], "v4.0.1", true],
  [[4, 0], "10.0", true],
  [[4, 0], "3.9.9", false],
  [[4, 0], "v03.9", false],
  [[2024, 2], "2024.2", true],
  [[2024, 2], "2024.10", true],
  [[2024, 2], "2024.1.9", false],
  [[2024, 2], "2023.10", false],
  [[2024, 2], "999.9", false],
  [[2024, 2], "3000.0", true],
  [[0, 10, 0], "0.10.0", true],
  [[0, 10, 0], "0.9.9", false],
  [[0, 10, 0], "1.0.0", true],
  [[0, 0], "latest", false],
])("from %j on, %s matches: %s", (lowest, text, is) => expect(versionPattern(lowest).test(text)).toBe(is));

test("a version matches if it is the release or a later one", () => {
  const number = fc.oneof(fc.nat(30), fc.nat(3000));
  fc.assert(
    fc.property(number, number, number, number, (major, minor, lowestMajor, lowestMinor) => {
      const lowest: Release = [lowestMajor, lowestMinor];
      const text = `${major}.${minor}`;
      expect([lowest, text, versionPattern(lowest).test(text)]).toEqual([
        lowest,
        text,
        versionHas(text, lowest),
      ]);
    }),
    { numRuns: 2000 },
  );
});

test("what is no version does not match", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(versionPattern([0, 0]).test(text)).toBe(parseVersion(text) !== undefined);
    }),
  );
});

test("a version of authentik that its rules take matches the pattern", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2022, max: 2031 }), fc.nat(14), fc.nat(5), (year, month, patch) => {
      const text = `${year}.${month}.${patch}`;
      const codes = versionProblems(text).map(({ code }) => code);
      const isRefused = codes.some((code) => code !== "version-unknown");
      expect([text, AUTHENTIK_VERSION.test(text)]).toEqual([text, !isRefused]);
    }),
    { numRuns: 500 },
  );
});
