import type { CachePolicyConfig, OriginRequestPolicyConfig } from "@aws-sdk/client-cloudfront";
import { keySelection, originSelection, united } from "./selection";

type Parameters = NonNullable<CachePolicyConfig["ParametersInCacheKeyAndForwardedToOrigin"]>;

const asked = {
  query: "list-type=2&prefix=a&flag",
  headers: {
    host: ["files.social.example"],
    origin: ["https://social.example"],
    authorization: ["Bearer x"],
    cookie: ["a=1; b=2"],
    "accept-encoding": ["deflate, gzip, br"],
  },
};
const NONE: Parameters = {
  EnableAcceptEncodingGzip: false,
  EnableAcceptEncodingBrotli: false,
  HeadersConfig: { HeaderBehavior: "none" },
  CookiesConfig: { CookieBehavior: "none" },
  QueryStringsConfig: { QueryStringBehavior: "none" },
};
const policy = (changes: Partial<Parameters>): CachePolicyConfig => ({
  Name: "cache",
  MinTTL: 0,
  ParametersInCacheKeyAndForwardedToOrigin: { ...NONE, ...changes },
});
const names = (...Items: string[]) => ({ Quantity: Items.length, Items });

test.each<[string, Partial<Parameters>, object]>([
  ["nothing", {}, { query: "", headers: {} }],
  [
    "all of the query",
    { QueryStringsConfig: { QueryStringBehavior: "all" } },
    { query: asked.query, headers: {} },
  ],
  [
    "a part of the query",
    { QueryStringsConfig: { QueryStringBehavior: "whitelist", QueryStrings: names("prefix", "flag") } },
    { query: "prefix=a&flag", headers: {} },
  ],
  [
    "all of the query but",
    { QueryStringsConfig: { QueryStringBehavior: "allExcept", QueryStrings: names("prefix") } },
    { query: "list-type=2&flag", headers: {} },
  ],
  [
    "a header",
    { HeadersConfig: { HeaderBehavior: "whitelist", Headers: names("Origin") } },
    { query: "", headers: { origin: asked.headers.origin } },
  ],
  [
    "a cookie",
    { CookiesConfig: { CookieBehavior: "whitelist", Cookies: names("b") } },
    { query: "", headers: { cookie: ["b=2"] } },
  ],
  [
    "encodings",
    { EnableAcceptEncodingGzip: true, EnableAcceptEncodingBrotli: true },
    { query: "", headers: { "accept-encoding": ["br,gzip"] } },
  ],
  [
    "one encoding",
    { EnableAcceptEncodingGzip: true },
    { query: "", headers: { "accept-encoding": ["gzip"] } },
  ],
])("the cache key has %s", (_, changes, expected) => {
  expect(keySelection(asked, policy(changes))).toEqual(expected);
});

test("the origin gets what either policy names, and the query in the viewer's order", () => {
  const origin: OriginRequestPolicyConfig = {
    Name: "origin",
    HeadersConfig: {
      HeaderBehavior: "allExcept",
      Headers: names("Authorization", "Host", "Accept-Encoding"),
    },
    CookiesConfig: { CookieBehavior: "all" },
    QueryStringsConfig: { QueryStringBehavior: "whitelist", QueryStrings: names("list-type") },
  };
  const key = keySelection(
    asked,
    policy({ QueryStringsConfig: { QueryStringBehavior: "whitelist", QueryStrings: names("flag") } }),
  );
  expect(united(asked, key, originSelection(asked, origin))).toEqual({
    query: "list-type=2&flag",
    headers: { origin: asked.headers.origin, cookie: ["a=1; b=2"] },
  });
  expect(united(asked, key, originSelection(asked, undefined))).toEqual({ query: "flag", headers: {} });
});
