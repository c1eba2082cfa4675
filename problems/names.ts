/**
 * What is wrong with a bucket name, a hostname or an origin. Each function names every rule that is broken; where it says
 * what to write instead of the whole, that is without problems itself.
 */

const RESERVED_PREFIXES = ["xn--", "sthree-", "amzn-s3-demo-"];
const RESERVED_SUFFIXES = ["-s3alias", "--ol-s3", "--x-s3", "--table-s3", "-an"];

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, and no dots. */
export function bucketNameProblems(name: string): string[] {
  if (name === "") return ["is empty; a bucket name has 3 to 63 characters"];
  const problems: string[] = [];
  if (name.length < 3 || name.length > 63) {
    problems.push(`has ${name.length} character${name.length === 1 ? "" : "s"}; a bucket name has 3 to 63`);
  }
  if (name.includes(".")) {
    problems.push(
      'contains a dot; the certificate of *.s3.REGION.amazonaws.com covers one label only, so https to such a bucket fails: write "-" instead',
    );
  }
  if (/[A-Z]/.test(name)) {
    const small = name.toLowerCase();
    const isGood = bucketNameProblems(small).length === 0;
    problems.push(isGood ? `contains capitals; write "${small}"` : "contains capitals; write small letters");
  }
  if (/[^A-Za-z0-9.-]/.test(name)) problems.push('may contain only a-z, 0-9 and "-"');
  if (/^[^a-zA-Z0-9]|[^a-zA-Z0-9]$/.test(name)) problems.push("must begin and end with a letter or a digit");
  for (const prefix of RESERVED_PREFIXES) {
    if (name.startsWith(prefix)) problems.push(`begins with "${prefix}", which S3 reserves`);
  }
  for (const suffix of RESERVED_SUFFIXES) {
    if (name.endsWith(suffix)) problems.push(`ends with "${suffix}", which S3 reserves`);
  }
  return problems;
}

/** A bare hostname: what DNS and a certificate know, nothing of a URL around it. */
export function hostnameProblems(host: string): string[] {
  const instead = (): string => {
    const clean = normalHost(splitUrl(host).host);
    const isGood = clean !== host && hostnameProblems(clean).length === 0;
    return isGood ? `write "${clean}"` : 'write the name alone, like "media.example.com"';
  };
  if (host === "") return ['is empty; write a name like "media.example.com"'];
  if (host.includes("://")) return [`contains a scheme; ${instead()}`];
  if (/[/?#]/.test(host)) return [`contains a path; ${instead()}`];
  if (isAddress(host)) return ["is an IP address; a certificate needs a name"];
  if (host.includes(":")) return [`contains a port; ${instead()}`];
  if (host.includes("*")) return ["contains a wildcard; write one hostname"];
  return nameProblems(host, instead);
}

/** A path as it stands in keys and URLs: no slash at its ends, and no part that URLs resolve away. */
export function isKeyPath(path: string): boolean {
  return path.split("/").every((part) => /^[A-Za-z0-9_.-]+$/.test(part) && part !== "." && part !== "..");
}

/**
 * An origin as a browser sends it: scheme, host and a port that is not the scheme's own. S3 compares it as text, so
 * everything else never matches. With `wildcard`, `*` and one `*` within are taken as S3's CORS rules take them; with
 * `oneLabel` also names that only a container network knows.
 */
export function originProblems(origin: string, { wildcard = false, oneLabel = false } = {}): string[] {
  const instead = (): string => {
    const clean = normalOrigin(origin);
    const isGood = clean !== origin && originProblems(clean, { wildcard, oneLabel }).length === 0;
    return isGood ? `write "${clean}"` : 'write one like "https://social.example"';
  };
  if (wildcard && origin === "*") return [];
  const { scheme, host, port, rest } = splitUrl(origin);
  if (scheme === undefined)
    return [`has no scheme, so it can never match what a browser sends; ${instead()}`];
  if (scheme !== "https" && scheme !== "http") {
    return [`has the scheme "${scheme}"; write https:// or http://`];
  }
  if (rest !== "") return [`has a path; an origin is scheme, host and port only: ${instead()}`];
  const problems: string[] = [];
  if (port === DEFAULT_PORTS[scheme]) {
    problems.push(`names the default port, which browsers leave out; ${instead()}`);
  } else if (port !== undefined && !isPort(port) && !(wildcard && port === "*")) {
    problems.push("has a port that is none; write a number from 1 to 65535, or leave it out");
  }
  if (!wildcard && host.includes("*")) return [...problems, "contains a wildcard; write one hostname"];
  if (wildcard && origin.split("*").length > 2) problems.push("contains more than one *; S3 allows one");
  if (host !== "localhost" && !isAddress(host)) problems.push(...nameProblems(host, instead, oneLabel));
  return problems;
}

const DEFAULT_PORTS: Record<string, string> = { http: "80", https: "443" };

function isPort(port: string): boolean {
  return /^[1-9]\d{0,4}$/.test(port) && Number(port) <= 65535;
}

/** A name in which `*` stands for anything that fits there. */
function nameProblems(host: string, instead: () => string, oneLabel = false): string[] {
  const problems: string[] = [];
  if (host.endsWith(".")) problems.push(`ends with a dot; ${instead()}`);
  if (/[A-Z]/.test(host)) problems.push(`contains capitals; ${instead()}`);
  if (NOT_ASCII.test(host)) problems.push(`is not in its ASCII form; ${instead()}`);
  if (host.length > 253) problems.push(`has ${host.length} characters; a hostname has at most 253`);
  const labels = host.replace(/\.$/, "").split(".");
  if (labels.length < 2 && !oneLabel && !host.includes("*")) {
    problems.push('needs at least two labels, like "media.example.com"');
  }
  for (const label of labels) {
    const plain = label.replace(/[*A-Z]/g, "a").replace(new RegExp(NOT_ASCII, "g"), "a");
    if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(plain)) {
      problems.push(
        `has the label "${label}"; a label has 1 to 63 characters of a-z, 0-9 and "-", and no "-" at its ends`,
      );
    }
  }
  const literal = host.replace(/\*/g, "a");
  if (problems.length === 0 && ascii(literal) !== literal) {
    problems.push('is no name that browsers take; write one like "media.example.com"');
  }
  return problems;
}

// eslint-disable-next-line no-control-regex -- every character outside ASCII is the point
const NOT_ASCII = /[^\x00-\x7f]/;

/** IPv4, IPv6 in brackets or without, and the beginnings of them that cannot be names. */
function isAddress(host: string): boolean {
  return /^\d+(\.\d+)*$/.test(host) || /^\[?[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*\]?$/i.test(host);
}

/** The parts of what is an origin, a hostname or more than either; `rest` is the path and what follows it. */
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
  const isNeeded = port !== undefined && port !== DEFAULT_PORTS[scheme.toLowerCase()];
  return `${scheme.toLowerCase()}://${normalHost(host)}${isNeeded ? `:${port}` : ""}`;
}

function normalHost(host: string): string {
  const name = host.toLowerCase().replace(/\.$/, "");
  return NOT_ASCII.test(name) ? ascii(name) : name;
}

/** The name as browsers write it; "" for one that they refuse. */
function ascii(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : "";
}
