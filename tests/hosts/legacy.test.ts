import { hostOf, mediaHostProblems } from "../../hosts";
import { legacyUrl, legacyWarnings } from "../../hosts/legacy";
import { codesOf, type Found } from "../validation/of";

const CLOUDFRONT = {
  dns: { manual: {} },
  certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012",
};
const HOST = { hostname: "files.social.example", previousHosts: ["media.social.example"] };

/** What is wrong with a legacy host, whatever serves the media host. */
const problemsOf = (legacy: unknown, kind: object): Found[] =>
  codesOf(mediaHostProblems({ ...HOST, ...kind, legacy }, "h"));

describe.each<[string, object]>([
  ["at CloudFront", { cloudFront: CLOUDFRONT }],
  ["behind your own proxy", { external: {}, previousHosts: undefined }],
])("%s", (_, kind) => {
  it.each<[string, unknown]>([
    ["the disk of an instance", { hostname: "social.example", path: "system" }],
    ["a hostname without a path", { hostname: "old.social.example" }],
    ["a path of two parts", { hostname: "old.social.example", path: "a/b" }],
    ["another bucket", { hostname: "old-media.s3.eu-central-1.amazonaws.com" }],
  ])("a legacy host may be %s", (_name, legacy) => expect(problemsOf(legacy, kind)).toEqual([]));

  it.each<[string, unknown, ...Found[]]>([
    ["a text", "social.example", ["h.legacy", "wrong-type"]],
    ["empty", {}, ["h.legacy.hostname", "missing-member"]],
    ["a URL", { hostname: "https://social.example" }, ["h.legacy.hostname", "hostname-scheme"]],
    ["a host with its path", { hostname: "social.example/system" }, ["h.legacy.hostname", "hostname-path"]],
    ["a host with a port", { hostname: "social.example:8443" }, ["h.legacy.hostname", "hostname-port"]],
    ["an address", { hostname: "192.0.2.1" }, ["h.legacy.hostname", "hostname-address"]],
    ["the media host", { hostname: "files.social.example" }, ["h.legacy.hostname", "legacy-same"]],
    [
      "the media host with another path",
      { hostname: "files.social.example", path: "system" },
      ["h.legacy.hostname", "legacy-same"],
    ],
    [
      "a path with slashes at its ends",
      { hostname: "social.example", path: "/system/" },
      ["h.legacy.path", "media-host-path"],
    ],
    [
      "a path that leaves it",
      { hostname: "social.example", path: "a/.." },
      ["h.legacy.path", "media-host-path"],
    ],
    ["an empty path", { hostname: "social.example", path: "" }, ["h.legacy.path", "media-host-path"]],
    [
      "two problems",
      { hostname: "files.social.example", path: "/" },
      ["h.legacy.hostname", "legacy-same"],
      ["h.legacy.path", "media-host-path"],
    ],
  ])("a legacy host is not %s", (_name, legacy, ...expected) =>
    expect(problemsOf(legacy, kind)).toEqual(expected),
  );
});

test("a legacy host is not a former hostname, which the same distributions serve", () =>
  expect(problemsOf({ hostname: "media.social.example" }, { cloudFront: CLOUDFRONT })).toEqual([
    ["h.legacy.hostname", "legacy-same"],
  ]));

test("CloudFront reaches no host of a private network, your own proxy may", () => {
  const legacy = { hostname: "web.social.lan", path: "system" };
  expect(problemsOf(legacy, { cloudFront: CLOUDFRONT })).toEqual([
    ["h.legacy.hostname", "legacy-unreachable"],
  ]);
  expect(problemsOf(legacy, { external: {}, previousHosts: undefined })).toEqual([]);
});

test("an opened host says where it requests what is missing in the bucket", () => {
  const legacy = { hostname: "social.example", path: "system" };
  expect(hostOf({ ...HOST, external: {}, legacy })).toMatchObject({ legacy });
  expect(hostOf({ ...HOST, external: {} })).not.toHaveProperty("legacy");
});

test.each([
  [{ hostname: "social.example", path: "system" }, "https://social.example/system"],
  [{ hostname: "old.example" }, "https://old.example"],
])("the keys of %j are below %s", (legacy, url) => expect(legacyUrl(legacy)).toBe(url));

test("a host with a legacy host warns of its cost and of deleted files, and says how to end it", () => {
  const [warning, ...others] = legacyWarnings({
    ...HOST,
    legacy: { hostname: "social.example", path: "system" },
  });
  expect(others).toEqual([]);
  for (const part of ["costs a second one", "comes back", "remove legacy", "neither redirect nor proxy"])
    expect(warning).toContain(part);
  expect(legacyWarnings(HOST)).toEqual([]);
});
