/** Every message about the args of an authentik storage itself, and all of them at once. */
import fc from "fast-check";
import { authentikProblems } from "../../apps/authentik-problems";
import { authentik, authentikOnCeph, foundInAuthentik as found } from "./authentik-args";
import type { Found } from "./settings";

type Rest = Record<string, unknown>;
const files = { mediaHost: { hostname: "files.example.com", external: {} } };
const given = { writer: { given: { accessKeyId: "AKIA", secretAccessKey: "x" } } };
const role = { writer: { role: { roleName: "sso" } } };

// What has no problem is in authentik-env.cases.json.
test.each<[string, Rest, ...Found[]]>([
  ["a typing error", { usage: ["media"] }, ["usage", "is unknown; did you mean usages?"]],
  ["no version", { version: undefined }, ["version", "is missing; write it"]],
  [
    "a number for a version",
    { version: 2025.1 },
    [
      "version",
      'is a number, and YAML reads 2025.10 as 2025.1; write it in quotes as you mean it, like "2025.10"',
    ],
  ],
  [
    "no version at all",
    { version: "stable" },
    ["version", '"stable" is no authentik version; write one such as "2026.5" or "2025.12.4"'],
  ],
  [
    "a version before there was S3",
    { version: "2023.10" },
    [
      "version",
      '"2023.10" is older than 2024.2, the first that this library knows the settings of; upgrade authentik first',
    ],
  ],
  ["no origins", { origins: undefined }, ["origins", "is missing; write it"]],
  [
    "an empty list of origins",
    { origins: [] },
    ["origins", 'is empty; write how authentik is reached, like "https://authentik.company"'],
  ],
  [
    "the origin of the older guide",
    { origins: ["https://a.example", "authentik.company"] },
    [
      "origins[1]",
      '"authentik.company" has no scheme, so it can never match what a browser sends; write "https://authentik.company"',
    ],
  ],
  [
    "origins that browsers never send",
    { origins: ["https://a.example/if/user/", "https://a.example:443", "https://*.example"] },
    [
      "origins[0]",
      '"https://a.example/if/user/" has a path; an origin is scheme, host and port only: write "https://a.example"',
    ],
    [
      "origins[1]",
      '"https://a.example:443" names the default port, which browsers leave out; write "https://a.example"',
    ],
    ["origins[2]", '"https://*.example" contains a wildcard; write one hostname'],
  ],
  [
    "no usage",
    { usages: [] },
    ["usages", "is empty, so nothing would be stored; write media or reports, or leave it out"],
  ],
  ["a usage that is none", { usages: ["icons"] }, ["usages[0]", 'is "icons"; write "media" or "reports"']],
  ["a usage twice", { usages: ["media", "media"] }, ["usages", "names one of them twice; write each once"]],
  [
    "reports before 2025.12",
    { version: "2025.10", usages: ["media", "reports"] },
    [
      "usages[1]",
      'is "reports", which authentik stores from 2025.12 on, not 2025.10: upgrade first, or leave it out',
    ],
  ],
  [
    "a profile beside keys of the component's own",
    { sessionProfile: "sso" },
    [
      "sessionProfile",
      "stands beside keys, with which authentik up to 2025.10 fails and later versions ignore the keys; write `writer: { role: { roleName: ... } }`, or leave it out",
    ],
  ],
  [
    "a profile beside a given key",
    { sessionProfile: "sso", ...given },
    ["sessionProfile", expect.stringMatching(/^stands beside keys/) as string],
  ],
  [
    "an empty profile",
    { sessionProfile: " ", ...role },
    ["sessionProfile", '" " is empty, at which boto3 fails; write a name, or leave it out'],
  ],
  [
    "a profile that no env file can carry",
    { sessionProfile: "it's", ...role },
    [
      "sessionProfile",
      '"it\'s" contains a single quote, which readers of env files take in different ways; write another name',
    ],
  ],
  [
    "a profile that authentik would replace",
    { sessionProfile: "env://OTHER", ...role },
    [
      "sessionProfile",
      '"env://OTHER" begins with "file:" or "env:", which authentik replaces by what that file or variable holds; write another name',
    ],
  ],
  [
    "a session token without its key",
    { sessionToken: "CANARY" },
    [
      "sessionToken",
      "has no temporary key that it belongs to; write `writer: { given: ... }` with that key, or leave it out",
    ],
  ],
  ["an empty session token", { sessionToken: "", ...given }, ["sessionToken", "is empty; make another key"]],
  [
    "a session token that no env file can carry",
    { sessionToken: "CANARY\n", ...given },
    ["sessionToken", "contains a line break or another control character; make another key"],
  ],
  [
    "a role together with keys",
    { writer: { ...role.writer, keys: { slots: ["a"], current: "a" } } },
    [
      "writer",
      "says keys and role; write exactly one of keys, role and given, or leave writer out for a key in slot a",
    ],
  ],
  [
    "Azure",
    { store: { azure: { account: "x" } } },
    [
      "store.azure",
      "cannot be the store: Azure Blob Storage has no S3 API, whatever a guide says, so no app here could use it; write `aws:`, or `s3:` for an S3-compatible server",
    ],
  ],
  [
    "Azure as an S3-compatible server",
    { store: { s3: { flavour: "azure-blob", endpoint: "https://a.example", region: "x" } } },
    ["store.s3.flavour", expect.stringMatching(/^cannot be the store: Azure Blob Storage/) as string],
  ],
  [
    "a bucket in the host name before there was a setting for it",
    {
      ...authentikOnCeph({ version: "2025.10" }),
      store: { s3: { flavour: "ceph", endpoint: "https://a.example", region: "x", pathStyle: false } },
    },
    [
      "store.s3.pathStyle",
      "is false, but authentik can put the bucket into the host name from 2025.12 on, not 2025.10: upgrade first, or leave it out if the server takes the bucket in the path too",
    ],
  ],
])("%s", (_, rest, ...problems) => expect(found({ ...authentik(), ...rest })).toEqual(problems));

const CHOICE =
  'write "rewrite-host" for a proxy that names the store in the Host header (up to 2026.2), "preserve-host" for one that leaves it as it is (2026.5 and later), or "cdn" for one that drops the query and signs its own requests';
const own = (name: string): Found => [
  "mediaHost.hostname",
  `"${name}" is the store's own host, which URLs name without a mediaHost, with the bucket once and a signature that fits; leave mediaHost out`,
];
const namesStore = (version: string): Found => [
  "mediaHostMode",
  `is "preserve-host", but authentik ${version} signs URLs for the store's host, and the store checks them against the Host header that it gets; let the proxy name the store there and write "rewrite-host", or write "cdn"`,
];
const at = (hostname: string, path?: string) => ({
  mediaHost: { hostname, external: path === undefined ? {} : { path } },
});

describe("a media host", () => {
  test.each<[string, Rest, ...Found[]]>([
    ["that nobody knows the ways of", files, ["mediaHostMode", `is missing; ${CHOICE}`]],
    [
      "with a way that is none",
      { ...files, mediaHostMode: "proxy" },
      ["mediaHostMode", 'is "proxy"; write "rewrite-host" or "preserve-host" or "cdn"'],
    ],
    [
      "with a scheme",
      { ...at("https://files.example.com"), mediaHostMode: "cdn" },
      ["mediaHost.hostname", '"https://files.example.com" contains a scheme; write "files.example.com"'],
    ],
    [
      "that is missing",
      { mediaHostMode: "cdn", secureUrls: false },
      ["mediaHostMode", 'is "cdn", which has no effect without a mediaHost; leave it out'],
      ["secureUrls", "is false, which has no effect without a mediaHost; leave it out"],
    ],
    [
      "of authentik itself",
      { ...at("authentik.company"), mediaHostMode: "cdn" },
      [
        "mediaHost.hostname",
        '"authentik.company" is authentik\'s own host, where an uploaded SVG could run scripts as authentik; write a host of the files\' own, such as "files.authentik.company"',
      ],
    ],
    [
      "that is S3's own",
      { ...at("authentik-files.s3.eu-central-1.amazonaws.com"), mediaHostMode: "cdn" },
      own("authentik-files.s3.eu-central-1.amazonaws.com"),
    ],
    [
      "that is S3's global one",
      {
        store: { aws: { region: "us-east-1" } },
        ...at("authentik-files.s3.amazonaws.com"),
        mediaHostMode: "cdn",
      },
      own("authentik-files.s3.amazonaws.com"),
    ],
    [
      "over http in front of https",
      { ...files, mediaHostMode: "cdn", secureUrls: false },
      [
        "secureUrls",
        "is false, and private files would travel in clear text in front of a store that has https; leave it out",
      ],
    ],
    ["with a text for a flag", { secureUrls: "no" }, ["secureUrls", 'is "no"; write true or false']],
    [
      "that rewrites Host for 2026.5",
      { ...files, mediaHostMode: "rewrite-host" },
      [
        "mediaHostMode",
        'is "rewrite-host", but authentik 2026.5.1 signs URLs for the public host, and the store checks them against the Host header that it gets; write "cdn"',
      ],
    ],
    [
      "that preserves Host on AWS",
      { ...files, mediaHostMode: "preserve-host" },
      [
        "mediaHostMode",
        'is "preserve-host", but AWS S3 answers at no host but its own over https; write "cdn", or leave mediaHost out',
      ],
    ],
    [
      "for reports alone",
      { ...files, mediaHostMode: "cdn", usages: ["reports"] },
      [
        "mediaHostMode",
        'is "cdn", but only reports are stored, and whoever has the URL could read them there; leave mediaHost out',
      ],
    ],
  ])("%s", (_, rest, ...problems) => expect(found({ ...authentik(), ...rest })).toEqual(problems));

  test.each<[string, Rest, ...Found[]]>([
    // What both guides tell: it works nowhere better than without, and in 2025.12.0 the bucket is there twice.
    [
      "of the guides",
      { ...at("s3.example.org", "authentik-files"), mediaHostMode: "cdn" },
      own("s3.example.org"),
    ],
    [
      "that is the bucket's own",
      { ...at("authentik-files.s3.example.org"), version: "2025.10", mediaHostMode: "rewrite-host" },
      own("authentik-files.s3.example.org"),
    ],
    [
      "that rewrites Host for 2026.5",
      { ...files, mediaHostMode: "rewrite-host" },
      [
        "mediaHostMode",
        'is "rewrite-host", but authentik 2026.5.1 signs URLs for the public host, and the store checks them against the Host header that it gets; let the proxy leave it as it is and write "preserve-host", or write "cdn"',
      ],
    ],
    [
      "that preserves Host and a path in which the store would not find the bucket",
      { ...files, mediaHostMode: "preserve-host" },
      [
        "mediaHost.external.path",
        'is "", but the store gets the path as it is and takes its beginning for the bucket; write `path: "authentik-files"`, or `pathStyle: false` at the store if it answers at the bucket\'s own host name',
      ],
    ],
    [
      "that preserves Host for 2025.10",
      { ...files, mediaHostMode: "preserve-host", version: "2025.10" },
      namesStore("2025.10"),
    ],
    [
      "that preserves Host for 2026.2",
      { ...files, mediaHostMode: "preserve-host", version: "2026.2" },
      namesStore("2026.2"),
    ],
    [
      "in 2025.12 without a patch",
      { ...files, mediaHostMode: "rewrite-host", version: "2025.12" },
      [
        "version",
        'depends on the patch, which "2025.12" does not say: 2025.12.0 and .1 add the bucket to the path by themselves, later ones do not; write the whole version, like "2025.12.4"',
      ],
    ],
    [
      "in 2025.12.1 without the bucket in the path",
      { ...at("files.example.com", "media"), mediaHostMode: "cdn", version: "2025.12.1" },
      [
        "mediaHost.external.path",
        'does not end with "authentik-files", which authentik 2025.12.1 leaves in the path of every URL (goauthentik/authentik#19521); write `path: "authentik-files"` and let the host take it away, or upgrade',
      ],
    ],
    [
      "in 2025.12.1 with a path that only ends alike",
      { ...at("files.example.com", "my-authentik-files"), mediaHostMode: "cdn", version: "2025.12.1" },
      ["mediaHost.external.path", expect.stringMatching(/^does not end with "authentik-files"/) as string],
    ],
  ])("on Ceph: %s", (_, rest, ...problems) =>
    expect(found({ ...authentikOnCeph(), ...rest })).toEqual(problems),
  );
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
  expect(found({ ...authentik(), additionalStatements })).toEqual([
    ["additionalStatements[0]", expect.stringContaining('"PublicMedia"')],
  ]);
});

test("all problems at once, each below the given path", () => {
  const settings = {
    ...authentik(),
    version: 2025.1,
    origins: ["authentik.company"],
    bucket: "Files",
    usages: ["icons"],
    mediaHost: { hostname: "https://a.example", external: {} },
    secureUrls: "no",
    corsOrigins: ["a.example"],
    sessionProfile: "sso",
    sessionToken: "x",
  };
  expect(found(settings, "config.sso.authentik").map(([path]) => path)).toEqual(
    [
      "version",
      "bucket",
      "usages[0]",
      "mediaHost.hostname",
      "secureUrls",
      "origins[0]",
      "corsOrigins[0]",
      "sessionProfile",
      "sessionToken",
    ].map((member) => `config.sso.authentik.${member}`),
  );
});

test("no args at all", () => {
  const message = "is missing; write at least version, origins, bucket and store";
  expect(authentikProblems(undefined)).toEqual([{ code: "missing-member", path: "", message }]);
});

test("args that are none", () => {
  for (const value of [null, "x", []]) {
    expect(found(value, "p")).toEqual([["p", expect.stringMatching(/^is .*; write a map/)]]);
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
    "mediaHostMode",
    "secureUrls",
    "sessionProfile",
    "writer",
  );
  const inner = fc.constantFrom(
    "aws",
    "s3",
    "region",
    "flavour",
    "endpoint",
    "pathStyle",
    "hostname",
    "external",
    "path",
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
      const all = authentikProblems({ ...authentik(), ...rest, sessionToken: ["CANARY", sessionToken] }, "p");
      all.push(...authentikProblems({ ...authentikOnCeph(), ...rest, sessionToken: "CANARY'" }, "p"));
      for (const { path, message } of all) {
        expect(path).toMatch(/^p[.[]/);
        expect(message).not.toBe("");
        expect(message).not.toContain("CANARY");
      }
    }),
    { numRuns: 2000 },
  );
});
