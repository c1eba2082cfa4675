import { example } from "./example";
import { lifetime } from "./lifetime";

const NOW = Date.parse("2026-11-29T12:00:00Z");
const IN_AN_HOUR = "Sun, 29 Nov 2026 13:00:00 GMT";
type Ttls = Parameters<typeof lifetime>[1];
const seconds = (status: number, headers: Record<string, string>, ttls: Ttls): number => {
  const lines = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  return lifetime({ status, headers: lines }, ttls, example().config, NOW);
};

describe("an object", () => {
  const ttls = { MinTTL: 60, DefaultTTL: 600, MaxTTL: 86_400 };
  const noMinimum = { ...ttls, MinTTL: 0 };
  test.each([
    ["no header", {}, ttls, 600],
    ["no header, and a minimum above the default", {}, { ...ttls, MinTTL: 700 }, 700],
    ["no header, and no TTLs in the policy", {}, { MinTTL: 0 }, 86_400],
    ["Mastodon's ten years", { "cache-control": "public, max-age=315576000, immutable" }, ttls, 86_400],
    ["Mastodon's ten years, no TTLs", { "cache-control": "max-age=315576000" }, { MinTTL: 0 }, 31_536_000],
    ["a max-age", { "cache-control": "max-age=300" }, ttls, 300],
    ["a max-age below the minimum", { "cache-control": "max-age=5" }, ttls, 60],
    ["a max-age of 0", { "cache-control": "max-age=0" }, noMinimum, 0],
    ["an s-maxage beside a max-age", { "cache-control": "max-age=5, s-maxage=300" }, ttls, 300],
    ["Expires", { expires: IN_AN_HOUR }, ttls, 3_600],
    ["Expires beside a max-age", { expires: IN_AN_HOUR, "cache-control": "max-age=120" }, ttls, 120],
    ["Expires in the past", { expires: "Sun, 29 Nov 2020 13:00:00 GMT" }, noMinimum, 0],
    ["no-store", { "cache-control": "no-store" }, noMinimum, 0],
    ["private, and a minimum", { "cache-control": "private, max-age=600" }, ttls, 60],
  ])("with %s", (_, headers, policy, expected) => {
    expect(seconds(200, headers as Record<string, string>, policy)).toBe(expected);
  });
});

describe("a redirect", () => {
  const ttls = { MinTTL: 0, DefaultTTL: 600, MaxTTL: 86_400 };
  test.each([
    [301, {}, 600],
    [302, {}, 600],
    [307, {}, 0],
    [308, {}, 0],
    [308, { "cache-control": "max-age=60" }, 60],
  ])("%d with %j", (status, headers, expected) => {
    expect(seconds(status, headers as Record<string, string>, ttls)).toBe(expected);
  });
});

describe("an error", () => {
  const ttls = { MinTTL: 0, DefaultTTL: 600, MaxTTL: 86_400 };
  test.each([
    ["that the distribution has a time for", 403, {}, 5],
    ["that it has none for", 404, {}, 10],
    ["403 with no-store", 403, { "cache-control": "no-store" }, 5],
    ["404 with no-store", 404, { "cache-control": "no-store" }, 0],
    ["with a longer max-age", 403, { "cache-control": "max-age=60" }, 60],
    ["with ten years", 403, { "cache-control": "max-age=315576000" }, 86_400],
    ["416", 416, { "cache-control": "max-age=60" }, 0],
    ["503", 503, {}, 10],
  ])("%s", (_, status, headers, expected) => {
    expect(seconds(status, headers as Record<string, string>, ttls)).toBe(expected);
  });
});
