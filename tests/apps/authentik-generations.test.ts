/** Which settings and URLs a version has. */
import { generationOf, lacksPatch, versionProblems } from "../../apps/authentik-generations";
import { messagesOf } from "../problems/of";

const G1 = { reports: false, addressingStyle: false, keepsBucketInPath: false, signsPublicHost: false };
const G2b = { ...G1, reports: true, addressingStyle: true };
const G2a = { ...G2b, keepsBucketInPath: true };
const G2c = { ...G2b, signsPublicHost: true };

test.each<[string, typeof G1]>([
  ["2024.2", G1],
  ["2024.8.0", G1],
  ["2025.10", G1],
  ["2025.10.3", G1],
  ["v2025.4.1", G1],
  ["2025.12.0-rc1", G2a],
  ["2025.12.0", G2a],
  ["2025.12.1", G2a],
  // Without a patch it is the newest one.
  ["2025.12", G2b],
  ["2025.12.2", G2b],
  ["2025.12.10", G2b],
  ["2026.2", G2b],
  ["2026.2.9", G2b],
  ["2026.5.0-rc1", G2c],
  ["2026.5", G2c],
  ["2026.8.1", G2c],
  ["2027.2", G2c],
])("%s", (version, expected) => {
  expect(versionProblems(version)).toEqual([]);
  expect(generationOf(version)).toMatchObject(expected);
});

const none = ['is no authentik version; write one such as "2026.5" or "2025.12.4"'];
const old = [
  "is older than 2024.2, the first that this library knows the settings of; upgrade authentik first",
];
const between = [
  "is between two releases with different settings, and there is none of that name; write the one that runs",
];

test.each<[string, string[]]>([
  ["", none],
  ["latest", none],
  ["2025", none],
  ["2025.0", none],
  ["2025.13", none],
  ["version-2025.10", none],
  ["2023.10.7", old],
  ["2024.1", old],
  ["4.4", old],
  ["2025.11", between],
  ["2026.3", between],
  ["2026.4.1", between],
])("%j is refused", (version, problems) => {
  expect(messagesOf(versionProblems(version))).toEqual(problems);
});

test.each(["latest", "2023.10", "2025.11"])("%s has no generation", (version) => {
  expect(() => generationOf(version)).toThrow(
    `no version "${version}", which versionProblems would have said`,
  );
});

test.each([
  ["2025.12", true],
  ["2025.12.0", false],
  ["2025.10", false],
  ["2026.12", false],
])("%s depends on the patch: %s", (version, is) => expect(lacksPatch(version)).toBe(is));
