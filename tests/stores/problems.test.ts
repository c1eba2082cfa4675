/** Every message about where a bucket is to live. */
import fc from "fast-check";
import { dotenv } from "../../env/dotenv";
import { storeKind, storeProblems } from "../../stores/problems";
import { codesOf, type Found } from "../problems/of";

const s3 = { flavour: "ceph", endpoint: "https://s3.example.org", region: "default" };
const found = (store: unknown) => storeProblems(store, "store").map(({ path, message }) => [path, message]);

test.each<[string, unknown]>([
  ["AWS", { aws: { region: "eu-central-1" } }],
  ["Ceph", { s3 }],
  ["a port", { s3: { ...s3, endpoint: "https://s3.example.org:7443", region: "us-east-1" } }],
  ["an address", { s3: { ...s3, endpoint: "https://192.0.2.7:7443" } }],
  ["an authority of one's own", { s3: { ...s3, caFile: "/etc/ssl/our ca.pem" } }],
  ["virtual hosts", { s3: { ...s3, pathStyle: false } }],
  ["plain http where it is allowed", { s3: { ...s3, endpoint: "http://rgw:7480", allowHttp: true } }],
])("%s is a store", (_, store) => expect(found(store)).toEqual([]));

const clear =
  "is plain http, so keys' signatures and private files travel in clear text; write https://, or `allowHttp: true` beside it for a trusted network";
const behind = "goes on behind the host; the bucket and everything else are added by clients: write";

test.each<[string, unknown, ...[string, string][]]>([
  [
    "two stores",
    { aws: { region: "eu-central-1" }, s3 },
    ["store", "says aws and s3; write exactly one of them"],
  ],
  [
    "nothing of a server",
    { s3: {} },
    ["store.s3.flavour", 'is missing; write "ceph"'],
    ["store.s3.endpoint", "is missing; write it"],
    ["store.s3.region", "is missing; write it"],
  ],
  [
    "Azure, which one of authentik's guides names",
    { azureBlob: {} },
    [
      "store.azureBlob",
      "cannot be the store: Azure Blob Storage has no S3 API, whatever a guide says, so no app here could use it; write `aws:`, or `s3:` for an S3-compatible server",
    ],
  ],
  [
    "an unknown server",
    { s3: { ...s3, flavour: "minio" } },
    [
      "store.s3.flavour",
      'is "minio", which is not supported; so far only "ceph" is, and another server must not be named so, for it takes other settings',
    ],
  ],
  [
    "a bucket in front of an address",
    { s3: { ...s3, endpoint: "https://192.0.2.7:7443", pathStyle: false } },
    [
      "store.s3.pathStyle",
      "is false, but a bucket cannot stand in front of an IP address; leave it out, or write a hostname as endpoint",
    ],
  ],
  [
    "everything of the wrong kind",
    { s3: { flavour: 1, endpoint: 2, region: 3, pathStyle: "no", allowHttp: 0, endpont: "" } },
    ["store.s3.endpont", "is unknown; did you mean endpoint?"],
    ["store.s3.flavour", 'is 1; write "ceph"'],
    ["store.s3.endpoint", 'is the number 2; write it in quotes: "2"'],
    ["store.s3.region", 'is the number 3; write it in quotes: "3"'],
    ["store.s3.pathStyle", 'is "no"; write true or false'],
    ["store.s3.allowHttp", "is 0; write true or false"],
  ],
  [
    "no name of a region",
    { s3: { ...s3, region: "" } },
    ["store.s3.region", '"" is no name of a region; write it as the server is set up, such as "default"'],
  ],
  ...(
    [
      ["s3.example.org", 'has no scheme; write it with "https://"'],
      ["", 'has no scheme; write it with "https://"'],
      ["https://s3.example.org/", `${behind} "https://s3.example.org"`],
      ["https://s3.example.org/media", `${behind} "https://s3.example.org"`],
      ["https://?x", `${behind} one like "https://s3.example.org"`],
      ["http://s3.example.org", clear],
      ["https://S3.example.org", 'contains capitals; write "https://s3.example.org"'],
      [
        "https://s3.example.org:443",
        'names the default port, which browsers leave out; write "https://s3.example.org"',
      ],
      ["ftp://s3.example.org", 'has the scheme "ftp"; write https:// or http://'],
      ["https://rgw", 'needs at least two labels, like "media.example.com"'],
    ] as const
  ).map(([endpoint, message]): [string, unknown, [string, string]] => [
    `the endpoint ${endpoint}`,
    { s3: { ...s3, endpoint } },
    ["store.s3.endpoint", `"${endpoint}" ${message}`],
  ]),
])("%s", (_, store, ...expected) => expect(found(store)).toEqual(expected));

test.each<[unknown, string | undefined]>([
  [{ aws: {} }, "aws"],
  [{ s3 }, "ceph"],
  [{ s3: {} }, undefined],
  [{ s3: "ceph" }, undefined],
  [{ aws: {}, s3 }, undefined],
  ["aws", undefined],
  [undefined, undefined],
])("the kind of %j is %s", (store, kind) => expect(storeKind(store)).toBe(kind));

describe("the credentials that Pulumi uses at the server", () => {
  const key = { accessKey: "ADMIN", secretKey: "canary" };
  const ofProvider = (provider: unknown) => codesOf(storeProblems({ s3: { ...s3, provider } }, "store"));

  it.each<[string, unknown]>([
    ["a key", key],
    ["a key that is known later", { ...key, secretKey: Promise.resolve("canary") }],
    ["an authority of certificates alone", { customCaBundle: "/etc/ssl/ca.pem" }],
    ["nothing", {}],
  ])("may be %s", (_, provider) => expect(ofProvider(provider)).toEqual([]));

  it.each<[string, unknown, ...Found[]]>([
    ["half of a key", { accessKey: "ADMIN" }, ["store.s3.provider.secretKey", "missing-member"]],
    ["the other half", { secretKey: "canary" }, ["store.s3.provider.accessKey", "missing-member"]],
    ["an empty secret", { ...key, secretKey: "" }, ["store.s3.provider.secretKey", "credential-empty"]],
    ["a number", { ...key, secretKey: 7 }, ["store.s3.provider.secretKey", "wrong-type"]],
    ["another name", { ...key, profile: "x" }, ["store.s3.provider.profile", "unknown-member"]],
    ["a text", "ADMIN:canary", ["store.s3.provider", "wrong-type"]],
  ])("may not be %s", (_, provider, ...expected) => expect(ofProvider(provider)).toEqual(expected));

  it("are in no message", () => {
    const wrong = { accessKey: "canary", secretKey: { secure: "canary" }, customCaBundle: ["canary"] };
    expect(JSON.stringify(storeProblems({ s3: { ...s3, provider: wrong } }, ""))).not.toContain("canary");
    expect(JSON.stringify(storeProblems({ s3: { ...s3, provider: "canary" } }, ""))).not.toContain("canary");
  });
});

describe("the file of a certificate authority", () => {
  const codes = (rest: object) => codesOf(storeProblems({ s3: { ...s3, ...rest } }, "store"));
  const path = "store.s3.caFile";

  test.each<[string, object, ...Found[]]>([
    ["a relative path", { caFile: "ca.pem" }, [path, "ca-file-path"]],
    ["a path in a home folder", { caFile: "~/ca.pem" }, [path, "ca-file-path"]],
    ["a path of Windows", { caFile: "C:\\ssl\\ca.pem" }, [path, "ca-file-path"]],
    ["a folder", { caFile: "/etc/ssl/certs/" }, [path, "ca-file-path"]],
    ["nothing", { caFile: "" }, [path, "ca-file-path"]],
    ["a line break", { caFile: "/etc/ca.pem\nS3_BUCKET=other" }, [path, "ca-file-characters"]],
    ["a single quote", { caFile: "/etc/o'ca.pem" }, [path, "ca-file-characters"]],
    [
      "an endpoint of plain http",
      { endpoint: "http://rgw:7480", allowHttp: true, caFile: "/etc/ca.pem" },
      [path, "ca-file-unused"],
    ],
    ["another type", { caFile: true }, [path, "unquoted-text"]],
  ])("%s", (_, rest, ...expected) => expect(codes(rest)).toEqual(expected));

  test("AWS has no such file", () => {
    const store = { aws: { region: "eu-central-1", caFile: "/etc/ca.pem" } };
    expect(codesOf(storeProblems(store, "store"))).toEqual([["store.aws.caFile", "unknown-member"]]);
  });

  test("what is accepted can stand in an env file", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        const caFile = `/${name}`;
        if (codes({ caFile }).length > 0) return;
        const entry = { name: "AWS_CA_BUNDLE", value: caFile, secret: false, comment: "" };
        expect(() => dotenv("title", [entry])).not.toThrow();
      }),
    );
  });
});
