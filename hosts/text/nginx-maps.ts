/** The maps of nginx's http level: what a request is, and what its answer says of itself. */
import { ALLOWED_METHODS } from "../response-headers";
import { block, comment, parts, pattern } from "./nginx-lines";
import {
  ENCODED_AGAIN,
  errorSeconds,
  type NginxSettings,
  pathBeforeKey,
  type ProxyPurge,
} from "./proxy-settings";

/** All maps, with an empty line between them. */
export function nginxMaps(settings: NginxSettings): string[] {
  return parts(pathMap(settings), purgeMap(settings), cacheControlMaps(settings), allowMap(settings));
}

/**
 * Variables, the cache and TLS sessions are shared by all sites of an nginx, so their names contain the hostname. nginx reads a digit after
 * "$" as a group of a regular expression, so a name must not begin with one.
 */
export const nameOf = ({ hostnames: [hostname = ""] }: NginxSettings): string =>
  hostname
    .replace(/^(?=\d)/, "_")
    .replace(/-/g, "__")
    .replace(/\./g, "_");

/** Whether files are cached: those of signed URLs would be served to readers without a signature. */
export const isCached = ({ signing }: NginxSettings): boolean => signing === undefined;

/** The regular expression of the served prefixes, without the slash at their ends. */
export const served = ({ prefixes }: NginxSettings): string =>
  prefixes.map((prefix) => pattern(prefix.replace(/\/$/, ""))).join("|");

/**
 * The bytes of the path as the reader sent them are what the store is asked for: nginx's own `$uri` has lost the escapes that keys
 * with spaces need. So a path that a server could read as another one must not pass.
 */
function pathMap(settings: NginxSettings): string[] {
  const start = pattern(pathBeforeKey(settings));
  const { legacy } = settings;
  return [
    ...comment(
      "The key to ask for, as the reader spelled it: empty unless it is below a public prefix. An empty segment, a segment . or ..,",
      "a backslash, and an encoded slash, backslash or zero byte are refused, so no server can take it for another key.",
      ...(legacy ? ["The legacy host may decode twice, so these are refused in twofold encoding too."] : []),
    ),
    ...block(`map $request_uri $${nameOf(settings)}_key`, [
      String.raw`"~*^[^?#]*(//|\x5c|%2f|%5c|%00|/(\.|%2e){1,2}([/;?#]|%3b|$))" "";`,
      ...(legacy ? [`"~*^[^?#]*${ENCODED_AGAIN}" "";`] : []),
      `"~^${start}(/(?:${served(settings)})/[^?#]+)" $1;`,
      `default "";`,
    ]),
  ];
}

function purgeMap(settings: NginxSettings): string[] {
  const { purge } = settings;
  if (purge === undefined) return [];
  return [
    ...comment("Whether this is a purge request of the app: it sends one of the secrets of this file."),
    ...block(`map $http_${variable(purge)} $${nameOf(settings)}_purge`, [
      `include ${purge.includeFile};`,
      `default "";`,
    ]),
  ];
}

const variable = ({ header }: ProxyPurge): string => header.toLowerCase().replace(/-/g, "_");

function cacheControlMaps(settings: NginxSettings): string[] {
  const name = nameOf(settings);
  const { maxAgeSeconds } = settings;
  const lifetime = isCached(settings) ? `public, max-age=${maxAgeSeconds}` : "private, no-cache";
  const ofErrors = isCached(settings) ? `public, max-age=${errorSeconds(settings)}` : "no-store";
  return [
    ...comment(
      "How long browsers may cache an answer: for a file what the app says, for an error a short time.",
    ),
    ...block(`map $upstream_http_cache_control $${name}_lifetime`, [
      `"" "${lifetime}";`,
      "default $upstream_http_cache_control;",
    ]),
    ...block(`map $status $${name}_cache_control`, [
      `"~^(200|206|304)$" $${name}_lifetime;`,
      `default "${ofErrors}";`,
    ]),
  ];
}

function allowMap(settings: NginxSettings): string[] {
  return block(`map $status $${nameOf(settings)}_allow`, [
    `405 "${ALLOWED_METHODS.join(", ")}";`,
    `default "";`,
  ]);
}
