/**
 * The generations of authentik's file storage. What an older one does not know is ignored without a word and files stay on
 * the local disk, so each gets its own form. Numbers are issues of goauthentik/authentik.
 */
import type { Reason } from "../../validation/problem";
import { versionPattern } from "../../validation/version-pattern";
import {
  isAtLeast,
  parseVersion,
  unsupportedReasons,
  type Release,
  type SupportedVersions,
  type Version,
} from "../../validation/version";

/** Releases before the lowest keep files on the local disk only. */
export const AUTHENTIK_VERSIONS: SupportedVersions = {
  app: "authentik",
  lowest: [2024, 2],
  newestTried: [2026, 5],
};

/** What editors check of a version: the release of a month, from the lowest on. */
export const AUTHENTIK_VERSION = new RegExp(
  versionPattern(AUTHENTIK_VERSIONS.lowest).source.replace(
    "^",
    String.raw`^(?=v?\d+\.0*([1-9]|1[0-2])(?!\d))`,
  ),
);

export interface Generation {
  /** Whether reports are stored too, and settings stand for all usages or for one of them (#17535). */
  reports: boolean;
  /** Whether a setting puts the bucket into the host name; without it calls to an endpoint have it in the path. */
  addressingStyle: boolean;
  /** Whether a public host gets the path of the store's URL, the bucket included (#19521, ended by #19537). */
  keepsBucketInPath: boolean;
  /** Whether URLs are signed for the public host, else for the store's; without one they have the bucket in the path (#21704). */
  signsPublicHost: boolean;
}

interface Span extends Generation {
  first: Release;
  /** The last release; without it all that come. */
  last?: Release;
  /** The first patch of the last release that is of the next generation. */
  beforePatch?: number;
}

const REWRITTEN = { reports: true, addressingStyle: true, keepsBucketInPath: false, signsPublicHost: false };

// In order. That the last begins with 2026.5 is inferred: #21704 is in no notes of 2026.2.
const SPANS: readonly Span[] = [
  {
    ...REWRITTEN,
    first: AUTHENTIK_VERSIONS.lowest,
    last: [2025, 10],
    reports: false,
    addressingStyle: false,
  },
  { ...REWRITTEN, first: [2025, 12], last: [2025, 12], beforePatch: 2, keepsBucketInPath: true },
  { ...REWRITTEN, first: [2025, 12], last: [2026, 2] },
  { ...REWRITTEN, first: [2026, 5], signsPublicHost: true },
];

function spanOf(version: Version): Span | undefined {
  return SPANS.find(
    ({ first, last, beforePatch }) =>
      isAtLeast(version, first) &&
      (last === undefined || !isAtLeast(version, [last[0], last[1] + 1])) &&
      (beforePatch === undefined || (version.patch ?? beforePatch) < beforePatch),
  );
}

/** The generation of a version in which `versionProblems` finds nothing. */
export function generationOf(text: string): Generation {
  const version = parseVersion(text);
  const span = version && spanOf(version);
  if (span === undefined)
    throw new Error(`bug: no generation of version "${text}", although versionProblems found nothing`);
  return span;
}

export function versionProblems(text: string): Reason[] {
  const version = parseVersion(text);
  if (version === undefined || version.minor < 1 || version.minor > 12) {
    const message = 'is not an authentik version; use one such as "2026.5" or "2025.12.4"';
    return [{ code: "version-format", message }];
  }
  const unsupported = unsupportedReasons(text, AUTHENTIK_VERSIONS);
  if (unsupported.length > 0) return unsupported;
  if (spanOf(version) !== undefined) return [];
  const message =
    "is not a release, and the releases before and after it have different settings; set the version that you run";
  return [{ code: "version-unknown", message }];
}

/** Whether the generation depends on a patch that the version does not say. */
export function lacksPatch(text: string): boolean {
  const version = parseVersion(text);
  return version?.major === 2025 && version.minor === 12 && version.patch === undefined;
}
