import type { Problem } from "./problem";

/** The version of an app, as the operator writes it: `4.4`, `v4.4.2`, `4.5.0-beta.1`. */
export interface Version {
  major: number;
  minor: number;
  /** Missing where the text does not say it. */
  patch?: number;
}

export function parseVersion(text: string): Version | undefined {
  const match = /^v?(\d+)\.(\d+)(?:\.(\d+))?(?:\.\d+)*(?:[-+][0-9A-Za-z.+-]+)?$/.exec(text);
  if (match === null) return undefined;
  const [, major, minor, patch] = match;
  return { major: Number(major), minor: Number(minor), ...(patch !== undefined && { patch: Number(patch) }) };
}

/**
 * Whether `version` is `[major, minor]` or later, or `[major, minor, patch]` or later. A version without a patch means the newest
 * patch of its release: "4.1" has what came with 4.1.3.
 */
export function isAtLeast(
  version: Version,
  [major, minor, patch = 0]: readonly [number, number, number?],
): boolean {
  if (version.major !== major) return version.major > major;
  if (version.minor !== minor) return version.minor > minor;
  return (version.patch ?? Infinity) >= patch;
}

/** Whether a version has what came `since`; without a version it is a current one, which has everything. */
export function versionHas(version: string | undefined, since: readonly [number, number, number?]): boolean {
  const parsed = version === undefined ? undefined : parseVersion(version);
  return parsed === undefined || isAtLeast(parsed, since);
}

/**
 * A version that YAML took for a number. The number itself is not quoted: `written` has become `read` on its way here.
 * `example` is a version as it should be written.
 */
export function unquotedVersion(path: string, written: string, read: string, example: string): Problem {
  const message = `is a number, and YAML reads ${written} as ${read}; write it in quotes as you mean it, like "${example}"`;
  return { code: "unquoted-version", path, message };
}
