import { nginxWebRedirect } from "../../../hosts/text/nginx-web";

const redirect = { webDomain: "social.example", publicBaseUrl: "https://files.social.example" };

test("old URLs lead to the same key at the media host, as the reader spelled them", () => {
  const text = nginxWebRedirect(redirect);
  // Not $uri, which has lost the escapes, nor its query.
  expect(text).toContain('if ($request_uri ~ "^/system/([^?#]*)") {');
  expect(text).toContain("return 301 https://files.social.example/$1;");
});

test("the key prefix, which old URLs do not have, comes before the key", () => {
  const text = nginxWebRedirect({
    ...redirect,
    publicBaseUrl: "https://files.social.example/media",
    keyPrefix: "m",
  });
  expect(text).toContain("return 301 https://files.social.example/media/m/$1;");
});

test("a script of another origin may follow the redirect", () => {
  expect(nginxWebRedirect(redirect)).toContain('add_header Access-Control-Allow-Origin "*" always;');
});
