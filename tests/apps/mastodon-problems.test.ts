/** Every message about the args of a Mastodon storage itself, and all of them at once. */
import fc from "fast-check";
import { mastodonProblems } from "../../apps/mastodon-problems";
import { found, loose, mastodon, statement, type Found } from "./settings";

// Thousands of generated values take their time on a busy machine.
jest.setTimeout(60_000);

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
      "is unknown; known here: bucket, store, data, corsOrigins, additionalStatements, tags, writer, webDomain, version, access, mediaHost, keyPrefix, extraMediaHosts",
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
      'is "bucket-policy", and an empty S3_PERMISSION is understood from Mastodon 4.1, not 4.0: uploads would carry the ACL public-read, which the bucket refuses; upgrade, or write `access: "acl"`',
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
  );
  const inner = fc.constantFrom(
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
