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

/** Whether `version` is `[major, minor]` or later. */
export function isAtLeast(version: Version, [major, minor]: readonly [number, number]): boolean {
  return version.major > major || (version.major === major && version.minor >= minor);
}
