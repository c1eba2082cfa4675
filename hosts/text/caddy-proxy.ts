/** How Caddy asks another server for a file. */
import { block, comment, parts, quoted } from "./caddy-lines";

/** A server that Caddy asks. */
export interface CaddyUpstream {
  /** Scheme, host and port. */
  origin: string;
  /** The Host header. */
  host: string;
  /** The only certificate authority that it is trusted by; undefined for those of the machine. */
  caFile?: string;
  /** By default none is sent. */
  userAgent?: string;
}

/** What a store, or the app that has the old files, says about itself or its visitors; a "*" stands for any letters. */
const HIDDEN_HEADERS = [
  "Access-Control-*",
  "Alt-Svc",
  "Clear-Site-Data",
  "Content-Security-Policy*",
  "Cross-Origin-*",
  "Link",
  "Location",
  "NEL",
  "P*",
  "R*",
  "S*",
  "T*",
  "V*",
  "W*",
  "X-*",
];

/** `responses`: what happens to some answers; what they do not name is an error with the server's status. */
export function proxyLines(
  { origin, host, caFile, userAgent }: CaddyUpstream,
  ...responses: string[][]
): string[] {
  return block(
    `reverse_proxy ${origin}`,
    parts(
      [
        `header_up Host ${host}`,
        ...(userAgent === undefined ? [] : [`header_up User-Agent ${userAgent}`]),
        // Caddy adds these.
        "header_up -Via",
        "header_up -X-Forwarded-*",
        ...HIDDEN_HEADERS.map((name) => `header_down -${name}`),
        ...block("transport http", [
          ...comment("Otherwise Caddy asks for gzip, and a file has no length and no ranges."),
          "compression off",
          "response_header_timeout 60s",
          ...(caFile === undefined ? [] : [`tls_trusted_ca_certs ${quoted(caFile)}`]),
        ]),
      ],
      ["@file status 2xx 304", ...block("handle_response @file", ["copy_response"])],
      [
        "@range status 416",
        ...block("handle_response @range", [
          ...block("copy_response_headers", ["include Content-Range"]),
          'error "range" 416',
        ]),
      ],
      ...responses,
      [
        ...comment("What a store says about an error is not for readers."),
        ...block("handle_response", ['error "upstream" {rp.status_code}']),
      ],
    ),
  );
}
