/**
 * Validates hostnames and origins. Each function reports every rule that is broken. A complete replacement that a message
 * suggests is always valid itself.
 */
import type { ProblemCode } from "./codes";
import { HOSTNAME_LABEL, KEY_PATH } from "./name-patterns";
import { ownMember } from "./own-member";
import type { Reason } from "./problem";
import { parseUrl } from "./url";

const WILDCARD: Reason = {
  code: "hostname-wildcard",
  message: "contains a wildcard; change it to one hostname",
};
const CREDENTIALS: Reason = {
  code: "url-credentials",
  message:
    'contains "@", and the part before it may be a password, so it is not shown; remove the user name and the password',
};

/** Whether a URL or a hostname may carry credentials, as `user:password@host` does. Messages then do not show it. */
export function hasUserinfo(url: string): boolean {
  return url.includes("@");
}

function one(code: ProblemCode, message: string): [Reason] {
  return [{ code, message }];
}

/** Validates a bare hostname, without scheme, port or path. */
export function hostnameProblems(host: string): Reason[] {
  const instead = (): string => {
    const clean = normalHost(splitUrl(host).host);
    const isGood = clean !== host && hostnameProblems(clean).length === 0;
    return isGood ? `change it to "${clean}"` : 'set only the name, like "media.example.com"';
  };
  if (host === "") return one("hostname-empty", 'is empty; set a name like "media.example.com"');
  if (hasUserinfo(host)) return [CREDENTIALS];
  if (host.includes("://")) return one("hostname-scheme", `contains a scheme; ${instead()}`);
  if (/[/?#]/.test(host)) return one("hostname-path", `contains a path; ${instead()}`);
  if (isAddress(host))
    return one("hostname-address", "is an IP address, but a certificate needs a name; set a hostname");
  if (host.includes(":")) return one("hostname-port", `contains a port; ${instead()}`);
  if (host.includes("*")) return [WILDCARD];
  return nameProblems(host, instead);
}

/** Whether a path is valid in both keys and URLs: no slash at either end, and no "." or ".." segment, which URLs remove. */
export function isKeyPath(path: string): boolean {
  return KEY_PATH.test(path);
}

/**
 * Validates an origin as a browser sends it: scheme, host, and the port if it is not the scheme's default. S3 compares origins as
 * strings, so any other form never matches. `wildcard` accepts `*` and one `*` inside, as S3's CORS rules do. `oneLabel` accepts
 * names without a dot, which only a container network resolves.
 */
export function originProblems(origin: string, { wildcard = false, oneLabel = false } = {}): Reason[] {
  const instead = (): string => {
    const clean = normalOrigin(origin);
    const isGood = clean !== origin && originProblems(clean, { wildcard, oneLabel }).length === 0;
    return isGood ? `change it to "${clean}"` : 'set one like "https://social.example"';
  };
  if (wildcard && origin === "*") return [];
  if (hasUserinfo(origin)) return [CREDENTIALS];
  const { scheme, host, port, rest } = splitUrl(origin);
  if (scheme === undefined) {
    return one("origin-scheme", `has no scheme, so it never matches what a browser sends; ${instead()}`);
  }
  if (scheme !== "https" && scheme !== "http") {
    return one("origin-scheme", `has the scheme "${scheme}"; use https:// or http://`);
  }
  if (rest !== "") {
    return one("origin-path", `has a path, but an origin has only a scheme, a host and a port; ${instead()}`);
  }
  const problems: Reason[] = [];
  if (port === ownMember(DEFAULT_PORTS, scheme)) {
    const message = `contains the default port, which browsers omit; ${instead()}`;
    problems.push({ code: "origin-default-port", message });
  } else if (port !== undefined && !isPort(port) && !(wildcard && port === "*")) {
    const message = "has an invalid port; use a number from 1 to 65535, or remove the port";
    problems.push({ code: "origin-port", message });
  }
  if (!wildcard && host.includes("*")) return [...problems, WILDCARD];
  if (wildcard && origin.split("*").length > 2) {
    problems.push({
      code: "origin-wildcards",
      message: "contains more than one *, but S3 allows one; list several origins instead",
    });
  }
  if (isAddress(host)) problems.push(...addressProblems(host));
  else if (host !== "localhost") problems.push(...nameProblems(host, instead, oneLabel));
  return problems;
}

/** An IP address in any other notation than that of browsers never matches, and some notations are not valid addresses. */
function addressProblems(host: string): Reason[] {
  const normal = ascii(host);
  if (normal === host) return [];
  if (normal === "") return one("origin-address", "is not a valid IP address; change it");
  return one(
    "origin-address",
    `contains the IP address "${host}", which browsers write as "${normal}"; use that form`,
  );
}

const DEFAULT_PORTS: Record<string, string> = { http: "80", https: "443" };

function isPort(port: string): boolean {
  return /^[1-9]\d{0,4}$/.test(port) && Number(port) <= 65535;
}

/** Validates a name in which `*` matches anything that is valid there. */
function nameProblems(host: string, instead: () => string, oneLabel = false): Reason[] {
  const problems: Reason[] = [];
  const add = (code: ProblemCode, message: string): void => {
    problems.push({ code, message });
  };
  if (host.endsWith(".")) add("hostname-trailing-dot", `ends with a dot; ${instead()}`);
  if (/[A-Z]/.test(host)) add("hostname-capitals", `contains capitals; ${instead()}`);
  if (NOT_ASCII.test(host)) add("hostname-not-ascii", `is not in its ASCII form; ${instead()}`);
  if (host.length > 253) {
    add("hostname-length", `has ${host.length} characters; shorten it to at most 253`);
  }
  const labels = host.replace(/\.$/, "").split(".");
  if (labels.length < 2 && !oneLabel && !host.includes("*")) {
    add("hostname-one-label", 'is a single label; set a full name like "media.example.com"');
  }
  for (const label of labels) {
    const plain = label.replace(/[*A-Z]/g, "a").replace(new RegExp(NOT_ASCII, "g"), "a");
    if (!HOSTNAME_LABEL.test(plain)) {
      add(
        "hostname-label",
        `has the invalid label "${label}"; use 1 to 63 characters of a-z, 0-9 and "-", with no "-" at either end`,
      );
    }
  }
  const literal = host.replace(/\*/g, "a");
  if (problems.length === 0 && ascii(literal) !== literal) {
    add("hostname-refused", 'is not a hostname that browsers accept; set one like "media.example.com"');
  }
  return problems;
}

// eslint-disable-next-line no-control-regex -- every character outside ASCII is the point
const NOT_ASCII = /[^\x00-\x7f]/;

/** IPv4, IPv6 in brackets or without, and the beginnings of them that cannot be names. */
function isAddress(host: string): boolean {
  return /^\d+(\.\d+)*$/.test(host) || /^\[?[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*\]?$/i.test(host);
}

/** The parts of an origin, a hostname or a whole URL; `rest` is the path and everything after it. */
function splitUrl(url: string): { scheme?: string; host: string; port?: string; rest: string } {
  const [, scheme, authority = "", rest = ""] = /^(?:([^:/?#]*):\/\/)?([^/?#]*)(.*)$/s.exec(url) ?? [];
  const [, host = "", port] = /^(.*?)(?::([^:\]]*))?$/s.exec(authority) ?? [];
  const isWhole = port === undefined || isAddress(authority);
  return {
    ...(scheme !== undefined && { scheme }),
    host: isWhole ? authority : host,
    ...(!isWhole && { port }),
    rest,
  };
}

function normalOrigin(origin: string): string {
  const { scheme = "https", host, port } = splitUrl(origin);
  const isNeeded = port !== undefined && port !== ownMember(DEFAULT_PORTS, scheme.toLowerCase());
  return `${scheme.toLowerCase()}://${normalHost(host)}${isNeeded ? `:${port}` : ""}`;
}

function normalHost(host: string): string {
  const name = host.toLowerCase().replace(/\.$/, "");
  return NOT_ASCII.test(name) ? ascii(name) : name;
}

/** The name as browsers write it; "" for an invalid name. */
function ascii(host: string): string {
  return parseUrl(`http://${host}`)?.hostname ?? "";
}
