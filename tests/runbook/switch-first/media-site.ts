import type { Rgw } from "../../rgw/server";

export function mediaSite({
  rgw,
  bucket,
  web,
  legacy,
}: {
  rgw: Rgw;
  bucket: string;
  web: string;
  legacy: boolean;
}): string {
  return `
if ($request_uri ~* "//|/\\.\\.?(/|$)|%2f|%2e%2e") { return 403; }
location / { return 403; }
location ~ ^/(accounts|cache|custom_emojis|media_attachments|preview_cards|preview_card_providers|site_uploads)/ {
  proxy_pass ${rgw.https}/${bucket}$key;
  proxy_hide_header Access-Control-Allow-Origin;
  add_header Access-Control-Allow-Origin * always;
  ${legacy ? "proxy_intercept_errors on; error_page 403 404 = @legacy;" : ""}
}
location @legacy {
  proxy_pass ${web.replace("localhost", "127.0.0.1")}/system$key;
  add_header Access-Control-Allow-Origin * always;
  proxy_intercept_errors on; error_page 301 302 303 307 308 =404 /gone;
}
location = /gone { internal; return 404; }
`;
}

export const KEY_MAP = `map $request_uri $key { default ""; "~^(/(?:accounts|cache|custom_emojis|media_attachments|preview_cards|preview_card_providers|site_uploads)/[^?]+)" $1; }`;
