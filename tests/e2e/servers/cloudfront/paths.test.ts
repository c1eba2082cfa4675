import { example } from "./example";
import { behaviorFor, matchesPattern, normalizedPath } from "./paths";

test.each([
  ["/a/b", "/a/b"],
  ["/", "/"],
  ["//a///b", "/a/b"],
  ["/a/./b", "/a/b"],
  ["/a/../b", "/b"],
  ["/a/b/..", "/a/"],
  ["/../../b", "/b"],
  ["/a/%2e%2e/b", "/b"],
  ["/a/%2E/b", "/a/b"],
  ["/%61/%7e", "/a/~"],
  // Reserved characters stay escaped.
  ["/a%2fb", "/a%2Fb"],
  ["/a/..%2f..%2fb", "/a/..%2F..%2Fb"],
])("%s is compared with patterns as %s", (path, normalized) => {
  expect(normalizedPath(path)).toBe(normalized);
});

test.each([
  ["media/*", "/media/1.png", true],
  ["/media/*", "/media/a/b.png", true],
  ["media/*", "/media", false],
  ["media/*", "/Media/1.png", false],
  ["*.png", "/media/1.png", true],
  ["*.png", "/media/1xpng", false],
  ["a??.jpg", "/ant.jpg", true],
  ["a??.jpg", "/at.jpg", false],
])("the pattern %s and the path %s: %s", (pattern, path, matches) => {
  expect(matchesPattern(pattern, path)).toBe(matches);
});

test("the first behavior that matches counts, and else the default", () => {
  const deployed = example();
  const behavior = deployed.config.DefaultCacheBehavior!;
  const own = (PathPattern: string, TargetOriginId: string) => ({ ...behavior, PathPattern, TargetOriginId });
  deployed.config.CacheBehaviors = { Quantity: 2, Items: [own("media/*", "first"), own("*.png", "second")] };
  const targets = ["/media/1.png", "/other/1.png", "/other/1.gif", "/other/../media/1.gif"].map(
    (path) => behaviorFor(deployed, path).TargetOriginId,
  );
  expect(targets).toEqual(["first", "second", "bucket", "first"]);
});
