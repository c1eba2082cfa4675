/** Configurations of nginx for a media host. They use nothing that nginx 1.22 (Debian 12) lacks or newer versions refuse. */
import { MediaHostSigning } from "../args";
import {
  ALLOWED_METHODS,
  CONTENT_SECURITY_POLICY,
  EXPOSED_HEADERS,
  PREFLIGHT_SECONDS,
} from "../response-headers";
import { hasInnerServer, innerServer, innerUpstream } from "./nginx-inner";
import { block, comment, fileOf, parts, pattern } from "./nginx-lines";
import { isCached, nameOf, nginxMaps, served } from "./nginx-maps";
import { askLines, bucketServer, NOT_STEERED } from "./nginx-upstream";
import { assertPlain, assertPlainSecrets } from "./proxy-characters";
import { errorSeconds, type NginxSettings, pathBeforeKey } from "./proxy-settings";
import { HIDDEN_HEADERS } from "./upstream-headers";

/** One file with everything: what belongs to nginx's http level, and the server blocks. */
export function nginxSite(settings: NginxSettings): string {
  assertPlain(settings);
  return fileOf(
    introduction(settings),
    cachePath(settings),
    nginxMaps(settings),
    redirectServer(settings),
    mediaServer(settings),
    innerServer(settings),
  );
}

/** The file that `purge.includeFile` names: lines of nginx's `map`. Plain values would be compared without regard to case. */
export function nginxPurge(secrets: readonly string[]): string {
  assertPlainSecrets(secrets);
  return fileOf(
    comment(
      "The secrets of the app's purge requests. Keep this file private: chmod 600.",
      "After a change run: nginx -t && systemctl reload nginx",
    ),
    secrets.map((secret) => `"~^${secret}$" 1;`),
  );
}

function introduction(settings: NginxSettings): string[] {
  const { hostnames, bucket, resolvers, purge, innerPort, cacheFolder } = settings;
  const [hostname = ""] = hostnames;
  const purgeFile = purge && [`- ${purge.includeFile}: write it first (--part purge).`];
  return comment(
    `nginx for the media host ${hostname}, in front of the bucket ${bucket}.`,
    "Made by `media-storage proxy --server nginx`. Make it again when the settings change.",
    "",
    `Save it as /etc/nginx/conf.d/${hostname}.conf, and run: nginx -t && systemctl reload nginx`,
    "Check what is particular to this machine:",
    `- ssl_certificate: a certificate for ${hostnames.join(" and ")}. It must exist before nginx reads this file.`,
    `- resolver: the machine's DNS server (/etc/resolv.conf). Here it is ${resolvers.join(" ")}.`,
    ...(isCached(settings) ? [`- proxy_cache_path: ${cacheFolder} takes up to 10 GB.`] : []),
    ...(hasInnerServer(settings)
      ? [
          `- port ${innerPort} on 127.0.0.1: only nginx may use it. Other media hosts of this nginx may share it.`,
        ]
      : []),
    ...(purgeFile ?? []),
  );
}

function cachePath(settings: NginxSettings): string[] {
  if (!isCached(settings)) return [];
  const { cacheFolder, maxAgeSeconds } = settings;
  const options = `levels=1:2 keys_zone=${nameOf(settings)}:20m max_size=10g inactive=${maxAgeSeconds}s use_temp_path=off`;
  return [`proxy_cache_path ${cacheFolder} ${options};`];
}

/** Plain http: the check of a certificate authority, and a redirect. */
function redirectServer({ hostnames }: NginxSettings): string[] {
  return block("server", [
    "listen 80;",
    "listen [::]:80;",
    `server_name ${hostnames.join(" ")};`,
    `add_header Access-Control-Allow-Origin "*" always;`,
    "",
    ...comment("For `certbot certonly --webroot --webroot-path /var/www/html`."),
    ...block("location /.well-known/acme-challenge/", ["root /var/www/html;"]),
    ...block("location /", ["return 301 https://$host$request_uri;"]),
  ]);
}

function mediaServer(settings: NginxSettings): string[] {
  const { hostnames, resolvers } = settings;
  const name = nameOf(settings);
  const start = pattern(pathBeforeKey(settings));
  return block(
    "server",
    parts(
      ["listen 443 ssl http2;", "listen [::]:443 ssl http2;", `server_name ${hostnames.join(" ")};`],
      tlsLines(settings),
      [
        `resolver ${resolvers.join(" ")};`,
        "server_tokens off;",
        // Its answers would have no length, and so no ranges.
        "gzip off;",
        "max_ranges 1;",
        "client_max_body_size 1k;",
        // For the names of the hidden headers.
        "proxy_headers_hash_max_size 1024;",
        "proxy_headers_hash_bucket_size 128;",
      ],
      [
        ...comment(
          "On every answer, errors too. A location with an add_header of its own would lose all of these.",
        ),
        ...headerLines(name),
        ...(isCached(settings) ? ["add_header X-Cache $upstream_cache_status always;"] : []),
      ],
      [
        `if ($request_method !~ "^(${ALLOWED_METHODS.join("|")})$") {`,
        "    return 405;",
        "}",
        "if ($request_method = OPTIONS) {",
        "    return 204;",
        "}",
      ],
      block("location /", ["return 403;"]),
      block(`location ~ "^${start}/(?:${served(settings)})/"`, mediaLocation(settings)),
      ...(isCached(settings) ? errorLocations() : []),
    ),
  );
}

/**
 * nginx finds out that it cannot serve a range of a cached file when the headers are already added, and would add them again: two
 * lines of Access-Control-Allow-Origin are as bad as none. "no-store" then stands beside what the app says of the file, and wins.
 */
const errorLocations = (): string[][] => [
  block("location @misdirected", ["return 502;"]),
  block("location @unsatisfiable", [
    ...comment(
      "A range that the file does not have. The headers above are added already, and because of the add_header here not once more.",
    ),
    'add_header Cache-Control "no-store" always;',
    "return 416;",
  ]),
];

function tlsLines(settings: NginxSettings): string[] {
  const { certificate } = settings;
  return [
    `ssl_certificate ${certificate.file};`,
    `ssl_certificate_key ${certificate.key};`,
    "ssl_protocols TLSv1.2 TLSv1.3;",
    `ssl_session_cache shared:${nameOf(settings)}_tls:5m;`,
    "ssl_session_timeout 1d;",
    "ssl_session_tickets off;",
  ];
}

const headerLines = (name: string): string[] => [
  `add_header Access-Control-Allow-Origin "*" always;`,
  `add_header Access-Control-Allow-Methods "${ALLOWED_METHODS.join(", ")}" always;`,
  `add_header Access-Control-Allow-Headers "*" always;`,
  `add_header Access-Control-Expose-Headers "${EXPOSED_HEADERS.join(", ")}" always;`,
  `add_header Access-Control-Max-Age "${PREFLIGHT_SECONDS}" always;`,
  `add_header X-Content-Type-Options "nosniff" always;`,
  `add_header Content-Security-Policy "${CONTENT_SECURITY_POLICY}" always;`,
  `add_header Cross-Origin-Resource-Policy "cross-origin" always;`,
  `add_header Cache-Control $${name}_cache_control always;`,
  `add_header Allow $${name}_allow always;`,
];

function mediaLocation(settings: NginxSettings): string[] {
  const key = `$${nameOf(settings)}_key`;
  return parts(
    [`if (${key} = "") {`, "    return 403;", "}"],
    ...(isCached(settings) ? cachedRequest(settings, key) : [signedRequest(settings, key)]),
    HIDDEN_HEADERS.map((header) => `proxy_hide_header ${header};`),
  );
}

function cachedRequest(settings: NginxSettings, key: string): string[][] {
  const { maxAgeSeconds, purge } = settings;
  const bucket = bucketServer(settings);
  const server = hasInnerServer(settings) ? innerUpstream(settings) : bucket;
  return [
    askLines(server, key),
    // A redirect would lead readers past this host. Other errors must not be here: nginx would not cache one that replaces a file.
    [
      "proxy_intercept_errors on;",
      "error_page 300 301 302 303 307 308 = @misdirected;",
      "error_page 416 = @unsatisfiable;",
    ],
    [
      ...comment("Cached files expire, whatever the store says of them."),
      `proxy_cache ${nameOf(settings)};`,
      `proxy_cache_key "${bucket.origin}${bucket.path}${key}";`,
      "proxy_ignore_headers Cache-Control Expires Set-Cookie Vary X-Accel-Expires X-Accel-Redirect X-Accel-Limit-Rate X-Accel-Buffering X-Accel-Charset;",
      `proxy_cache_valid 200 ${maxAgeSeconds}s;`,
      `proxy_cache_valid 403 404 410 ${errorSeconds(settings)}s;`,
      "proxy_cache_valid 500 502 503 504 1s;",
      "proxy_cache_use_stale off;",
      "proxy_cache_revalidate on;",
      "proxy_cache_lock on;",
      "proxy_force_ranges on;",
      ...(purge ? [`proxy_cache_bypass $${nameOf(settings)}_purge;`] : []),
    ],
  ];
}

/** Whether the query has a signature. Everything else that a store reads from a query is then signed by the app as well. */
const SIGNED = '"(^|&)X-Amz-Signature="';

/** What readers may ask of a file, beside its signature. */
const READERS_HEADERS = {
  Range: "$http_range",
  "If-Range": "$http_if_range",
  "If-None-Match": "$http_if_none_match",
  "If-Modified-Since": "$http_if_modified_since",
};

/** Behind a signed URL nothing may change: the signature covers the host, the path and the query. */
function signedRequest(settings: NginxSettings, key: string): string[] {
  const server = bucketServer(settings);
  return [
    ...comment(
      "Every URL is signed; the store checks it. Nothing is cached: a cached file would be served without a signature.",
    ),
    `if ($args !~ ${SIGNED}) {`,
    "    return 403;",
    "}",
    ...(settings.signing === MediaHostSigning.PreserveHost
      ? askLines(
          { ...server, path: pathBeforeKey(settings), host: "$host" },
          `${key}$is_args$args`,
          READERS_HEADERS,
        )
      : askLines(server, `${key}$is_args$args`, READERS_HEADERS)),
    NOT_STEERED,
    "proxy_max_temp_file_size 0;",
  ];
}
