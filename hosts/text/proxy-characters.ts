/**
 * Which characters may be in the configuration of a proxy. Its texts quote and escape nothing, so what passes here must have no meaning in
 * nginx's and Caddy's own syntax: no space, quote, semicolon, brace, "$", "#" or backslash.
 */
import { isKeyPath } from "../../validation/names";
import type { NginxSettings, ProxySettings, WebRedirect } from "./proxy-settings";

/** Whether a path of the proxy's machine can be written down: absolute, of letters, digits and "/_.@+-". */
export const isPlainPath = (path: string): boolean => /^\/[A-Za-z0-9/_.@+-]*$/.test(path);

/** Whether a text is the address of a DNS server: IPv4, or IPv6 in brackets, with a port if it is not 53. */
export const isResolver = (text: string): boolean =>
  /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\])(:\d{1,5})?$/i.test(text);

export const isPort = (port: number): boolean => Number.isInteger(port) && port >= 1 && port <= 65_535;

/** With a port, if it is not the scheme's. */
const HOST = /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:\d{1,5})?$/i;
const HOSTNAME = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;

const isBelow = (path: string): boolean => path === "" || (path.startsWith("/") && isKeyPath(path.slice(1)));
const isPrefix = (prefix: string): boolean => prefix.endsWith("/") && isKeyPath(prefix.slice(0, -1));

/** Throws if the settings contain a character that could end or change a directive. Call it before anything is written. */
export function assertPlain(settings: ProxySettings & Partial<NginxSettings>): void {
  const { bucket, hostnames, path = "a", prefixes, upstream, legacy, purge, certificate } = settings;
  const { resolvers = [], authoritiesFile, cacheFolder, innerPort = 1, maxAgeSeconds } = settings;
  const files = [
    upstream.caFile,
    purge?.includeFile,
    certificate?.file,
    certificate?.key,
    authoritiesFile,
    cacheFolder,
  ];
  const checks: Check[] = [
    ["bucket", [bucket], /^[A-Za-z0-9._-]+$/.test(bucket)],
    ["hostnames", hostnames, hostnames.length > 0 && hostnames.every((name) => HOSTNAME.test(name))],
    ["path", [path], isKeyPath(path)],
    ["prefixes", prefixes, prefixes.length > 0 && prefixes.every(isPrefix)],
    ["upstream.origin", [upstream.origin], isOrigin(upstream.origin)],
    ["upstream.host", [upstream.host], upstream.host === undefined || HOST.test(upstream.host)],
    ["upstream.path", [upstream.path], isBelow(upstream.path)],
    ["legacy.hostname", [legacy?.hostname], legacy === undefined || HOST.test(legacy.hostname)],
    ["legacy.path", [legacy?.path], legacy?.path === undefined || isKeyPath(legacy.path)],
    ["purge.header", [purge?.header], purge === undefined || /^[A-Za-z][A-Za-z0-9-]*$/.test(purge.header)],
    ["a file", files, files.every((file) => file === undefined || isPlainPath(file))],
    ["resolvers", resolvers, resolvers.every(isResolver)],
    ["innerPort", [innerPort], isPort(innerPort)],
    ["maxAgeSeconds", [maxAgeSeconds], Number.isInteger(maxAgeSeconds) && maxAgeSeconds > 0],
  ];
  refuse(checks);
}

/** The same for the redirect of old URLs. */
export function assertPlainRedirect({
  webDomain = "a",
  publicBaseUrl,
  keyPrefix = "a",
}: Omit<WebRedirect, "webDomain"> & Partial<WebRedirect>): void {
  refuse([
    ["webDomain", [webDomain], HOSTNAME.test(webDomain)],
    ["publicBaseUrl", [publicBaseUrl], isBase(publicBaseUrl)],
    ["keyPrefix", [keyPrefix], isKeyPath(keyPrefix)],
  ]);
}

type Check = [what: string, values: readonly unknown[], isPlain: boolean];

function refuse(checks: Check[]): void {
  const wrong = checks.find(([, , isPlain]) => !isPlain);
  if (wrong)
    throw new Error(
      `bug: ${wrong[0]} cannot be written into a proxy's configuration: ${JSON.stringify(wrong[1])}`,
    );
}

/** An origin, with a path if the keys are below one. */
const isBase = (url: string): boolean => {
  const [, origin = "", path = ""] = /^(https?:\/\/[^/]*)(.*)$/s.exec(url) ?? [];
  return isOrigin(origin) && isBelow(path);
};

const isOrigin = (origin: string): boolean => {
  const [, host] = /^https?:\/\/(.*)$/s.exec(origin) ?? [];
  return host !== undefined && HOST.test(host);
};

/** Throws if a secret could mean something in a regular expression or end a line. It is not shown. */
export function assertPlainSecrets(secrets: readonly string[]): void {
  if (!secrets.every((secret) => /^[A-Za-z0-9_-]{8,}$/.test(secret)))
    throw new Error("bug: a purge secret cannot be written into a proxy's configuration");
}
