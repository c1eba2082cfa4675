/** How nginx asks another server for a key. */
import { comment } from "./nginx-lines";
import { hostOfOrigin, type NginxSettings } from "./proxy-settings";

/** A server that nginx asks. */
export interface AskedServer {
  /** Scheme, host and port. */
  origin: string;
  /** The path before the key's slash. */
  path: string;
  /** The certificate authorities that its certificate is checked against. */
  authoritiesFile: string;
  /** The Host header, if it is not the host of the origin. */
  host?: string;
}

export const bucketServer = ({ upstream, authoritiesFile }: NginxSettings): AskedServer => ({
  origin: upstream.origin,
  path: upstream.path,
  authoritiesFile: upstream.caFile ?? authoritiesFile,
  ...(upstream.host !== undefined && { host: upstream.host }),
});

/** Ignores the headers by which a server steers the nginx that asks it. */
export const NOT_STEERED =
  "proxy_ignore_headers X-Accel-Redirect X-Accel-Limit-Rate X-Accel-Buffering X-Accel-Charset;";

/**
 * Asks for what a variable names. With a variable in it, `proxy_pass` resolves the name while nginx runs, and sends the path as it is.
 * `headers` are those of the reader that are passed on.
 */
export function askLines(
  { origin, path, authoritiesFile, host = hostOfOrigin(origin) }: AskedServer,
  key: string,
  headers: Record<string, string> = {},
): string[] {
  return [
    `proxy_pass ${origin}${path}${key};`,
    "proxy_http_version 1.1;",
    "proxy_pass_request_headers off;",
    "proxy_pass_request_body off;",
    // Without this line nginx announces the body that it does not send, and the server waits for it.
    'proxy_set_header Content-Length "";',
    `proxy_set_header Host ${host};`,
    ...Object.entries(headers).map(([name, value]) => `proxy_set_header ${name} ${value};`),
    ...(origin.startsWith("https:") ? tlsLines(hostOfOrigin(origin), authoritiesFile) : []),
    "proxy_connect_timeout 5s;",
    "proxy_buffer_size 16k;",
    "proxy_buffers 16 16k;",
    "proxy_redirect off;",
  ];
}

function tlsLines(host: string, authoritiesFile: string): string[] {
  return [
    ...comment("Only a server with a certificate for this name is asked."),
    "proxy_ssl_server_name on;",
    `proxy_ssl_name ${host.replace(/:\d+$/, "")};`,
    "proxy_ssl_protocols TLSv1.2 TLSv1.3;",
    "proxy_ssl_verify on;",
    "proxy_ssl_verify_depth 4;",
    `proxy_ssl_trusted_certificate ${authoritiesFile};`,
  ];
}
