/**
 * Bucket and legacy host behind one server on loopback. The media host keeps only what this server finally answers: if it fell back itself
 * (error_page at the cached location), nginx would not keep the bucket's error, and a purge would leave the old copy in place.
 */
import { block, comment, parts } from "./nginx-lines";
import { type AskedServer, askLines, bucketServer } from "./nginx-upstream";
import { type NginxSettings, pathBeforeKey, type ProxyLegacy } from "./proxy-settings";

/** The server as the media host asks it. */
export const fallbackUpstream = ({ hostnames, legacyPort }: NginxSettings): AskedServer => ({
  origin: `http://127.0.0.1:${legacyPort}`,
  path: "",
  authoritiesFile: "",
  host: hostnames[0] ?? "",
});

/** Asks whether a copy of ours is still right. */
const CONDITIONS = { "If-None-Match": "$http_if_none_match", "If-Modified-Since": "$http_if_modified_since" };

/** An answer of the legacy host that readers must not get: a redirect may lead back here. */
const NOT_A_FILE = "300 301 302 303 307 308 401 403 405 410";

export function fallbackServer(settings: NginxSettings): string[] {
  const { hostnames, resolvers, legacyPort, legacy } = settings;
  if (legacy === undefined) return [];
  return [
    ...comment(
      `The bucket, and ${legacy.hostname} for what the bucket answers with 403 or 404. Only the server above asks it.`,
    ),
    ...block(
      "server",
      parts(
        [
          `listen 127.0.0.1:${legacyPort};`,
          `server_name ${hostnames[0] ?? ""};`,
          `resolver ${resolvers.join(" ")};`,
          "access_log off;",
        ],
        block("location /", [
          ...askLines(bucketServer(settings), "$request_uri", CONDITIONS),
          "proxy_ignore_headers X-Accel-Redirect X-Accel-Limit-Rate X-Accel-Buffering X-Accel-Charset;",
          "proxy_intercept_errors on;",
          "error_page 403 404 = @legacy;",
        ]),
        block("location @legacy", [
          ...askLines(legacyServer(settings, legacy), "$request_uri", {
            ...CONDITIONS,
            // Some hosts refuse clients that do not say what they are.
            "User-Agent": "media-storage",
          }),
          "proxy_ignore_headers X-Accel-Redirect X-Accel-Limit-Rate X-Accel-Buffering X-Accel-Charset;",
          "proxy_intercept_errors on;",
          "recursive_error_pages on;",
          `error_page ${NOT_A_FILE} = @missing;`,
        ]),
        block("location @missing", ["return 404;"]),
      ),
    ),
  ];
}

const legacyServer = ({ authoritiesFile }: NginxSettings, legacy: ProxyLegacy): AskedServer => ({
  origin: `https://${legacy.hostname}`,
  path: pathBeforeKey(legacy),
  authoritiesFile,
});
