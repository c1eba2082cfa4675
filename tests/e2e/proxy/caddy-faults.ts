/** What can be wrong with a configuration of Caddy, each as a change of its text. */
import type { ProxyFault } from "./suite";

type Change = ProxyFault["change"];

/** Removes every line with this text, whatever its indentation. */
const without =
  (line: string): Change =>
  (site) =>
    site
      .split("\n")
      .filter((other) => other.trim() !== line)
      .join("\n");

/** Replaces every occurrence. */
const instead =
  (text: string, other: string): Change =>
  (site) =>
    site.replaceAll(text, other);

/** Loses a header of the reader's that the store should get. */
const losing = (header: string): Change =>
  without(`request_header @has-${header} ${header} {vars.${header}}`);

const LETTERS = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i));

/** Passes on the reader's headers that begin with this letter. */
const passing = (letter: string): Change =>
  instead(
    "request_header -**",
    LETTERS.filter((other) => other !== letter)
      .map((other) => `request_header -${other}*`)
      .join("\n"),
  );

const faults = (red: string, of: ProxyFault["of"], changes: Record<string, Change>) =>
  Object.entries(changes).map(([name, change]): [string, ProxyFault] => [name, { red, of, change }]);

export const caddyFaults: Record<string, ProxyFault> = Object.fromEntries([
  ...faults("every public prefix is served without the bucket's name in the URL", "plain", {
    "the bucket is missing in the path": (site) => site.replace(/uri path_regexp .*/, ""),
    "a prefix is missing": instead("|site_uploads/", ""),
    "the store is asked as the media host": (site) => site.replace(/header_up Host .*/, ""),
    "there is no content security policy": (site) => site.replace(/Content-Security-Policy ".*/, ""),
    "nosniff is missing": without("X-Content-Type-Options nosniff"),
    "CORS is missing": instead("\t\t\tAccess-Control-Allow-Origin *\n", ""),
    "the store's request id passes": without("header_down -X-*"),
  }),
  ...faults("a private key is refused and never asked for", "plain", {
    "private prefixes pass": without("error @private 403"),
  }),
  ...faults("the root lists nothing", "plain", {
    "every path passes": (site) => without("error @odd 403")(without("error @private 403")(site)),
  }),
  ...faults("a path that could be taken for another one is refused and never asked for", "plain", {
    "odd paths pass": without("error @odd 403"),
    "upper case is the same": instead("`^/(?:", "`(?i)^/(?:"),
    "encoded slashes pass": instead("|%2f", ""),
    "encoded dots pass": instead("|%2e", ""),
  }),
  ...faults("no query string reaches the bucket, or changes what is served", "plain", {
    "the query is passed on": without("rewrite * ?"),
  }),
  ...faults("a method that writes is refused and reaches no server", "plain", {
    "methods that write are passed on": without("error @otherMethod 405"),
    "the methods are not named": without('header @otherMethod Allow "GET, HEAD, OPTIONS"'),
  }),
  ...faults("a preflight is answered by the host", "plain", {
    "a preflight is passed on": without("respond @preflight 204"),
  }),
  ...faults("a range is served, from the bucket and from a copy", "plain", {
    "the range is not passed on": losing("Range"),
  }),
  ...faults("a range that cannot be satisfied is 416 and is not kept", "plain", {
    "416 is another error": instead('error "range" 416', 'error "range" 502'),
  }),
  ...faults("a conditional request is answered with 304, without a copy and with one", "plain", {
    "conditions are not passed on": losing("If-None-Match"),
    "304 is an error": instead("@file status 2xx 304", "@file status 2xx"),
  }),
  ...faults("nothing of the reader's reaches the bucket, and no header changes the copy", "plain", {
    "cookies are passed on": passing("C"),
    "credentials are passed on": passing("A"),
    "X- headers are passed on": passing("X"),
    "headers that no list names are passed on": passing("W"),
    "Caddy's own headers are passed on": without("header_up -X-Forwarded-*"),
  }),
  ...faults("a header that the bucket adds is not believed", "plain", {
    "cookies of the store pass": without("header_down -S*"),
    "CORS of the store passes": without("header_down -Access-Control-*"),
  }),
  ...faults("a redirect of the bucket does not reach readers", "plain", {
    "redirects of the store pass": instead('error "redirect" 502', "copy_response"),
  }),
  ...faults("while the bucket asks for patience readers get an error, and soon after the file", "plain", {
    "browsers keep errors for long": instead('header Cache-Control "public, max-age=3"', ""),
  }),
  ...faults("what the bucket lacks comes from the legacy host", "full", {
    "the legacy host is asked with the bucket in the path": (site) =>
      site.replace(/(uri path_regexp .* )\/system\//, "$1/"),
    "the legacy host's cookies pass": without("header_down -S*"),
    "only 404 is missing": instead("@missing status 403 404", "@missing status 404"),
  }),
  ...faults("a redirect of the legacy host is 404 and goes nowhere", "full", {
    "redirects of the legacy host pass": instead('error "missing" 404', "copy_response"),
  }),
  ...faults("an error of the bucket's other than 403 and 404 does not reach the legacy host", "full", {
    "the legacy host is asked after every error": instead(
      "@missing status 403 404",
      "@missing status 4xx 5xx",
    ),
  }),
  ...faults("nothing of the reader's reaches the legacy host", "full", {
    "cookies reach the legacy host": passing("C"),
    "headers that no list names reach the legacy host": passing("W"),
  }),
]);
