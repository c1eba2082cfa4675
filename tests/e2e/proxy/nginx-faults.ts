/** What can be wrong with a configuration of nginx, each as a change of its text. */
import type { ProxyFault } from "./suite";
import type { Variant } from "./table";

const swap =
  (from: string | RegExp, to: string) =>
  (site: string): string =>
    site.replace(from, to);

/** Without the lines that begin with this directive. */
const without =
  (directive: string) =>
  (site: string): string =>
    site.replace(new RegExp(`^ *${directive.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}.*\n`, "gm"), "");

const fault = (of: Variant, red: string, change: (site: string) => string): ProxyFault => ({
  of,
  red,
  change,
});

const SERVED = "every public prefix is served without the bucket's name in the URL";
const PRIVATE = "a private key is refused and never asked for";
const PURGED = "a purge with the secret of slot a forgets the copy of a deleted object at once";

export const faults: Record<string, ProxyFault> = {
  "methods that write are passed on": fault(
    "plain",
    "a method that writes is refused and reaches no server",
    swap("^(GET|HEAD|OPTIONS)$", "^(GET|HEAD|OPTIONS|DELETE)$"),
  ),
  "a private prefix is served": fault("plain", PRIVATE, swap(/\(\?:accounts\|/g, "(?:backups|accounts|")),
  "everything is served": fault(
    "full",
    PRIVATE,
    swap(/location \/ \{\n +return 403;/, "location / { proxy_pass http://127.0.0.1:1;"),
  ),
  "paths are not checked": fault(
    "plain",
    "a path that could be taken for another one is refused and never asked for",
    without('"~*^[^?#]*('),
  ),
  "nginx's own form of the path is passed on": fault(
    "plain",
    "a key with a space, a plus, a percent sign and letters of other languages is served",
    swap(/(proxy_pass \S+)\$\w+_key;/, "$1$uri;"),
  ),
  "the query is passed on": fault(
    "plain",
    "no query string reaches the bucket, or changes what is served",
    swap(/(proxy_pass \S+_key);/, "$1$is_args$args;"),
  ),
  "the store decides how long copies are kept": fault(
    "plain",
    "a deleted object is gone after the maximum age",
    swap("proxy_ignore_headers Cache-Control Expires ", "proxy_ignore_headers "),
  ),
  "errors do not replace copies": fault("full", PURGED, without("proxy_cache_valid 403")),
  "errors of a store that is down do not replace copies": fault(
    "purging",
    "a purge while the bucket is down forgets the copy too",
    without("proxy_cache_valid 500"),
  ),
  "errors are kept for an hour": fault(
    "plain",
    "a missing key is asked for again soon",
    swap(/(proxy_cache_valid 403 404 410) \d+s/, "$1 3600s"),
  ),
  "nothing is purged": fault("purging", PURGED, without("proxy_cache_bypass")),
  "anybody may purge": fault(
    "purging",
    "a purge needs the very secret",
    swap(/(include \S+;\n +default) "";/, "$1 1;"),
  ),
  "old copies are served while the store is down": fault(
    "plain",
    "while the bucket is down a copy is served, but no older than any other",
    swap("proxy_cache_use_stale off", "proxy_cache_use_stale error timeout"),
  ),
  "nothing is kept": fault(
    "plain",
    "a copy is kept, and asked about when it is old",
    swap(/proxy_cache \w+;/, "proxy_cache off;"),
  ),
  "old copies are fetched again": fault(
    "plain",
    "a copy is kept, and asked about when it is old",
    without("proxy_cache_revalidate"),
  ),
  "ranges depend on the store": fault(
    "plain",
    "a range is served of a store that announces no ranges",
    without("proxy_force_ranges"),
  ),
  "the headers are on the error of a range twice": fault(
    "plain",
    "a range that cannot be satisfied is 416 and is not kept",
    swap("error_page 416 = @unsatisfiable;", ""),
  ),
  "many ranges are served": fault(
    "plain",
    "several ranges are answered with the whole file",
    without("max_ranges"),
  ),
  "errors have no headers": fault("plain", PRIVATE, swap(/ always;/g, ";")),
  "a location has a header of its own": fault(
    "plain",
    SERVED,
    swap("proxy_cache_lock on;", 'proxy_cache_lock on; add_header X-Media "1";'),
  ),
  "there is no content security policy": fault(
    "plain",
    SERVED,
    without("add_header Content-Security-Policy"),
  ),
  "there is no nosniff": fault("plain", SERVED, without("add_header X-Content-Type-Options")),
  "readers are not told how long to keep errors": fault(
    "plain",
    PRIVATE,
    swap(/default "public, max-age=\d+";/, 'default "public, max-age=315576000";'),
  ),
  "the reader's headers are passed on": fault(
    "plain",
    "nothing of the reader's reaches the bucket, and no header changes the copy",
    swap(/proxy_pass_request_headers off/g, "proxy_pass_request_headers on"),
  ),
  "the store's headers reach readers": fault(
    "plain",
    "a header that the bucket adds is not believed",
    without("proxy_hide_header X-Amz-Storage-Class"),
  ),
  "cookies of the store reach readers": fault(
    "plain",
    "a header that the bucket adds is not believed",
    without("proxy_hide_header Set-Cookie"),
  ),
  "the store steers nginx": fault(
    "plain",
    "a header that the bucket adds is not believed",
    swap(" X-Accel-Redirect", ""),
  ),
  "a redirect of the store reaches readers": fault(
    "plain",
    "a redirect of the bucket does not reach readers",
    without("error_page 300 301 302 303 307 308 = @misdirected"),
  ),
  "the store gets the name of the media host": fault(
    "plain",
    SERVED,
    swap(/proxy_set_header Host localhost:\d+;/, "proxy_set_header Host $host;"),
  ),
  "TLS names no host": fault("plain", SERVED, swap("proxy_ssl_server_name on", "proxy_ssl_server_name off")),
  "the store's certificate is for another name": fault(
    "plain",
    SERVED,
    swap("proxy_ssl_name localhost", "proxy_ssl_name other.example"),
  ),
  "there is no fallback": fault(
    "full",
    "what the bucket lacks comes from the legacy host",
    without("error_page 403 404 = @legacy"),
  ),
  "every error leads to the legacy host": fault(
    "full",
    "an error of the bucket's other than 403 and 404 does not reach the legacy host",
    swap("error_page 403 404 = @legacy", "error_page 403 404 502 503 504 = @legacy"),
  ),
  "a redirect of the legacy host is passed on": fault(
    "full",
    "a redirect of the legacy host is 404 and goes nowhere",
    without("recursive_error_pages"),
  ),
};
