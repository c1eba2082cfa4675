import { example } from "./example";
import { withPolicy } from "./response-headers";

type Policy = NonNullable<Parameters<typeof withPolicy>[1]>;
const policy = (): Policy => example().responseHeadersPolicies["headers"]!;
const get = { method: "GET", headers: {} };
const fromPage = { method: "GET", headers: { origin: ["https://other.example"] } };
const preflight = {
  method: "OPTIONS",
  headers: { ...fromPage.headers, "access-control-request-method": ["GET"] },
};

test("CORS headers are added to requests with Origin only", () => {
  expect(withPolicy({}, policy(), get)).toEqual({ "x-content-type-options": ["nosniff"] });
  expect(withPolicy({}, policy(), fromPage)).toMatchObject({ "access-control-allow-origin": ["*"] });
});

test("methods and headers are for preflights", () => {
  expect(withPolicy({}, policy(), fromPage)).not.toHaveProperty("access-control-allow-methods");
  expect(withPolicy({}, policy(), preflight)).toMatchObject({
    "access-control-allow-methods": ["GET, HEAD"],
    "access-control-allow-headers": ["*"],
  });
});

test.each([
  [true, "*"],
  [false, "https://social.example"],
])("with override %s, the origin's CORS header %s is sent", (OriginOverride, sent) => {
  const cors = { ...policy().CorsConfig!, OriginOverride };
  const origin = { "access-control-allow-origin": ["https://social.example"] };
  const headers = withPolicy(origin, { ...policy(), CorsConfig: cors }, fromPage);
  expect(headers["access-control-allow-origin"]).toEqual([sent]);
});

test("an origin that is not allowed gets no CORS header, an allowed one its own name", () => {
  const cors = { ...policy().CorsConfig! };
  cors.AccessControlAllowOrigins = {
    Quantity: 2,
    Items: ["https://social.example", "https://*.example.org"],
  };
  const origins = ["https://social.example", "https://a.example.org", "https://other.example"];
  const sent = origins.map(
    (origin) =>
      withPolicy({}, { ...policy(), CorsConfig: cors }, { method: "GET", headers: { origin: [origin] } })[
        "access-control-allow-origin"
      ],
  );
  expect(sent).toEqual([["https://social.example"], ["https://a.example.org"], undefined]);
});

test("headers are removed before others are added", () => {
  const custom = { Quantity: 1, Items: [{ Header: "X-Amz-Request-Id", Value: "ours", Override: false }] };
  const origin = { "x-amz-request-id": ["1"], etag: ['"v"'] };
  expect(withPolicy(origin, policy(), get)).toEqual({ etag: ['"v"'], "x-content-type-options": ["nosniff"] });
  const both = withPolicy(origin, { ...policy(), CustomHeadersConfig: custom }, get);
  expect(both["x-amz-request-id"]).toEqual(["ours"]);
});

test("the security headers have CloudFront's spelling", () => {
  const security: Policy["SecurityHeadersConfig"] = {
    ContentSecurityPolicy: { Override: true, ContentSecurityPolicy: "default-src 'none'" },
    ReferrerPolicy: { Override: true, ReferrerPolicy: "no-referrer" },
    FrameOptions: { Override: true, FrameOption: "DENY" },
    StrictTransportSecurity: {
      Override: true,
      AccessControlMaxAgeSec: 31_536_000,
      IncludeSubdomains: true,
      Preload: false,
    },
  };
  expect(withPolicy({}, { Name: "headers", SecurityHeadersConfig: security }, get)).toEqual({
    "content-security-policy": ["default-src 'none'"],
    "referrer-policy": ["no-referrer"],
    "x-frame-options": ["DENY"],
    "strict-transport-security": ["max-age=31536000; includeSubDomains"],
  });
});
