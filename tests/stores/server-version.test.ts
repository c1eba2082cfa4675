/** The version of a server: which texts are one, and when it is too old. */
import { mastodonPlan } from "../../apps/mastodon/plan";
import { mastodonProblems } from "../../apps/mastodon/validate";
import { S3_SERVERS } from "../../stores/s3";
import { isOlder } from "../../stores/server-version";
import { mastodon } from "../apps/mastodon/fixtures";
import { codesOf } from "../validation/of";
import { atStore } from "./made-up";

const args = (server: string, version: unknown) => {
  const { store, ...rest } = atStore(S3_SERVERS[server]!);
  return mastodon({ ...rest, store: { s3: { ...store.s3!, version: version as string } } });
};

const oldVersionWarnings = (server: string, version: string): string[] =>
  mastodonPlan(args(server, version))
    .warnings.filter(({ path }) => path === "store.s3.version")
    .map(({ message }) => message);

test.each([
  ["17.2.7", "18.0", true],
  ["18.0", "18.0.0", false],
  ["18", "18.0.1", false],
  ["v2.1.0", "2.0.0", false],
  ["v1.3.1", "2.0.0", true],
  ["4.9", "4.53", true],
  ["4.53.1", "4.53", false],
  ["1.0.0-alpha.84", "1.0.0-beta.9", true],
  ["1.0.0-beta.9", "1.0.0-beta.10", true],
  ["1.0.0-beta.9", "1.0.0-beta.9", false],
  ["1.0.0-rc.3", "1.0.0-beta.9", false],
  ["1.0.0-rc.3", "1.0.0", true],
  ["1.0.0", "1.0.0-rc.3", false],
  ["RELEASE.2025-09-07T16-13-09Z", "2025-10-15", true],
  ["RELEASE.2025-10-15T17-29-55Z", "2025-10-15", false],
  ["RELEASE.2025-09-07T16-13-09Z.fips", "2025-10-15", true],
  ["2026-02-12", "RELEASE.2025-10-15T17-29-55Z", false],
  ["latest", "4.53", false],
])("%s is older than %s: %s", (version, than, expected) => expect(isOlder(version, than)).toBe(expected));

test.each(Object.values(S3_SERVERS).filter(({ lowestVersion }) => lowestVersion !== undefined))(
  "on $name a version before the lowest gets a warning, and the lowest none",
  ({ name, lowestVersion }) => {
    const { version: lowest } = lowestVersion!;
    const [older] = oldVersionWarnings(
      name,
      /^RELEASE|^\d{4}-/.test(lowest) ? "RELEASE.2020-01-01T00-00-00Z" : "0.1.0",
    );
    expect(older).toContain(`is older than ${lowest}`);
    expect(older).not.toContain("](");
    expect(oldVersionWarnings(name, lowest)).toEqual([]);
    expect(oldVersionWarnings(name, "9999.1")).toEqual([]);
  },
);

test("without a version there is no warning about it", () => {
  const { store, ...rest } = atStore(S3_SERVERS["minio"]!);
  expect(mastodonPlan(mastodon({ ...rest, store })).warnings.map(({ path }) => path)).not.toContain(
    "store.s3.version",
  );
});

test.each([
  ["latest", "server-version"],
  ["18", "server-version"],
  ["", "server-version"],
  [4.5, "unquoted-version"],
])("%p is the problem %s", (version, code) =>
  expect(codesOf(mastodonProblems(args("minio", version)))).toEqual([["store.s3.version", code]]),
);

test("a service has no version of the operator's", () => {
  expect(codesOf(mastodonProblems(args("hetzner", "18.2.7")))).toEqual([
    ["store.s3.version", "server-version-unused"],
  ]);
});
