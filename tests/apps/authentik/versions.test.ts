/** Which settings and URLs a version has. */
import { generationOf, lacksPatch, versionProblems } from "../../../apps/authentik/versions";
import type { ProblemCode } from "../../../validation/codes";
import { reasonsOf } from "../../validation/of";

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

test.each<[string, ProblemCode]>([
  ["", "version-format"],
  ["latest", "version-format"],
  ["2025", "version-format"],
  ["2025.0", "version-format"],
  ["2025.13", "version-format"],
  ["version-2025.10", "version-format"],
  ["2023.10.7", "version-too-old"],
  ["2024.1", "version-too-old"],
  ["4.4", "version-too-old"],
  ["2025.11", "version-unknown"],
  ["2026.3", "version-unknown"],
  ["2026.4.1", "version-unknown"],
])("%j is refused", (version, code) => {
  expect(reasonsOf(versionProblems(version))).toEqual([code]);
});

test.each(["latest", "2023.10", "2025.11"])("%s has no generation", (version) => {
  expect(() => generationOf(version)).toThrow(
    `bug: no generation of version "${version}", although versionProblems found nothing`,
  );
});

test.each([
  ["2025.12", true],
  ["2025.12.0", false],
  ["2025.10", false],
  ["2026.12", false],
])("%s depends on the patch: %s", (version, is) => expect(lacksPatch(version)).toBe(is));
