import type { Reason } from "./problem";
import type { InsteadRule } from "./rules";

/** The version of an app as the operator writes it: `4.4`, `v4.4.2`, `4.5.0-beta.1`. */
export interface Version {
  major: number;
  minor: number;
  /** Undefined if the string has no patch version. */
  patch?: number;
}

/** What `parseVersion` reads: the numbers are the major and minor version and the patch. */
export const VERSION = /^v?(\d+)\.(\d+)(?:\.(\d+))?(?:\.\d+)*(?:[-+][0-9A-Za-z.+-]+)?$/;

export function parseVersion(text: string): Version | undefined {
  const match = VERSION.exec(text);
  if (match === null) return undefined;
  const [, major, minor, patch] = match;
  return { major: Number(major), minor: Number(minor), ...(patch !== undefined && { patch: Number(patch) }) };
}

/** A release: major and minor version, and the patch if it matters. */
export type Release = readonly [major: number, minor: number, patch?: number];

/** The releases of an app that this library supports. */
export interface SupportedVersions {
  /** As the app's users call it: "Mastodon". */
  app: string;
  /** The first release that is supported. A version before it is an error. */
  lowest: Release;
  /** The newest release whose settings were read and tried. A version after it gets a warning. */
  newestTried: Release;
}

/** Why a version is not supported. */
export function unsupportedReasons(text: string, { app, lowest }: SupportedVersions): Reason[] {
  if (versionHas(text, lowest)) return [];
  const message = `is older than ${lowest.join(".")}, the first version that this library supports; upgrade ${app} first`;
  return [{ code: "version-too-old", message }];
}

/** For a version that is newer than all that were tried. */
export function untriedVersionWarnings(
  version: string | undefined,
  { app, newestTried: [major, minor] }: SupportedVersions,
): string[] {
  const parsed = version === undefined ? undefined : parseVersion(version);
  if (parsed === undefined || !isAtLeast(parsed, [major, minor + 1])) return [];
  return [
    `${app} ${version} is newer than ${major}.${minor}, the newest version that was tried with this library: ` +
      `look for a newer media-storage, and read the release notes of ${app} for changes to the settings of file storage.`,
  ];
}

/**
 * Whether `version` is `[major, minor]` or later, or `[major, minor, patch]` or later. A version without a patch means the newest
 * patch of its release: "4.1" has what came with 4.1.3.
 */
export function isAtLeast(version: Version, [major, minor, patch = 0]: Release): boolean {
  if (version.major !== major) return version.major > major;
  if (version.minor !== minor) return version.minor > minor;
  return (version.patch ?? Infinity) >= patch;
}

/** Whether a version is `since` or later. Without a version, the newest is assumed. */
export function versionHas(version: string | undefined, since: Release): boolean {
  const parsed = version === undefined ? undefined : parseVersion(version);
  return parsed === undefined || isAtLeast(parsed, since);
}

/**
 * Reports a version that YAML read as a number instead of its shape problem. The message does not show the number, because YAML has
 * changed it (`written` became `read`). `example` is a version in the right form.
 */
export function unquotedVersionRule(written: string, read: string, example: string): InsteadRule {
  const message = `is a number, and YAML reads ${written} as ${read}; put the version in quotes, like "${example}"`;
  return {
    at: "version",
    instead: ({ value }) => (typeof value === "number" ? { code: "unquoted-version", message } : undefined),
    editor: { message: `The version must be in quotes, like "${example}".` },
  };
}
