/** Rules for the nginx in front of Mastodon or of its media host, during and after a move. */
import { bucketOf, sourceOf, type RunbookInput, type BucketStorageFacts } from "../../../runbook";
import { CONTENT_SECURITY_POLICY } from "../../../hosts/response-headers";
import { webRedirectLines } from "../../../hosts/text/nginx-web";
import { shellWord } from "../../../env/formats/shell";
import { inlineCode, instanceCommand, whereOutputsAre } from "../../../runbook/session";
import { keyPrefix, placeOf } from "../../../runbook/shell";

/** The path of media URLs, without a slash at the end; empty unless the proxy serves the keys below a path. */
export function mediaPath({ publicBaseUrl = "" }: BucketStorageFacts): string {
  return new URL(publicBaseUrl).pathname.replace(/\/$/, "");
}

/** A path as a regular expression that matches only this path: an unescaped dot would match every character. */
const pattern = (path: string): string => path.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/**
 * How the operator writes the configuration of the own proxy. Without `--resolver` it would name the DNS servers of the machine with
 * Pulumi, which the proxy may not reach.
 */
export function writeProxy(input: RunbookInput): string {
  const file = shellWord(`${input.facts.mediaHost?.hostname ?? ""}.conf`);
  const command = `${instanceCommand(input, "proxy", " --server nginx --resolver 127.0.0.53")} > ${file}`;
  const where = whereOutputsAre(input);
  return (
    `${where.charAt(0).toUpperCase()}${where.slice(1)}, ${inlineCode(command)} writes it for nginx. Set \`--resolver\` to the DNS server in \`/etc/resolv.conf\` of the proxy's machine, ` +
    "and repeat every other option that you used before. For Caddy use `--server caddy` without these options."
  );
}

/** Redirects old URLs below /system/, which other servers keep, to the media host. */
export function systemToMedia({
  publicBaseUrl = "",
  bucket: { keyPrefix: prefix },
}: BucketStorageFacts): string {
  return webRedirectLines({ publicBaseUrl, ...(prefix !== undefined && { keyPrefix: prefix }) }).join("\n");
}

/** Redirects URLs of the media host to /system/, spelled as the reader has spelled them: `rewrite` would spoil keys with "+" or "%". */
export function mediaToSystem(facts: BucketStorageFacts): string {
  return `location ${mediaPath(facts)}/ {
  add_header Access-Control-Allow-Origin * always;
  if ($request_uri ~ "^${pattern(`${mediaPath(facts)}/${keyPrefix(facts.bucket)}`)}([^?#]*)") {
    return 301 https://${facts.app.webDomain ?? ""}/system/$1;
  }
  return 404;
}`;
}

/** Where `mediaToSystem` belongs. Beside the locations of the printed configuration nginx would refuse it, or never use it. */
export function whereToRedirect(facts: BucketStorageFacts): string {
  const replaced =
    mediaPath(facts) === ""
      ? "both `location` blocks, for `/` and for the public prefixes,"
      : "the `location` block for the public prefixes";
  return `In the https server block of ${facts.mediaHost?.hostname ?? ""}, replace ${replaced} by this, and run \`nginx -t && nginx -s reload\`.`;
}

/** Serves objects from the new bucket, and missing ones from the old bucket. S3 answers 403 for a missing key if the client may not list. */
export function newThenOld(input: RunbookInput): string {
  const { facts } = input;
  const source = sourceOf(input);
  const below = mediaPath(facts);
  const now = placeOf(bucketOf(facts));
  const before = placeOf(source);
  return `location ${below}/ {
  rewrite ^${pattern(below)}/(.*)$ ${now.path}/$1? break;
  proxy_pass ${now.origin};
${headers(now.host)}
  proxy_intercept_errors on;
  error_page 403 404 = @old_bucket;
}
location @old_bucket {
  rewrite ^${pattern(`${now.path}/${keyPrefix(facts.bucket)}`)}(.*)$ ${before.path}/${keyPrefix(source)}$1? break;
  proxy_pass ${before.origin};
${headers(before.host)}
}`;
}

function headers(host: string): string {
  return `  proxy_set_header Host ${host};
  proxy_set_header Authorization "";
  proxy_set_header Cookie "";
  proxy_ssl_server_name on;
  proxy_hide_header Set-Cookie;
  proxy_hide_header Access-Control-Allow-Origin;
  add_header Access-Control-Allow-Origin * always;
  add_header X-Content-Type-Options nosniff always;
  add_header Content-Security-Policy "${CONTENT_SECURITY_POLICY}" always;`;
}
