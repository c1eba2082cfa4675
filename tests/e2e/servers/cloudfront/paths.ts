/** Which behavior a path gets. */
import { type Behavior, behaviors, type Deployed, items } from "./deployed";

const UNRESERVED = /[A-Za-z0-9._~-]/;

/**
 * The path that is compared with path patterns; the origin gets the path as it was sent.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesPathPattern
 * says that it is normalized by RFC 3986 and that repeated slashes are removed.
 */
export function normalizedPath(path: string): string {
  const decoded = path.replace(/%([0-9a-f]{2})/gi, (escape, hex: string) => {
    const character = String.fromCharCode(parseInt(hex, 16));
    return UNRESERVED.test(character) ? character : escape.toUpperCase();
  });
  const kept: string[] = [];
  const segments = decoded
    .replace(/\/{2,}/g, "/")
    .split("/")
    .slice(1);
  segments.forEach((segment, i) => {
    const isLast = i === segments.length - 1;
    if (segment === "..") kept.pop();
    if (segment !== "." && segment !== "..") kept.push(segment);
    else if (isLast) kept.push("");
  });
  return `/${kept.join("/")}`;
}

/** `*` is any number of characters and `?` exactly one; a slash at the start changes nothing, and case counts. */
export function matchesPattern(pattern: string, path: string): boolean {
  const source = pattern
    .replace(/^\//, "")
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^/${source}$`, "s").test(path);
}

/** The first behavior whose pattern matches, else the default. */
export function behaviorFor(deployed: Pick<Deployed, "config">, path: string): Behavior {
  const normalized = normalizedPath(path);
  const own = items(deployed.config.CacheBehaviors);
  const index = own.findIndex(({ PathPattern = "" }) => matchesPattern(PathPattern, normalized));
  return behaviors(deployed).at(index)!;
}
