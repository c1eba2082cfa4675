/** What can be wrong with the args of an authentik storage itself, and all of it at once. */
import fc from "fast-check";
import { authentikProblems } from "../../../apps/authentik/validate";
import { authentik, authentikOnCeph, foundInAuthentik as found } from "./fixtures";
import { codesOf, messagesOf, type Found } from "../../validation/of";

type Rest = Record<string, unknown>;
const files = (external: object = {}) => ({ mediaHost: { hostname: "files.example.com", external } });
const given = { writer: { given: { accessKeyId: "AKIA", secretAccessKey: "x" } } };
const profile = (name: string) => ({ writer: { role: { roleName: "sso", profile: name } } });
const token = (sessionToken: string) => ({ writer: { given: { ...given.writer.given, sessionToken } } });

// What has no problem is in env.cases.json.
test.each<[string, Rest, ...Found[]]>([
  ["a typing error", { usage: ["media"] }, ["usage", "unknown-member"]],
  ["no version", { version: undefined }, ["version", "missing-member"]],
  ["a number for a version", { version: 2025.1 }, ["version", "unquoted-version"]],
  ["no version at all", { version: "stable" }, ["version", "version-format"]],
  ["a version before there was S3", { version: "2023.10" }, ["version", "version-too-old"]],
  ["no origins", { origins: undefined }, ["origins", "missing-member"]],
  [
    "no origins, beside a media host that cannot work with the version",
    { origins: undefined, ...files({ signing: "rewrite-host" }) },
    ["origins", "missing-member"],
    ["mediaHost.external.signing", "media-host-signing"],
  ],
  ["an empty list of origins", { origins: [] }, ["origins", "origins-empty"]],
  [
    "the origin of the older guide",
    { origins: ["https://a.example", "authentik.company"] },
    ["origins[1]", "origin-scheme"],
  ],
  [
    "origins that browsers never send",
    { origins: ["https://a.example/if/user/", "https://a.example:443", "https://*.example"] },
    ["origins[0]", "origin-path"],
    ["origins[1]", "origin-default-port"],
    ["origins[2]", "hostname-wildcard"],
  ],
  ["no usage", { usages: [] }, ["usages", "usages-empty"]],
  ["a usage that is none", { usages: ["icons"] }, ["usages[0]", "unknown-value"]],
  ["a usage twice", { usages: ["media", "media"] }, ["usages", "usages-twice"]],
  [
    "reports before 2025.12",
    { version: "2025.10", usages: ["media", "reports"] },
    ["usages[1]", "version-too-old"],
  ],
  ["an empty profile", profile(" "), ["writer.role.profile", "session-profile-empty"]],
  ["a profile that no env file can carry", profile("it's"), ["writer.role.profile", "session-profile-value"]],
  [
    "a profile that authentik would replace",
    profile("env://OTHER"),
    ["writer.role.profile", "session-profile-replaced"],
  ],
  [
    "a profile beside a given key",
    { writer: { given: { ...given.writer.given, profile: "sso" } } },
    ["writer.given.profile", "unknown-member"],
  ],
  ["an empty session token", token(""), ["writer.given.sessionToken", "credential-empty"]],
  [
    "a session token that no env file can carry",
    token("CANARY\n"),
    ["writer.given.sessionToken", "credential-value"],
  ],
  [
    "a session token without its key",
    { writer: { given: { sessionToken: "CANARY" } } },
    ["writer.given.accessKeyId", "missing-member"],
    ["writer.given.secretAccessKey", "missing-member"],
  ],
  [
    "a role together with keys",
    { writer: { ...profile("sso").writer, keys: { slots: ["a"], current: "a" } } },
    ["writer", "writer-choice"],
  ],
  ["Azure", { store: { azure: { account: "x" } } }, ["store.azure", "store-azure"]],
  [
    "Azure as an S3-compatible server",
    { store: { s3: { server: "azure-blob", endpoint: "https://a.example", region: "x" } } },
    ["store.s3.server", "store-azure"],
  ],
  [
    "a bucket in the host name before there was a setting for it",
    {
      ...authentikOnCeph({ version: "2025.10" }),
      store: { s3: { server: "ceph", endpoint: "https://a.example", region: "x", pathStyle: false } },
    },
    ["store.s3.pathStyle", "version-too-old"],
  ],
])("%s", (_, rest, ...expected) => {
  const problems = authentikProblems({ ...authentik(), ...rest });
  expect(codesOf(problems)).toEqual(expected);
  expect(JSON.stringify(problems)).not.toContain("CANARY");
});

const own: Found = ["mediaHost.hostname", "media-host-is-store"];
const wrongMode: Found = ["mediaHost.external.signing", "media-host-signing"];
const at = (hostname: string, external: object = {}) => ({ mediaHost: { hostname, external } });

describe("a media host", () => {
  test.each<[string, Rest, ...Found[]]>([
    ["without its way of signing", files(), ["mediaHost.external.signing", "missing-member"]],
    [
      "with an unknown way of signing",
      files({ signing: "proxy" }),
      ["mediaHost.external.signing", "unknown-value"],
    ],
    [
      "with a scheme",
      { ...at("https://files.example.com", { signing: "cdn" }) },
      ["mediaHost.hostname", "hostname-scheme"],
    ],
    [
      "of authentik itself",
      { ...at("authentik.company", { signing: "cdn" }) },
      ["mediaHost.hostname", "media-host-is-app"],
    ],
    ["that is S3's own", { ...at("authentik-files.s3.eu-central-1.amazonaws.com", { signing: "cdn" }) }, own],
    [
      "that is S3's global one",
      {
        store: { aws: { region: "us-east-1" } },
        ...at("authentik-files.s3.amazonaws.com", { signing: "cdn" }),
      },
      own,
    ],
    [
      "over http in front of https",
      { ...files({ signing: "cdn", https: false }) },
      ["mediaHost.external.https", "insecure-urls"],
    ],
    [
      "with a string for a flag",
      files({ signing: "cdn", https: "no" }),
      ["mediaHost.external.https", "wrong-type"],
    ],
    ["that rewrites Host for 2026.5", { ...files({ signing: "rewrite-host" }) }, wrongMode],
    ["that preserves Host on AWS", { ...files({ signing: "preserve-host" }) }, wrongMode],
    ["for reports alone", { ...files({ signing: "cdn" }), usages: ["reports"] }, wrongMode],
  ])("%s", (_, rest, ...problems) => expect(found({ ...authentik(), ...rest })).toEqual(problems));

  test.each<[string, Rest, ...Found[]]>([
    // What both guides tell: it works nowhere better than without, and in 2025.12.0 the bucket is there twice.
    ["of the guides", { ...at("s3.example.org", { path: "authentik-files", signing: "cdn" }) }, own],
    [
      "that is the bucket's own",
      { ...at("authentik-files.s3.example.org", { signing: "rewrite-host" }), version: "2025.10" },
      own,
    ],
    ["that rewrites Host for 2026.5", { ...files({ signing: "rewrite-host" }) }, wrongMode],
    [
      "that preserves Host and a path in which the store would not find the bucket",
      { ...files({ signing: "preserve-host" }) },
      ["mediaHost.external.path", "media-host-bucket-path"],
    ],
    [
      "that preserves Host for 2025.10",
      { ...files({ signing: "preserve-host" }), version: "2025.10" },
      wrongMode,
    ],
    [
      "that preserves Host for 2026.2",
      { ...files({ signing: "preserve-host" }), version: "2026.2" },
      wrongMode,
    ],
    [
      "in 2025.12 without a patch",
      { ...files({ signing: "rewrite-host" }), version: "2025.12" },
      ["version", "version-patch"],
    ],
    [
      "in 2025.12.1 without the bucket in the path",
      { ...at("files.example.com", { path: "media", signing: "cdn" }), version: "2025.12.1" },
      ["mediaHost.external.path", "media-host-bucket-kept"],
    ],
    [
      "in 2025.12.1 with a path that only ends alike",
      { ...at("files.example.com", { path: "my-authentik-files", signing: "cdn" }), version: "2025.12.1" },
      ["mediaHost.external.path", "media-host-bucket-kept"],
    ],
  ])("on Ceph: %s", (_, rest, ...problems) =>
    expect(found({ ...authentikOnCeph(), ...rest })).toEqual(problems),
  );
});

test.each<[string, object, ...string[]]>([
  ["a typing error", { usage: ["media"] }, "did you mean usages?"],
  ["a number for a version", { version: 2025.1 }, "YAML reads 2025.10 as 2025.1", 'like "2025.10"'],
  ["an old version", { version: "2023.10" }, "2023.10", "older than 2024.2"],
  [
    "an origin without a scheme",
    { origins: ["authentik.company"] },
    'change it to "https://authentik.company"',
  ],
  ["reports", { version: "2025.10", usages: ["reports"] }, "since 2025.12, not in 2025.10"],
  ["a profile with a quote", profile("it's"), "single quote"],
  ["a profile that is replaced", profile("env://OTHER"), '"file:" or "env:"'],
  [
    "two writers",
    { writer: { ...profile("sso").writer, keys: { slots: ["a"], current: "a" } } },
    "keys and role",
  ],
  ["no signing of a media host", files(), '"rewrite-host"', '"preserve-host"', '"cdn"'],
  [
    "a media host with a scheme",
    { ...at("https://a.example", { signing: "cdn" }) },
    'change it to "a.example"',
  ],
  ["rewrite-host on AWS", { ...files({ signing: "rewrite-host" }) }, "2026.5.1", '; set "cdn"'],
  ["preserve-host on AWS", { ...files({ signing: "preserve-host" }) }, 'set "cdn", or remove mediaHost'],
  [
    "rewrite-host on Ceph",
    { ...authentikOnCeph(), ...files({ signing: "rewrite-host" }) },
    'set "preserve-host", or set "cdn"',
  ],
  [
    "preserve-host on Ceph before 2026.5",
    { ...authentikOnCeph(), ...files({ signing: "preserve-host" }), version: "2026.2" },
    "authentik 2026.2 signs",
    'set "rewrite-host", or set "cdn"',
  ],
  [
    "a path without the bucket on Ceph",
    { ...authentikOnCeph(), ...at("a.example", { path: "media", signing: "cdn" }), version: "2025.12.1" },
    '`path: "authentik-files"`',
    "or upgrade",
  ],
])("what is said about %s", (_, rest, ...words) => {
  const said = messagesOf(authentikProblems({ ...authentik(), ...rest })).join("\n");
  for (const part of words) expect(said).toContain(part);
});

test("anybody anonymous cannot be let in, which a CDN without a key of its own would need", () => {
  const additionalStatements = [
    {
      sid: "PublicMedia",
      effect: "Allow",
      principals: ["*"],
      actions: ["s3:GetObject"],
      resources: ["arn:aws:s3:::authentik-files/media/*"],
    },
  ];
  const problems = authentikProblems({ ...authentik(), additionalStatements });
  expect(codesOf(problems)).toEqual([["additionalStatements[0]", "statement-exposes"]]);
  expect(problems[0]?.message).toContain('"PublicMedia"');
});

test("all problems at once, each below the given path", () => {
  const settings = {
    ...authentik(),
    version: 2025.1,
    origins: ["authentik.company"],
    bucket: "Files",
    usages: ["icons"],
    mediaHost: { hostname: "https://a.example", external: { signing: "proxy", https: "no" } },
    corsOrigins: ["a.example"],
    writer: { given: { sessionToken: "", profile: "sso" } },
  };
  expect(found(settings, "config.sso.authentik").map(([path]) => path)).toEqual(
    [
      "writer.given.profile",
      "writer.given.accessKeyId",
      "writer.given.secretAccessKey",
      "version",
      "usages[0]",
      "mediaHost.external.signing",
      "mediaHost.external.https",
      "bucket",
      "writer.given.sessionToken",
      "corsOrigins[0]",
      "origins[0]",
      "mediaHost.hostname",
    ].map((member) => `config.sso.authentik.${member}`),
  );
});

test("no args at all", () => {
  const problems = authentikProblems(undefined);
  expect(codesOf(problems)).toEqual([["", "missing-member"]]);
  expect(problems[0]?.message).toContain("version, origins, bucket and store");
});

test("args that are none", () => {
  for (const value of [null, "x", []]) {
    expect(found(value, "p")).toEqual([["p", "wrong-type"]]);
  }
});

test("no value whatever makes a TypeError, and no message shows a secret", () => {
  const member = fc.constantFrom(
    "version",
    "origins",
    "bucket",
    "store",
    "corsOrigins",
    "usages",
    "mediaHost",
    "writer",
  );
  const inner = fc.constantFrom(
    "aws",
    "s3",
    "region",
    "server",
    "endpoint",
    "pathStyle",
    "hostname",
    "external",
    "path",
    "signing",
    "https",
    "profile",
    "role",
    "given",
    "roleName",
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom<unknown>(
        null,
        undefined,
        0,
        true,
        false,
        "",
        "ceph",
        "eu-central-1",
        "https://s3.example.org",
        "files.example.com",
        "cdn",
        "rewrite-host",
        "preserve-host",
        "media",
        "reports",
        "2025.10",
        "2025.12",
        "2025.12.1",
      ),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(inner, tie("value"), { maxKeys: 5 }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(member, value, { maxKeys: 5 }), value, (rest, sessionToken) => {
      const withToken = (writer: object, secret: unknown): object => ({
        ...writer,
        given: { accessKeyId: "AKIA", secretAccessKey: "x", sessionToken: secret },
      });
      const writer = typeof rest["writer"] === "object" && rest["writer"] !== null ? rest["writer"] : {};
      const all = [
        ...authentikProblems(
          { ...authentik(), ...rest, writer: withToken(writer, ["CANARY", sessionToken]) },
          "p",
        ),
        ...authentikProblems({ ...authentikOnCeph(), ...rest, writer: withToken(writer, "CANARY'") }, "p"),
        ...authentikProblems({ ...authentikOnCeph(), ...rest }, "p"),
      ];
      for (const { path, message } of all) {
        expect(path).toMatch(/^p[.[]/);
        expect(message).not.toBe("");
        expect(message).not.toContain("CANARY");
      }
    }),
    { numRuns: 2000 },
  );
});
