/** The version of an S3-compatible server: whether it is one, and whether it is older than the oldest that is known to work. */
import { patternRule } from "../validation/pattern-rule";
import type { Rules } from "../validation/rules";
import { unquotedVersionRule } from "../validation/version";
import { about, type Warning } from "../validation/warning";
import type { S3StoreSettings } from "./args";
import { S3_SERVERS } from "./s3";
import type { LowestVersion, S3Server } from "./store";

/** "18.2.7", "v2.1.0", "1.0.0-beta.9". */
const NUMBERED = /^v?(\d+(?:\.\d+)+)(?:-([0-9A-Za-z.-]+))?$/;
/** MinIO names a release by its time: "RELEASE.2025-10-15T17-29-55Z". */
const DATED = /^(?:RELEASE\.)?(\d{4}-\d{2}-\d{2})(?:T[0-9A-Za-z.-]+)?$/;

interface ServerVersion {
  numbers: number[];
  preRelease?: string;
}

function parsed(text: string): ServerVersion | undefined {
  const [, date] = DATED.exec(text) ?? [];
  if (date !== undefined) return { numbers: date.split("-").map(Number) };
  const [, numbers, preRelease] = NUMBERED.exec(text) ?? [];
  if (numbers === undefined) return undefined;
  return { numbers: numbers.split(".").map(Number), ...(preRelease !== undefined && { preRelease }) };
}

/** Whether the first version is before the second. Of versions that cannot be read, none is. */
export function isOlder(version: string, than: string): boolean {
  const [one, other] = [parsed(version), parsed(than)];
  if (one === undefined || other === undefined) return false;
  for (const [i, number] of other.numbers.entries()) {
    const difference = (one.numbers[i] ?? 0) - number;
    if (difference !== 0) return difference < 0;
  }
  // 1.0.0-rc.3 comes before 1.0.0.
  if (one.preRelease === undefined || other.preRelease === undefined) return one.preRelease !== undefined;
  // "beta.10" comes after "beta.9".
  return one.preRelease.localeCompare(other.preRelease, "en", { numeric: true }) < 0;
}

/** What is known of older versions, as Markdown. */
export const whyLowest = ({ why = "Older versions were not tried." }: LowestVersion): string => why;

/** The warning about a server that is older than the lowest version that is known to work. */
export function serverVersionWarnings(
  version: string | undefined,
  { title, lowestVersion }: S3Server,
): Warning[] {
  if (version === undefined || lowestVersion === undefined || !isOlder(version, lowestVersion.version))
    return [];
  return about("s3.version", [
    `${title} ${version} is older than ${lowestVersion.version}, the oldest version that is known to work with this library: upgrade it. ${withoutLinks(whyLowest(lowestVersion))}`,
  ]);
}

/** docs/s3-servers.md shows the same text as Markdown. */
const withoutLinks = (markdown: string): string => markdown.replace(/\[([^\]]+)\]\(([^)]+)\)/g, "$1: $2");

const SERVICES = Object.values(S3_SERVERS).filter(({ isService = false }) => isService);

export const SERVER_VERSION_RULES: Rules<S3StoreSettings> = [
  unquotedVersionRule("4.50", "4.5", "4.53"),
  patternRule(
    "version",
    "server-version",
    new RegExp(`${NUMBERED.source}|${DATED.source}`),
    'is not the version of a server; set what the server prints, such as "18.2.7" or "RELEASE.2025-10-15T17-29-55Z"',
  ),
  {
    at: "version",
    code: "server-version-unused",
    when: ({ server, version }) => version !== undefined && SERVICES.some(({ name }) => name === server),
    message: "is for a server of your own, not for a service; remove it",
    editor: SERVICES.map(({ name, title }) => ({
      isRefused: true,
      when: [{ at: "server", is: name }],
      message: `${title} is a service, whose version is not yours to choose; remove version.`,
    })),
  },
];
