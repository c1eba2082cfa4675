/** What can be wrong with the args of a Mastodon storage itself, and all of it at once. */
import fc from "fast-check";
import { mastodonProblems } from "../../../apps/mastodon/validate";
import { codesOf, messagesOf, type Found } from "../../validation/of";
import { found, loose, mastodon, statement } from "./fixtures";

const mediaHost = { hostname: "files.social.example", external: {} };

test.each<[string, Record<string, unknown>]>([
  ["the least", {}],
  ["a media host", { mediaHost }],
  ["a media host with a path", { mediaHost: { ...mediaHost, external: { path: "a/b" } } }],
  ["extra media hosts", { extraMediaHosts: ["https://old.example:8443"] }],
  ["a key prefix", { keyPrefix: "social/prod.1" }],
  ["version 4.0 with acl", { version: "4.0", access: "acl" }],
  ["version 4.1", { version: "4.1" }],
  ["version 4.3 with a key prefix", { version: "v4.3.0", keyPrefix: "p" }],
  ["version 4.4 with all", { version: "4.4.0-rc.1", keyPrefix: "p", extraMediaHosts: ["https://a.example"] }],
])("%s has no problem", (_, rest) => expect(found(loose(rest))).toEqual([]));

test.each<[string, Record<string, unknown>, ...Found[]]>([
  ["a typing error", { acces: "acl" }, ["acces", "unknown-member"]],
  ["a member that is nothing like a known one", { cloudflare: {} }, ["cloudflare", "unknown-member"]],
  [
    "unknown members of a media host",
    { mediaHost: { hostname: "a.example", extern: { path: "a" } } },
    ["mediaHost.extern", "unknown-member"],
  ],
  [
    "all problems of a media host at once",
    { mediaHost: { hostname: "FILES.example/x", formerHosts: [], external: { pth: "x", path: "/" } } },
    ["mediaHost.formerHosts", "unknown-member"],
    ["mediaHost.external.pth", "unknown-member"],
    ["mediaHost.hostname", "hostname-path"],
    ["mediaHost.external.path", "media-host-path"],
  ],
  ["no web domain", { webDomain: undefined }, ["webDomain", "missing-member"]],
  ["no bucket", { bucket: undefined }, ["bucket", "missing-member"]],
  ["no store", { store: undefined }, ["store", "missing-member"]],
  ["a number for a version", { version: 4.1 }, ["version", "unquoted-version"]],
  ["a web domain with a scheme", { webDomain: "https://social.example" }, ["webDomain", "hostname-scheme"]],
  [
    "a media host with a port",
    { mediaHost: { hostname: "a.example:80", external: {} } },
    ["mediaHost.hostname", "hostname-port"],
  ],
  ["a media host without a name", { mediaHost: { external: {} } }, ["mediaHost.hostname", "missing-member"]],
  [
    "a media host that nothing serves",
    { mediaHost: { hostname: "a.example" } },
    ["mediaHost", "media-host-missing"],
  ],
  ["null for a media host", { mediaHost: null }, ["mediaHost", "wrong-type"]],
  [
    "null for external",
    { mediaHost: { hostname: "a.example", external: null } },
    ["mediaHost.external", "wrong-type"],
  ],
  [
    "a path with a slash",
    { mediaHost: { hostname: "a.example", external: { path: "/m" } } },
    ["mediaHost.external.path", "media-host-path"],
  ],
  [
    "the web client's host",
    { mediaHost: { hostname: "social.example", external: {} } },
    ["mediaHost.hostname", "media-host-is-app"],
  ],
  [
    "an extra media host without a scheme",
    { extraMediaHosts: ["a.example"] },
    ["extraMediaHosts[0]", "origin-scheme"],
  ],
  [
    "an extra media host on http",
    { extraMediaHosts: ["http://a.example:8080"] },
    ["extraMediaHosts[0]", "media-host-http"],
  ],
  [
    "an extra media host on http and 443",
    { extraMediaHosts: ["http://a.example:443"] },
    ["extraMediaHosts[0]", "media-host-http"],
  ],
  [
    "an extra media host with a wildcard",
    { extraMediaHosts: ["https://*.example"] },
    ["extraMediaHosts[0]", "hostname-wildcard"],
  ],
  ["no version", { version: "latest" }, ["version", "version-format"]],
  ["policy mode before 4.1", { version: "4.0" }, ["access", "version-too-old"]],
  ["a key prefix before 4.3", { version: "4.2.9", keyPrefix: "p" }, ["keyPrefix", "version-too-old"]],
  [
    "extra media hosts before 4.4",
    { version: "4.3", extraMediaHosts: [] },
    ["extraMediaHosts", "version-too-old"],
  ],
  ["an access that is none", { access: "public", version: "4.0" }, ["access", "unknown-value"]],
  ["an empty key prefix", { keyPrefix: "" }, ["keyPrefix", "key-prefix-empty"]],
  ["only slashes", { keyPrefix: "//" }, ["keyPrefix", "key-prefix-empty"]],
  ["a key prefix with slashes", { keyPrefix: "/p/q/" }, ["keyPrefix", "key-prefix"]],
  ["a key prefix with two slashes", { keyPrefix: "/p//q" }, ["keyPrefix", "key-prefix"]],
  ["a key prefix with a wildcard", { keyPrefix: "p*" }, ["keyPrefix", "key-prefix"]],
  ["a key prefix that URLs resolve", { keyPrefix: "p/.." }, ["keyPrefix", "key-prefix"]],
])("%s", (_, rest, ...problems) => expect(found(loose(rest))).toEqual(problems));

test.each<[string, Record<string, unknown>, ...string[]]>([
  ["a typing error", { acces: "acl" }, "did you mean access?"],
  ["an unknown member", { nosuch: {} }, "use one of bucket, bucketSource, store", "tuning"],
  ["a number for a version", { version: 4.1 }, "YAML reads 4.10 as 4.1"],
  ["a web domain with a scheme", { webDomain: "https://social.example" }, 'change it to "social.example"'],
  [
    "the web client's host",
    { mediaHost: { hostname: "social.example", external: {} } },
    '"files.social.example"',
  ],
  [
    "a media host on http",
    { extraMediaHosts: ["http://a.example:8080"] },
    'change it to "https://a.example:8080"',
  ],
  [
    "a media host on http and 443",
    { extraMediaHosts: ["http://a.example:443"] },
    'change it to "https://a.example"',
  ],
  ["policy mode before 4.1", { version: "4.0" }, "since Mastodon 4.1, not in 4.0", '`access: "acl"`'],
  ["a key prefix before 4.3", { version: "4.2.9", keyPrefix: "p" }, "since Mastodon 4.3, not in 4.2.9"],
  ["extra media hosts before 4.4", { version: "4.3", extraMediaHosts: [] }, "since Mastodon 4.4, not in 4.3"],
  ["a key prefix with slashes", { keyPrefix: "/p/q/" }, 'change it to "p/q"'],
  ["a key prefix with two slashes", { keyPrefix: "/p//q" }, "change it or remove it"],
  ["a key prefix that URLs resolve", { keyPrefix: "p/.." }, "change it or remove it"],
])("what is said about %s", (_, rest, ...words) => {
  const said = messagesOf(mastodonProblems(loose(rest))).join("\n");
  for (const part of words) expect(said).toContain(part);
});

describe("a path in the alias host, which the content security policy took for the only URL before 4.1.3", () => {
  const withPath = { mediaHost: { ...mediaHost, external: { path: "media" } } };
  const codes = (rest: Record<string, unknown>): Found[] => found(loose({ ...withPath, ...rest }));

  test.each(["4.1.0", "4.1.1", "v4.1.2", "4.1.2+glitch"])("is refused for %s", (version) => {
    expect(codes({ version })).toEqual([["mediaHost.external.path", "version-too-old"]]);
  });

  test("is refused for every 4.0, with the access that 4.0 can have", () => {
    expect(codes({ version: "4.0", access: "acl" })).toEqual([
      ["mediaHost.external.path", "version-too-old"],
    ]);
  });

  test.each([undefined, "4.1", "4.1.3", "4.1.25", "4.2.0", "4.6"])("is right for %s", (version) => {
    expect(codes({ version })).toEqual([]);
  });

  test("a media host without a path is right for 4.1.2", () => {
    expect(codes({ version: "4.1.2", mediaHost })).toEqual([]);
  });
});

describe("tuning", () => {
  const codes = (rest: Record<string, unknown>): Found[] => found(loose(rest));

  test.each([
    { retries: 0 },
    { retries: 3 },
    { openTimeoutSeconds: 1, readTimeoutSeconds: 300 },
    { deleteBatch: 1 },
    { deleteBatch: 1000 },
    { retries: undefined },
    {},
  ])("%j has no problem", (tuning) => expect(codes({ tuning })).toEqual([]));

  test.each<[Record<string, unknown>, string]>([
    [{ retries: 4 }, "retries"],
    [{ retries: -1 }, "retries"],
    [{ retries: 1.5 }, "retries"],
    [{ openTimeoutSeconds: 0 }, "openTimeoutSeconds"],
    [{ openTimeoutSeconds: 301 }, "openTimeoutSeconds"],
    [{ readTimeoutSeconds: 0.5 }, "readTimeoutSeconds"],
    [{ readTimeoutSeconds: NaN }, "readTimeoutSeconds"],
    [{ deleteBatch: 0 }, "deleteBatch"],
    [{ deleteBatch: 1001 }, "deleteBatch"],
  ])("%j is out of range", (tuning, member) => {
    expect(codes({ tuning })).toEqual([[`tuning.${member}`, "tuning-range"]]);
  });

  test.each<[unknown, ...Found]>([
    [{ retries: "2" }, "tuning.retries", "wrong-type"],
    [{ retries: null }, "tuning.retries", "wrong-type"],
    [{ retryLimit: 2 }, "tuning.retryLimit", "unknown-member"],
    [2, "tuning", "wrong-type"],
    [[], "tuning", "wrong-type"],
    [null, "tuning", "wrong-type"],
  ])("%j is refused", (tuning, path, code) => expect(codes({ tuning })).toEqual([[path, code]]));

  test.each(["retries", "deleteBatch"])("%s needs 4.3", (member) => {
    expect(codes({ version: "4.2.10", tuning: { [member]: 1 } })).toEqual([
      [`tuning.${member}`, "version-too-old"],
    ]);
    expect(codes({ version: "4.3", tuning: { [member]: 1 } })).toEqual([]);
  });

  test("timeouts are read by every version", () => {
    expect(codes({ version: "4.1", tuning: { openTimeoutSeconds: 9, readTimeoutSeconds: 9 } })).toEqual([]);
  });

  test("the message names the value, the range and the unit", () => {
    const [problem] = mastodonProblems(loose({ tuning: { deleteBatch: 5000 } }));
    for (const words of ["5000", "from 1 to 1000", "keys"]) expect(problem?.message).toContain(words);
  });
});

test("all problems at once, the policy's too, each below the given path", () => {
  const settings = loose({
    webDomain: "social",
    version: "4.0",
    corsOrigins: ["a.example"],
    bucketSource: "x",
    extraMediaHosts: ["https://a.example"],
    additionalStatements: [statement({ principals: ["*"], actions: ["s3:PutObject"] })],
  });
  expect(found(settings, "config.social.mastodon").map(([path]) => path)).toEqual([
    "config.social.mastodon.bucketSource",
    "config.social.mastodon.corsOrigins[0]",
    "config.social.mastodon.webDomain",
    "config.social.mastodon.access",
    "config.social.mastodon.extraMediaHosts",
    "config.social.mastodon.additionalStatements[0]",
  ]);
});

test("while the bucket is wrong, nothing is said of the policy that is made of it", () => {
  const settings = mastodon({ bucket: "x", additionalStatements: [statement({ principals: ["*"] })] });
  expect(found(settings).map(([path]) => path)).toEqual(["bucket"]);
});

test("no args at all", () => {
  const problems = mastodonProblems(undefined);
  expect(codesOf(problems)).toEqual([["", "missing-member"]]);
  expect(problems[0]?.message).toContain("webDomain, bucket and store");
});

test("a member that is undefined is not there, known or not", () => {
  expect(found(loose({ acces: undefined, tags: undefined }))).toEqual([]);
});

test("args that are none", () => {
  for (const value of [null, "x", []]) {
    expect(found(value, "p")).toEqual([["p", "wrong-type"]]);
  }
});

test("no value whatever makes a TypeError, and no message shows a secret", () => {
  const member = fc.constantFrom(
    "webDomain",
    "bucket",
    "store",
    "data",
    "corsOrigins",
    "additionalStatements",
    "tags",
    "writer",
    "version",
    "access",
    "mediaHost",
    "keyPrefix",
    "extraMediaHosts",
    "tuning",
  );
  const inner = fc.constantFrom(
    "retries",
    "openTimeoutSeconds",
    "deleteBatch",
    "aws",
    "region",
    "keys",
    "slots",
    "current",
    "inactive",
    "role",
    "roleName",
    "given",
    "accessKeyId",
    "secretAccessKey",
    "principal",
    "hostname",
    "external",
    "path",
    "noncurrentDays",
    "versioning",
    "sid",
    "effect",
    "principals",
    "actions",
    "resources",
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom<unknown>(
        null,
        undefined,
        0,
        true,
        "",
        "a",
        "*",
        "s3:*",
        "Allow",
        "eu-central-1",
        "CANARY\n",
      ),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(inner, tie("value"), { maxKeys: 5 }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(member, value, { maxKeys: 4 }), value, (rest, secretAccessKey) => {
      const all = [
        ...mastodonProblems(loose(rest), "p"),
        ...mastodonProblems(loose({ writer: { given: { accessKeyId: "AKIA", secretAccessKey } } }), "p"),
      ];
      for (const { path, message } of all) {
        expect(path).toMatch(/^p[.[]/);
        expect(message).not.toBe("");
        if (path.endsWith("secretAccessKey")) expect(message).not.toContain("CANARY");
      }
    }),
    { numRuns: 2000 },
  );
});
