/** The env block, case by case (env.cases.json), and what is never in one. */
import { opened } from "../../../storage/opened";
import fc from "fast-check";
import { parse } from "dotenv";
import { mastodonEnv } from "../../../apps/mastodon/env";
import { mastodonProblems } from "../../../apps/mastodon/validate";
import type { MastodonSettings } from "../../../apps/mastodon/args";
import { SINCE } from "../../../apps/mastodon/versions";
import { dotenv } from "../../../env/formats/dotenv";
import type { EnvEntry } from "../../../env/entry";
import type { PurgeSlot } from "../../../hosts/args";
import { versionHas } from "../../../validation/version";
import cases from "./env.cases.json";
import { mastodon } from "./fixtures";

interface Case {
  name: string;
  settings: MastodonSettings;
  expected: string[];
  why: string;
}
const table = cases as unknown as Case[];

/** The block as the component makes it: keys of its own, the operator's or none. */
function block(settings: MastodonSettings): EnvEntry[] {
  if (settings.writer?.role !== undefined) return mastodonEnv<string>(opened(settings));
  const { accessKeyId = "<id>", secretAccessKey = "<secret>" } = settings.writer?.given ?? {};
  return mastodonEnv<string>(opened(settings), {
    accessKeyId: accessKeyId as string,
    secretAccessKey: secretAccessKey as string,
  });
}

test("the names of the cases are unique, and each has a reason", () => {
  expect(new Set(table.map(({ name }) => name)).size).toBe(table.length);
  expect(table.filter(({ why }) => why === "")).toEqual([]);
});

describe.each(table)("$name", ({ settings, expected }) => {
  const entries = block(settings);

  test("is legal, and is this block", () => {
    expect(mastodonProblems(settings)).toEqual([]);
    expect(entries.map(({ name, value }) => `${name}=${value}`)).toEqual(expected);
  });

  test("has nothing that Mastodon would take the wrong way", () => {
    const names = entries.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    // On AWS an endpoint changes to path style and the checksum pair turns protection off; elsewhere both must be there.
    const elsewhere = ["S3_ENDPOINT", "AWS_REQUEST_CHECKSUM_CALCULATION", "AWS_RESPONSE_CHECKSUM_VALIDATION"];
    expect(names.filter((name) => elsewhere.includes(name))).toEqual(settings.store.s3 ? elsewhere : []);
    expect(names.includes("S3_OVERRIDE_PATH_STYLE")).toBe(settings.store.s3?.pathStyle === false);
    expect(names).not.toContain("S3_CLOUDFRONT_HOST");
    expect(names).not.toContain("AWS_SESSION_TOKEN");
    // Mastodon takes an empty variable for a set one (`ENV.key?`); S3_PERMISSION is the one where that is meant.
    expect(entries.filter(({ value }) => value === "").map(({ name }) => name)).toEqual(
      settings.access === "acl" ? [] : ["S3_PERMISSION"],
    );
    const host = entries.find(({ name }) => name === "S3_HOSTNAME");
    expect(host?.value).not.toContain(settings.bucket);
    expect(host?.value).not.toContain("://");
    for (const { name, value } of entries) expect([name, value.endsWith("/")]).toEqual([name, false]);
  });

  test("marks the keys as secrets, and nothing else; comments are one line", () => {
    const secrets = entries.filter(({ secret }) => secret).map(({ name }) => name);
    const keys = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
    expect(secrets).toEqual(settings.writer?.role === undefined ? keys : []);
    expect(entries.filter(({ comment }) => /[\r\n]/.test(comment))).toEqual([]);
    expect(parse(dotenv("title", entries))).toEqual(
      Object.fromEntries(entries.map(({ name, value }) => [name, value])),
    );
  });
});

test("values may be what only the cloud knows", () => {
  const lines = mastodonEnv<{ output: number }>(opened(mastodon()), {
    accessKeyId: { output: 1 },
    secretAccessKey: { output: 2 },
  });
  expect(lines.slice(-3, -1)).toEqual([
    { name: "AWS_ACCESS_KEY_ID", value: { output: 1 }, secret: true, comment: "" },
    { name: "AWS_SECRET_ACCESS_KEY", value: { output: 2 }, secret: true, comment: "" },
  ]);
});

describe("purge requests", () => {
  const settings = { external: { purge: {} }, hostname: "files.social.example" };
  const lines = (version: string, current: PurgeSlot): [string, unknown, boolean][] =>
    mastodonEnv<number>(opened(mastodon({ mediaHost: settings, version })), undefined, {
      current,
      secrets: [
        { slot: "a", secret: 1 },
        { slot: "b", secret: 2 },
      ],
    })
      .filter(({ name }) => name.startsWith("CACHE_BUSTER_"))
      .map(({ name, value, secret }) => [name, value, secret]);

  test("are GETs with the secret of the current slot", () =>
    expect(lines("4.3", "b")).toEqual([
      ["CACHE_BUSTER_ENABLED", "true", false],
      ["CACHE_BUSTER_HTTP_METHOD", "GET", false],
      ["CACHE_BUSTER_SECRET_HEADER", "Media-Purge-Secret", false],
      ["CACHE_BUSTER_SECRET", 2, true],
    ]));

  test("before 4.2 are GETs without a setting", () =>
    expect(lines("4.1.2", "a").map(([name]) => name)).not.toContain("CACHE_BUSTER_HTTP_METHOD"));

  test("are off without external.purge", () =>
    expect(dotenv("t", block(mastodon({ mediaHost: { ...settings, external: {} } })))).not.toContain(
      "CACHE_BUSTER",
    ));
});

test("the surprising lines say why", () => {
  const said = Object.fromEntries(block(mastodon()).map(({ name, comment }) => [name, comment]));
  expect(said["S3_PERMISSION"]).toMatch(/^Must be empty, not missing/);
  expect(said["S3_HOSTNAME"]).toMatch(/^Without the bucket\. /);
  const acl = block(mastodon({ access: "acl" })).find(({ name }) => name === "S3_PERMISSION");
  expect(acl?.comment).toContain("sends this ACL with each upload");
});

test.each<[keyof typeof SINCE, string | undefined, boolean]>([
  ["emptyPermission", "4.0", false],
  ["emptyPermission", "4.1", true],
  ["privateExports", "4.1.0", false],
  ["privateExports", "4.1.1", true],
  ["exportsWithoutAcl", "4.1.1", false],
  ["exportsWithoutAcl", "4.1.2", true],
  ["aliasPath", "4.0", false],
  ["aliasPath", "4.1.2", false],
  ["aliasPath", "4.1.3", true],
  ["aliasPath", "4.1", true],
  ["importsInDatabase", "4.1", false],
  ["importsInDatabase", "4.2.0", true],
  ["retries", "4.2", false],
  ["retries", "4.3.0", true],
  ["deleteBatch", "4.2.10", false],
  ["deleteBatch", "4.3", true],
  ["keyPrefix", "4.2", false],
  ["keyPrefix", "4.3", true],
  ["extraMediaHosts", "4.3", false],
  ["extraMediaHosts", "4.4", true],
  ["extraMediaHosts", undefined, true],
])("%s in %s: %s", (setting, version, is) => expect(versionHas(version, SINCE[setting])).toBe(is));

describe("a block has no line that its release does not read, and none is missing that it does", () => {
  /** The first release whose source has the variable; the others are older than all that are generated here. */
  const READ_SINCE: Record<string, readonly [number, number]> = {
    S3_KEY_PREFIX: [4, 3],
    S3_RETRY_LIMIT: [4, 3],
    S3_BATCH_DELETE_LIMIT: [4, 3],
    EXTRA_MEDIA_HOSTS: [4, 4],
  };
  const releases = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.option(fc.integer({ min: 0, max: 30 })));
  const settings = fc.record(
    {
      access: fc.constantFrom("acl" as const, "bucket-policy" as const),
      keyPrefix: fc.constant("p"),
      mediaHost: fc.record({
        hostname: fc.constant("files.social.example"),
        external: fc.record({ path: fc.constant("m") }, { requiredKeys: [] }),
      }),
      extraMediaHosts: fc.constant<string[]>(["https://old.example"]),
      tuning: fc.record(
        {
          retries: fc.integer({ min: 0, max: 3 }),
          openTimeoutSeconds: fc.integer({ min: 1, max: 300 }),
          readTimeoutSeconds: fc.integer({ min: 1, max: 300 }),
          deleteBatch: fc.integer({ min: 1, max: 1000 }),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  );

  test("whatever is set and accepted", () => {
    let accepted = 0;
    fc.assert(
      fc.property(releases, settings, ([minor, patch], rest) => {
        const version = patch === null ? `4.${minor}` : `4.${minor}.${patch}`;
        const all = mastodon({ version, ...rest });
        if (mastodonProblems(all).length > 0) return;
        accepted++;
        const names = block(all).map(({ name }) => name);
        const isRead = (name: string): boolean => minor >= (READ_SINCE[name]?.[1] ?? 0);
        expect(names.filter((name) => !isRead(name))).toEqual([]);
        expect(names.includes("S3_RETRY_LIMIT")).toBe(isRead("S3_RETRY_LIMIT"));
        expect(names.includes("S3_OPEN_TIMEOUT")).toBe(rest.tuning?.openTimeoutSeconds !== undefined);
        expect(names.includes("S3_READ_TIMEOUT")).toBe(rest.tuning?.readTimeoutSeconds !== undefined);
        expect(names.includes("S3_BATCH_DELETE_LIMIT")).toBe(rest.tuning?.deleteBatch !== undefined);
      }),
      { numRuns: 2000 },
    );
    expect(accepted).toBeGreaterThan(500);
  });
});

test("names the former hostnames that still serve, beside the present one", () => {
  const cloudFront = { dns: { manual: {} }, certificateArn: "arn" };
  const at = (previousHosts: string[]): string | undefined =>
    block(mastodon({ mediaHost: { hostname: "files.social.example", previousHosts, cloudFront } })).find(
      ({ name }) => name === "S3_ALIAS_HOST",
    )?.comment;
  expect(at([])).toBe("");
  expect(at(["media.social.example"])).toBe("Old URLs still work at: media.social.example.");
});
