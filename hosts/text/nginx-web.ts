/** The redirect of old media URLs, for an nginx that serves Mastodon's web domain. */
import { block, comment, fileOf } from "./nginx-lines";
import { assertPlainRedirect } from "./proxy-characters";
import { redirectBase, type WebRedirect } from "./proxy-settings";

/** The location of the old URLs. The path is passed on as the reader sent it, so that no key is spelled otherwise. */
export function webRedirectLines(redirect: Omit<WebRedirect, "webDomain">): string[] {
  assertPlainRedirect(redirect);
  return block("location ^~ /system/", [
    `add_header Access-Control-Allow-Origin "*" always;`,
    ...block(`if ($request_uri ~ "^/system/([^?#]*)")`, [`return 301 ${redirectBase(redirect)}/$1;`]),
    "return 404;",
  ]);
}

/** Lines for the server block of the web domain. */
export function nginxWebRedirect(redirect: WebRedirect): string {
  const { webDomain } = redirect;
  assertPlainRedirect(redirect);
  return fileOf(
    comment(
      `Old media URLs of ${webDomain}: other servers keep asking for https://${webDomain}/system/.`,
      "Made by `media-storage proxy --server nginx --part web`.",
      `Put these lines into the server block of ${webDomain}, in place of its own location for /system/,`,
      "and run: nginx -t && systemctl reload nginx",
    ),
    webRedirectLines(redirect),
  );
}
