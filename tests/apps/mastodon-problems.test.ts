/** Every message about the args of a Mastodon storage itself, and all of them at once. */
import fc from "fast-check";
import { mastodonProblems } from "../../apps/mastodon-problems";
import { found, loose, mastodon, statement, type Found } from "./settings";

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

const noPath =
  'is no path of letters, digits, "_", "." and "-" without slashes at its ends; write one, or leave it out';
const noPrefix = 'is no prefix of letters, digits, "_", "." and "-" with single slashes only within; write';

test.each<[string, Record<string, unknown>, ...Found[]]>([
  ["a typing error", { acces: "acl" }, ["acces", "is unknown; did you mean access?"]],
  [
    "a member that is nothing like a known one",
    { cloudflare: {} },
    [
      "cloudflare",
      "is unknown; known here: bucket, store, data, corsOrigins, additionalStatements, tags, writer, webDomain, version, access, mediaHost, keyPrefix, extraMediaHosts, tuning",
    ],
  ],
  [
    "unknown members of a media host",
    { mediaHost: { hostname: "a.example", extern: { path: "a" } } },
    ["mediaHost.extern", "is unknown; did you mean external?"],
  ],
  [
    "all problems of a media host at once",
    { mediaHost: { hostname: "FILES.example/x", previousHosts: [], external: { pth: "x", path: "/" } } },
    ["mediaHost.previousHosts", "is unknown; known here: hostname, external"],
    ["mediaHost.hostname", '"FILES.example/x" contains a path; write "files.example"'],
    ["mediaHost.external.pth", "is unknown; did you mean path?"],
    ["mediaHost.external.path", `"/" ${noPath}`],
  ],
  ["no web domain", { webDomain: undefined }, ["webDomain", "is missing; write it"]],
  ["no bucket", { bucket: undefined }, ["bucket", "is missing; write it"]],
  ["no store", { store: undefined }, ["store", "is missing; write it"]],
  [
    "a number for a version",
    { version: 4.1 },
    ["version", 'is a number, and YAML reads 4.10 as 4.1; write it in quotes as you mean it, like "4.4"'],
  ],
  [
    "a web domain with a scheme",
    { webDomain: "https://social.example" },
    ["webDomain", '"https://social.example" contains a scheme; write "social.example"'],
  ],
  [
    "a media host with a port",
    { mediaHost: { hostname: "a.example:80", external: {} } },
    ["mediaHost.hostname", '"a.example:80" contains a port; write "a.example"'],
  ],
  [
    "a media host without a name",
    { mediaHost: { external: {} } },
    ["mediaHost.hostname", "is missing; write it"],
  ],
  [
    "a media host that nothing serves",
    { mediaHost: { hostname: "a.example" } },
    ["mediaHost", "does not say what serves the host; write `external: {}` for your own proxy"],
  ],
  ["null for a media host", { mediaHost: null }, ["mediaHost", "is empty; write a map of keys and values"]],
  [
    "null for external",
    { mediaHost: { hostname: "a.example", external: null } },
    ["mediaHost.external", "is empty; write a map of keys and values"],
  ],
  [
    "a path with a slash",
    { mediaHost: { hostname: "a.example", external: { path: "/m" } } },
    ["mediaHost.external.path", `"/m" ${noPath}`],
  ],
  [
    "the web client's host",
    { mediaHost: { hostname: "social.example", external: {} } },
    [
      "mediaHost.hostname",
      '"social.example" is the web client\'s own host; uploads may be HTML, so media need a host of their own, such as "files.social.example"',
    ],
  ],
  [
    "an extra media host without a scheme",
    { extraMediaHosts: ["a.example"] },
    [
      "extraMediaHosts[0]",
      '"a.example" has no scheme, so it can never match what a browser sends; write "https://a.example"',
    ],
  ],
  [
    "an extra media host on http",
    { extraMediaHosts: ["http://a.example:8080"] },
    [
      "extraMediaHosts[0]",
      '"http://a.example:8080" is not https, and the web client loads media over https only; write "https://a.example:8080"',
    ],
  ],
  [
    "an extra media host on http and 443",
    { extraMediaHosts: ["http://a.example:443"] },
    [
      "extraMediaHosts[0]",
      '"http://a.example:443" is not https, and the web client loads media over https only; write "https://a.example"',
    ],
  ],
  [
    "an extra media host with a wildcard",
    { extraMediaHosts: ["https://*.example"] },
    ["extraMediaHosts[0]", '"https://*.example" contains a wildcard; write one hostname'],
  ],
  [
    "no version",
    { version: "latest" },
    ["version", '"latest" is no Mastodon version; write one such as "4.4" or "4.4.2"'],
  ],
  [
    "policy mode before 4.1",
    { version: "4.0" },
    [
      "access",
      'is "bucket-policy", which works from Mastodon 4.1, not 4.0: without ACLs that version cannot suspend an account, and one before 4.0 cannot upload; upgrade, or write `access: "acl"`',
    ],
  ],
  [
    "a key prefix before 4.3",
    { version: "4.2.9", keyPrefix: "p" },
    [
      "keyPrefix",
      "needs S3_KEY_PREFIX, which exists from Mastodon 4.3, not 4.2.9: upgrade first, or leave it out",
    ],
  ],
  [
    "extra media hosts before 4.4",
    { version: "4.3", extraMediaHosts: [] },
    [
      "extraMediaHosts",
      "needs EXTRA_MEDIA_HOSTS, which exists from Mastodon 4.4, not 4.3: upgrade first, or leave it out",
    ],
  ],
  [
    "an access that is none",
    { access: "cdn", version: "4.0" },
    ["access", 'is "cdn"; write "bucket-policy" or "acl"'],
  ],
  [
    "an empty key prefix",
    { keyPrefix: "" },
    ["keyPrefix", '"" is empty, and Mastodon takes an empty S3_KEY_PREFIX for a set one; leave it out'],
  ],
  [
    "only slashes",
    { keyPrefix: "//" },
    ["keyPrefix", '"//" is empty, and Mastodon takes an empty S3_KEY_PREFIX for a set one; leave it out'],
  ],
  ["a key prefix with slashes", { keyPrefix: "/p/q/" }, ["keyPrefix", `"/p/q/" ${noPrefix} "p/q"`]],
  ["a key prefix with two slashes", { keyPrefix: "/p//q" }, ["keyPrefix", `"/p//q" ${noPrefix} another one`]],
  ["a key prefix with a wildcard", { keyPrefix: "p*" }, ["keyPrefix", `"p*" ${noPrefix} another one`]],
  ["a key prefix that URLs resolve", { keyPrefix: "p/.." }, ["keyPrefix", `"p/.." ${noPrefix} another one`]],
])("%s", (_, rest, ...problems) => expect(found(loose(rest))).toEqual(problems));

describe("a path in the alias host, which the content security policy took for the only URL before 4.1.3", () => {
  const withPath = { mediaHost: { ...mediaHost, external: { path: "media" } } };
  const codes = (rest: Record<string, unknown>): [string, string][] =>
    mastodonProblems(loose({ ...withPath, ...rest })).map(({ code, path }) => [code, path]);

  test.each(["4.1.0", "4.1.1", "v4.1.2", "4.1.2+glitch"])("is refused for %s", (version) => {
    expect(codes({ version })).toEqual([["version-too-old", "mediaHost.external.path"]]);
  });

  test("is refused for every 4.0, with the access that 4.0 can have", () => {
    expect(codes({ version: "4.0", access: "acl" })).toEqual([
      ["version-too-old", "mediaHost.external.path"],
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
  const codes = (rest: Record<string, unknown>): [string, string][] =>
    mastodonProblems(loose(rest)).map(({ code, path }) => [code, path]);

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
    expect(codes({ tuning })).toEqual([["tuning-range", `tuning.${member}`]]);
  });

  test.each<[unknown, string, string]>([
    [{ retries: "2" }, "wrong-type", "tuning.retries"],
    [{ retries: null }, "wrong-type", "tuning.retries"],
    [{ retryLimit: 2 }, "unknown-member", "tuning.retryLimit"],
    [2, "wrong-type", "tuning"],
    [[], "wrong-type", "tuning"],
    [null, "wrong-type", "tuning"],
  ])("%j is refused", (tuning, code, path) => expect(codes({ tuning })).toEqual([[code, path]]));

  test.each(["retries", "deleteBatch"])("%s needs 4.3", (member) => {
    expect(codes({ version: "4.2.10", tuning: { [member]: 1 } })).toEqual([
      ["version-too-old", `tuning.${member}`],
    ]);
    expect(codes({ version: "4.3", tuning: { [member]: 1 } })).toEqual([]);
  });

  test("timeouts are read by every version", () => {
    expect(codes({ version: "4.1", tuning: { openTimeoutSeconds: 9, readTimeoutSeconds: 9 } })).toEqual([]);
  });

  test("the message names the value, the range and the unit", () => {
    expect(found(loose({ tuning: { deleteBatch: 5000 } }))).toEqual([
      [
        "tuning.deleteBatch",
        "is 5000, which is out of range; write a whole number from 1 to 1000: keys (S3 takes no more in one request)",
      ],
    ]);
  });
});

test("all problems at once, the policy's too, each below the given path", () => {
  const settings = loose({
    webDomain: "social",
    version: "4.0",
    corsOrigins: ["a.example"],
    data: { importId: "x" },
    extraMediaHosts: ["https://a.example"],
    additionalStatements: [statement({ principals: ["*"], actions: ["s3:PutObject"] })],
  });
  expect(found(settings, "config.social.mastodon").map(([path]) => path)).toEqual([
    "config.social.mastodon.data.importId",
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
  const message = "is missing; write at least webDomain, bucket and store";
  expect(mastodonProblems(undefined)).toEqual([{ code: "missing-member", path: "", message }]);
});

test("a member that is undefined is not there, known or not", () => {
  expect(found(loose({ acces: undefined, tags: undefined }))).toEqual([]);
});

test("args that are none", () => {
  for (const value of [null, "x", []]) {
    expect(found(value, "p")).toEqual([["p", expect.stringMatching(/^is .*; write a map/)]]);
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
    "importId",
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
