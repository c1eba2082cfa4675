/**
 * What answers behind the cache: the bucket, and the legacy host if there is one, as a server on loopback. nginx caches an error in place of
 * a file only if a server answered with it. If the media host itself fell back (error_page at the cached location), or had no answer at
 * all, a purge would leave the file in the cache.
 */
import { block, comment, parts } from "./nginx-lines";
import { served } from "./nginx-maps";
import { type AskedServer, askLines, bucketServer, NOT_STEERED } from "./nginx-upstream";
import { type NginxSettings, pathBeforeKey, type ProxyLegacy } from "./proxy-settings";

/** Whether the cache needs it. */
export const hasInnerServer = ({ legacy, purge }: { legacy?: object; purge?: object }): boolean =>
  legacy !== undefined || purge !== undefined;

/** The server as the media host asks it. */
export const innerUpstream = ({ hostnames, innerPort }: NginxSettings): AskedServer => ({
  origin: `http://127.0.0.1:${innerPort}`,
  path: "",
  authoritiesFile: "",
  host: hostnames[0] ?? "",
});

/** Whether a file in the media host's cache is still right. */
const CONDITIONS = { "If-None-Match": "$http_if_none_match", "If-Modified-Since": "$http_if_modified_since" };

/** An answer of the legacy host that readers must not get: a redirect may lead back here. */
const NOT_A_FILE = "300 301 302 303 307 308 401 403 405 410";

export function innerServer(settings: NginxSettings): string[] {
  const { hostnames, resolvers, innerPort, legacy } = settings;
  if (!hasInnerServer(settings)) return [];
  const says =
    legacy === undefined
      ? [
          "The bucket. Only the server above asks this one, so that it also caches the error of a bucket that is down.",
        ]
      : [
          `The bucket, and ${legacy.hostname} for what the bucket answers with 403 or 404. Only the server above asks this one.`,
        ];
  return [
    ...comment(...says),
    ...block(
      "server",
      parts(
        [
          `listen 127.0.0.1:${innerPort};`,
          `server_name ${hostnames[0] ?? ""};`,
          `resolver ${resolvers.join(" ")};`,
          "access_log off;",
          ...(legacy ? ["recursive_error_pages on;"] : []),
        ],
        block("location /", ["return 403;"]),
        block(`location ~ "^/(?:${served(settings)})/"`, [
          ...askLines(bucketServer(settings), "$request_uri", CONDITIONS),
          NOT_STEERED,
          ...(legacy ? ["proxy_intercept_errors on;", "error_page 403 404 = @legacy;"] : []),
        ]),
        ...(legacy ? legacyLocations(settings, legacy) : []),
      ),
    ),
  ];
}

function legacyLocations(settings: NginxSettings, legacy: ProxyLegacy): string[][] {
  const server = {
    origin: `https://${legacy.hostname}`,
    path: pathBeforeKey(legacy),
    authoritiesFile: settings.authoritiesFile,
  };
  return [
    block("location @legacy", [
      // Some hosts refuse clients that do not say what they are.
      ...askLines(server, "$request_uri", { ...CONDITIONS, "User-Agent": "media-storage" }),
      NOT_STEERED,
      "proxy_intercept_errors on;",
      `error_page ${NOT_A_FILE} = @missing;`,
    ]),
    block("location @missing", ["return 404;"]),
  ];
}
