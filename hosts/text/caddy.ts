/**
 * A Caddyfile for the media host, which Caddy 2.6 (Debian 12) and later read. What is not obvious about Caddy:
 * - The matchers `path` and `path_regexp` tidy the path first ("/backups/../accounts/" is "/accounts/") and ignore case, but the
 *   store gets the path as it was sent. So `vars_regexp` matches {uri}, the target as it was sent.
 * - `rewrite` with {path} unescapes the path, so "%3F" would begin a query. `uri path_regexp` changes the path as it was sent.
 * - What `header` has set is also in the answer to an error that happens later.
 */
import { MediaHostSigning } from "../args";
import {
  ALLOWED_METHODS,
  CONTENT_SECURITY_POLICY,
  EXPOSED_HEADERS,
  PREFLIGHT_SECONDS,
} from "../response-headers";
import { block, comment, fileOf, literally, parts, regexp } from "./caddy-lines";
import { proxyLines } from "./caddy-proxy";
import { assertPlain, assertPlainRedirect } from "./proxy-characters";
import {
  ENCODED_AGAIN,
  errorSeconds,
  hostOfOrigin,
  pathBeforeKey,
  type ProxyLegacy,
  type ProxySettings,
  redirectBase,
  type WebRedirect,
} from "./proxy-settings";

/** A site that a Caddyfile imports. */
export function caddySite(settings: ProxySettings): string {
  const { hostnames, upstream } = settings;
  // Caddy's text quotes this file, so it may have more characters than nginx's.
  const { origin, path, host } = upstream;
  assertPlain({ ...settings, upstream: { origin, path, ...(host !== undefined && { host }) } });
  return fileOf(
    introduction(settings),
    redirectToHttps(settings),
    block(
      hostnames.join(", "),
      block(
        "route",
        parts(headers(settings), refusals(settings), preflight(), requestToStore(settings), store(settings)),
      ),
      [""],
      errors(settings),
    ),
  );
}

/** What the site of the web domain needs, so that old URLs of its own files lead to the media host. */
export function caddyWebRedirect(redirect: WebRedirect): string {
  const { webDomain } = redirect;
  assertPlainRedirect(redirect);
  return fileOf(
    comment(
      `Old media URLs of ${webDomain}: other servers keep asking for https://${webDomain}/system/.`,
      "Made by `media-storage proxy --server caddy --part web`.",
      `Put these lines into the site block of ${webDomain}, and run: systemctl reload caddy`,
    ),
    [
      `@oldMedia vars_regexp oldMedia {uri} ${regexp("^/system/([^?]+)")}`,
      "header @oldMedia Access-Control-Allow-Origin *",
      `redir @oldMedia ${redirectBase(redirect)}/{re.oldMedia.1} permanent`,
    ],
  );
}

function introduction({ hostnames: [hostname = ""], bucket }: ProxySettings): string[] {
  return comment(
    `Caddy for the media host ${hostname}, in front of the bucket ${bucket}. For Caddy 2.6 and later.`,
    "Made by `media-storage proxy --server caddy`. Make it again when the settings change.",
    "",
    `Save it as /etc/caddy/${hostname}.caddy, write the line "import ${hostname}.caddy" at the top level of`,
    "/etc/caddy/Caddyfile, and run: caddy validate --config /etc/caddy/Caddyfile && systemctl reload caddy",
    "",
    "Caddy gets the certificates itself. It caches nothing: every view is a request to the store, and a file that the app",
    "deletes is gone at once. Browsers cache a file for as long as the app says.",
    `Caddy logs no requests unless you add "log" to the site. Such a log contains the IP addresses of readers.`,
  );
}

/** Caddy's own redirect would not allow pages of other hosts to follow it. The check of a certificate authority comes before it. */
function redirectToHttps({ hostnames }: ProxySettings): string[] {
  return block(hostnames.map((name) => `http://${name}`).join(", "), [
    "header Access-Control-Allow-Origin *",
    "redir https://{host}{uri} permanent",
  ]);
}

/** Whether everybody may read a file, without a signature. */
const isPublic = ({ signing }: ProxySettings): boolean => signing === undefined;

function headers(settings: ProxySettings): string[] {
  const lifetime = isPublic(settings) ? `public, max-age=${settings.maxAgeSeconds}` : "private, no-cache";
  return [
    ...comment("On every answer, errors too."),
    ...block("header", [
      "Access-Control-Allow-Origin *",
      `Access-Control-Expose-Headers "${EXPOSED_HEADERS.join(", ")}"`,
      `Content-Security-Policy "${CONTENT_SECURITY_POLICY}"`,
      "Cross-Origin-Resource-Policy cross-origin",
      "X-Content-Type-Options nosniff",
      ...comment("For files to which the app gave no time."),
      `?Cache-Control "${lifetime}"`,
    ]),
  ];
}

/** What a server could take for another path. In {uri} a character that needs an escape has one, such as a backslash. */
const ODD_PATH = String.raw`(?i)^[^?]*(?://|/(?:\.|%2e){1,2}(?:[/;?]|%3b|$)|/(?:[?]|$)|%2f|%5c|%00)`;

/** Whether the query has a signature. Everything else that a store reads from a query is then signed by the app as well. */
const SIGNED_QUERY = "^[^?]*[?](?:.*&)?X-Amz-Signature=";

function refusals(settings: ProxySettings): string[] {
  const served = settings.prefixes.map(literally).join("|");
  return parts(
    [
      `@otherMethod not method ${ALLOWED_METHODS.join(" ")}`,
      `header @otherMethod Allow "${ALLOWED_METHODS.join(", ")}"`,
      "error @otherMethod 405",
    ],
    [
      ...comment(
        "The store gets the path as the reader spelled it. Only a public prefix passes, and no path that a server could take for",
        "another one: an empty segment, a segment . or .., a backslash, an encoded slash, backslash or zero byte.",
      ),
      `@private not vars_regexp {uri} ${regexp(`^${literally(pathBeforeKey(settings))}/(?:${served})`)}`,
      "error @private 403",
      `@odd vars_regexp {uri} ${regexp(ODD_PATH)}`,
      "error @odd 403",
      ...(settings.legacy
        ? [
            ...comment("The legacy host may decode twice, so these are refused in twofold encoding too."),
            `@encodedAgain vars_regexp {uri} ${regexp(`(?i)^[^?]*${ENCODED_AGAIN}`)}`,
            "error @encodedAgain 403",
          ]
        : []),
    ],
    [
      ...comment("A GET has no body. What is longer than this is not read to its end."),
      ...block("request_body", ["max_size 1KB"]),
      // Not `vars_regexp`: in Caddy 2.6 it also sees "<nil>".
      '@body expression `{http.request.body} != ""`',
      "error @body 413",
    ],
  );
}

function preflight(): string[] {
  return [
    "@preflight method OPTIONS",
    ...block("header @preflight", [
      `Access-Control-Allow-Methods "${ALLOWED_METHODS.join(", ")}"`,
      "Access-Control-Allow-Headers *",
      `Access-Control-Max-Age ${PREFLIGHT_SECONDS}`,
    ]),
    "respond @preflight 204",
  ];
}

/** The headers of the reader that reach the store and the legacy host; as in nginx, they are what ranges and unchanged files need. */
const READERS_HEADERS = ["Range", "If-Range", "If-None-Match", "If-Modified-Since"];

/**
 * Removes every header but `READERS_HEADERS`. `-*` would be the usual way, but Caddy 2.6 then fails at every request; `-**` is "contains
 * nothing". It removes Host as well, without which the site's own `handle_errors` does not apply.
 */
function onlyReadersHeaders(): string[] {
  return [
    ...comment("Of the reader's headers the store gets only these."),
    ...block("vars", ["Host {hostport}", ...READERS_HEADERS.map((name) => `${name} {header.${name}}`)]),
    "request_header -**",
    "request_header Host {vars.Host}",
    // Without the condition an empty header would be sent.
    ...READERS_HEADERS.flatMap((name) => [
      `@has-${name} not vars {vars.${name}} ""`,
      `request_header @has-${name} ${name} {vars.${name}}`,
    ]),
  ];
}

/** Makes the reader's request the one for the store. */
function requestToStore(settings: ProxySettings): string[] {
  const { upstream, signing } = settings;
  const before = pathBeforeKey(settings);
  const withoutQuery = [...comment("The query does not reach the store."), "rewrite * ?"];
  const withSignature = [
    ...comment("Every URL is signed; the store checks it. The signature is in the query."),
    `@unsigned not vars_regexp {uri} ${regexp(SIGNED_QUERY)}`,
    "error @unsigned 403",
  ];
  return [
    ...(isPublic(settings) ? withoutQuery : withSignature),
    // A signature covers the path.
    ...(signing === MediaHostSigning.PreserveHost ? [] : movedPath(before, upstream.path)),
    ...onlyReadersHeaders(),
  ];
}

/** Puts the key below another path. */
const movedPath = (from: string, to: string): string[] =>
  from === to ? [] : [`uri path_regexp ^${literally(from)}/ ${to}/`];

function store({ upstream, signing, legacy }: ProxySettings): string[] {
  const host =
    signing === MediaHostSigning.PreserveHost
      ? "{hostport}"
      : (upstream.host ?? hostOfOrigin(upstream.origin));
  return proxyLines(
    { ...upstream, host },
    [
      ...comment("A redirect would lead readers past this host."),
      "@redirect status 3xx",
      ...block("handle_response @redirect", ['error "redirect" 502']),
    ],
    legacy === undefined ? [] : fallback(legacy, upstream.path),
  );
}

function fallback(legacy: ProxyLegacy, storePath: string): string[] {
  const { hostname } = legacy;
  return [
    ...comment("What is not in the bucket yet."),
    "@missing status 403 404",
    ...block("handle_response @missing", [
      ...movedPath(storePath, pathBeforeKey(legacy)),
      ...proxyLines({ origin: `https://${hostname}`, host: hostname, userAgent: "media-storage" }, [
        ...comment("A redirect may lead back here."),
        "@redirect status 3xx 401 403 405 410",
        ...block("handle_response @redirect", ['error "missing" 404']),
      ]),
    ]),
  ];
}

function errors(settings: ProxySettings): string[] {
  const lifetime = isPublic(settings) ? `public, max-age=${errorSeconds(settings)}` : "no-store";
  return block("handle_errors", [
    `header Cache-Control "${lifetime}"`,
    'respond "{err.status_code} {err.status_text}"',
  ]);
}
