/** What can be wrong with where a bucket is to live. */
import fc from "fast-check";
import { dotenv } from "../../env/formats/dotenv";
import { storeProductOf } from "../../stores";
import { storeProblems } from "../../stores/problems";
import type { ProblemCode } from "../../validation/codes";
import { codesOf, type Found } from "../validation/of";

const s3 = { server: "ceph", endpoint: "https://s3.example.org", region: "default" };
const found = (store: unknown) => codesOf(storeProblems(store, "store"));

test.each<[string, unknown]>([
  ["AWS", { aws: { region: "eu-central-1" } }],
  ["Ceph", { s3 }],
  ["a port", { s3: { ...s3, endpoint: "https://s3.example.org:7443", region: "us-east-1" } }],
  ["an address", { s3: { ...s3, endpoint: "https://192.0.2.7:7443" } }],
  ["an authority of one's own", { s3: { ...s3, caFile: "/etc/ssl/our ca.pem" } }],
  ["virtual hosts", { s3: { ...s3, pathStyle: false } }],
  ["a name like one of R2", { s3: { ...s3, endpoint: "https://r2.cloudflarestorage.com.example" } }],
  ["a name like one of AWS", { s3: { ...s3, endpoint: "https://s3.amazonaws.com.example" } }],
  ["plain http where it is allowed", { s3: { ...s3, endpoint: "http://rgw:7480", allowHttp: true } }],
])("%s is a store", (_, store) => expect(found(store)).toEqual([]));

test.each<[string, unknown, ...Found[]]>([
  ["two stores", { aws: { region: "eu-central-1" }, s3 }, ["store", "store-both"]],
  [
    "nothing of a server",
    { s3: {} },
    ["store.s3.server", "missing-member"],
    ["store.s3.endpoint", "missing-member"],
    ["store.s3.region", "missing-member"],
  ],
  ["Azure, which one of authentik's guides names", { azureBlob: {} }, ["store.azureBlob", "store-azure"]],
  ["Azure as it is also written", { Azure_Blob: {} }, ["store.Azure_Blob", "store-azure"]],
  ["Azure beside a store", { s3, blob: {} }, ["store.blob", "store-azure"]],
  [
    "Azure as the server",
    { s3: { ...s3, server: "azure-blob-storage" } },
    ["store.s3.server", "store-azure"],
  ],
  ["a name that has blob in it by chance", { blobfish: {} }, ["store.blobfish", "unknown-member"]],
  [
    "a name that is a path",
    { "a.azure": undefined, aws: { azure: 1, region: "eu-central-1" } },
    ["store.aws.azure", "unknown-member"],
  ],
  ...[
    "https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com",
    // As the dashboard shows it: with the bucket.
    "https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com/media",
    "https://media.0123456789abcdef0123456789abcdef.R2.cloudflarestorage.com.",
    "acme.r2.cloudflarestorage.com",
    "https://s3.eu-central-1.amazonaws.com",
    "http://s3.amazonaws.com:80",
    "https://media.s3.dualstack.cn-north-1.amazonaws.com.cn",
  ].map((endpoint): [string, unknown, Found] => [
    `the endpoint ${endpoint}, which is another kind's`,
    { s3: { ...s3, endpoint } },
    ["store.s3.endpoint", "store-endpoint-kind"],
  ]),
  ["an unknown server", { s3: { ...s3, server: "toy" } }, ["store.s3.server", "store-server-unknown"]],
  [
    "a bucket in front of an address",
    { s3: { ...s3, endpoint: "https://192.0.2.7:7443", pathStyle: false } },
    ["store.s3.pathStyle", "store-virtual-host-address"],
  ],
  [
    "everything of the wrong kind",
    { s3: { server: 1, endpoint: 2, region: 3, pathStyle: "no", allowHttp: 0, endpont: "" } },
    ["store.s3.endpont", "unknown-member"],
    ["store.s3.server", "wrong-type"],
    ["store.s3.endpoint", "unquoted-text"],
    ["store.s3.region", "unquoted-text"],
    ["store.s3.pathStyle", "wrong-type"],
    ["store.s3.allowHttp", "wrong-type"],
  ],
  ["no name of a region", { s3: { ...s3, region: "" } }, ["store.s3.region", "store-region-name"]],
])("%s", (_, store, ...expected) => expect(found(store)).toEqual(expected));

test.each<[endpoint: string, code: ProblemCode, ...instead: string[]]>([
  ["s3.example.org", "endpoint-scheme"],
  ["", "endpoint-scheme"],
  ["https://s3.example.org/", "endpoint-path", "https://s3.example.org"],
  ["https://s3.example.org/media", "endpoint-path", "https://s3.example.org"],
  ["https://?x", "endpoint-path"],
  ["http://s3.example.org", "endpoint-http"],
  ["https://S3.example.org", "hostname-capitals", "https://s3.example.org"],
  ["https://s3.example.org:443", "origin-default-port", "https://s3.example.org"],
  ["ftp://s3.example.org", "origin-scheme"],
  ["https://rgw", "hostname-one-label"],
])("the endpoint %j is refused, with a better one where there is one", (endpoint, code, ...instead) => {
  const problems = storeProblems({ s3: { ...s3, endpoint } }, "store");
  expect(codesOf(problems)).toEqual([["store.s3.endpoint", code]]);
  for (const better of instead) expect(problems[0]?.message).toMatch(new RegExp(`"${better}"$`));
});

test.each<[unknown, string | undefined]>([
  [{ aws: {} }, "aws"],
  [{ s3 }, "ceph"],
  [{ s3: {} }, undefined],
  [{ s3: "ceph" }, undefined],
  [{ aws: {}, s3 }, undefined],
  ["aws", undefined],
  [undefined, undefined],
])("the product of the store %j is %s", (store, name) => expect(storeProductOf(store)?.name).toBe(name));

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
