/** What authentik needs of a store, where its files are, what the operator is warned of, and the facts. */
import { opened } from "../../../storage/opened";
import { authentikPlan } from "../../../apps/authentik/plan";
import type { ExternalHostArgs } from "../../../hosts/args";
import { authentikNeeds } from "../../../apps/authentik/needs";
import { authentikPresignedBaseUrl, storeBaseUrl } from "../../../apps/authentik/urls";
import type { AuthentikSettings } from "../../../apps/authentik/args";
import type { StorageNeeds } from "../../../storage/needs";
import { bucketPolicy } from "../../../storage/bucket-policy";
import { storeOf } from "../../../stores";
import { authentik, authentikOnCeph } from "./fixtures";
import { exceptUploads } from "../../storage/upload-warning";
import { known } from "../../storage/known";

type Rest = Parameters<typeof authentik>[0];
const warnings = (rest: Rest): string[] => authentikPlan(authentik(rest)).facts.warnings;
const onCeph = (rest: Rest): string[] => exceptUploads(authentikPlan(authentikOnCeph(rest)).facts.warnings);
const host = (hostname: string, external: ExternalHostArgs = {}) => ({
  mediaHost: { hostname, external },
});
const ceph = { server: "ceph", endpoint: "https://s3.example.org", region: "default" };
const plainHttp = { store: { s3: { ...ceph, endpoint: "http://rgw:7480", allowHttp: true } } };

const needs = (settings: AuthentikSettings): StorageNeeds =>
  authentikNeeds(settings, storeOf(settings.store));

describe("needs", () => {
  test("nothing is public, uploads carry an ACL, and scripts of authentik's origins may read", () => {
    expect(needs(authentik())).toEqual({
      publicPrefixes: [],
      privatePrefixes: ["media/", "reports/"],
      objectAcls: false,
      sendsAcls: true,
      abortUploadsAfterDays: 7,
      writer: {
        objectActions: [
          "s3:GetObject",
          "s3:PutObject",
          "s3:DeleteObject",
          "s3:AbortMultipartUpload",
          "s3:PutObjectAcl",
        ],
        bucketActions: ["s3:ListBucket"],
        prefixes: ["media/", "reports/"],
      },
      cors: [
        {
          allowedOrigins: ["https://authentik.company"],
          allowedMethods: ["GET"],
          allowedHeaders: ["Authorization"],
          exposeHeaders: [],
          maxAgeSeconds: 3000,
        },
      ],
    });
  });

  test.each<[string, Rest, string[]]>([
    ["up to 2025.10 media only", { version: "2025.10" }, ["media/"]],
    ["media only", { usages: ["media"] }, ["media/"]],
    ["reports only", { usages: ["reports"] }, ["reports/"]],
  ])("%s", (_, rest, prefixes) => {
    const { privatePrefixes, writer } = needs(authentik(rest));
    expect([privatePrefixes, writer.prefixes]).toEqual([prefixes, prefixes]);
  });

  test.each<[string, object, boolean]>([
    ["AWS", { aws: { region: "eu-central-1" } }, true],
    ["Ceph", { s3: ceph }, true],
    // It checks the permission.
    ["SeaweedFS", { s3: { ...ceph, server: "seaweedfs" } }, true],
    // It refuses a policy with it.
    ["MinIO", { s3: { ...ceph, server: "minio" } }, false],
    ["versitygw", { s3: { ...ceph, server: "versitygw" } }, false],
  ])("the writer may set ACLs where there are any: %s", (_, store, isIn) => {
    expect(needs(authentik({ store })).writer.objectActions.includes("s3:PutObjectAcl")).toBe(isIn);
  });

  test("further origins come behind authentik's own, each once", () => {
    const origins = ["https://a.example", "http://sso:9000"];
    const corsOrigins = ["https://portal.example", "https://a.example"];
    expect(needs(authentik({ origins, corsOrigins })).cors[0]?.allowedOrigins).toEqual([
      "https://a.example",
      "http://sso:9000",
      "https://portal.example",
    ]);
  });

  test.each(["2025.10", "2025.12.1", "2026.2", "2026.5"])("%s: the policy lets nobody in", (version) => {
    const settings = authentik({ version });
    const { Statement } = bucketPolicy(known(settings), needs(settings), storeOf(settings.store));
    expect(Statement.map(({ Sid, Effect }) => [Sid, Effect])).toEqual([["DenyInsecureTransport", "Deny"]]);
  });
});

// Measured with boto3 1.43: generate_presigned_url of a client as each generation makes it.
test.each<[string, Rest, string]>([
  ["2025.10", {}, "https://s3.eu-central-1.amazonaws.com/authentik-files"],
  [
    "2025.10",
    { store: { aws: { region: "us-east-1" } } },
    "https://s3.us-east-1.amazonaws.com/authentik-files",
  ],
  ["2025.12.1", {}, "https://authentik-files.s3.eu-central-1.amazonaws.com"],
  ["2026.2", {}, "https://authentik-files.s3.eu-central-1.amazonaws.com"],
  ["2026.2", { store: { aws: { region: "us-east-1" } } }, "https://authentik-files.s3.amazonaws.com"],
  [
    "2026.2",
    { store: { aws: { region: "cn-north-1" } } },
    "https://authentik-files.s3.cn-north-1.amazonaws.com.cn",
  ],
  ["2026.5", {}, "https://s3.eu-central-1.amazonaws.com/authentik-files"],
  ["2026.5", { store: { aws: { region: "us-east-1" } } }, "https://s3.amazonaws.com/authentik-files"],
  ["2025.10", { store: { s3: ceph } }, "https://s3.example.org/authentik-files"],
  ["2026.2", { store: { s3: { ...ceph, pathStyle: false } } }, "https://authentik-files.s3.example.org"],
  ["2026.5", { store: { s3: ceph } }, "https://s3.example.org/authentik-files"],
])("%s %j: the store's own URLs begin with %s", (version, rest, url) => {
  expect(storeBaseUrl(opened(authentik({ version, ...rest })))).toBe(url);
  expect(authentikPresignedBaseUrl(opened(authentik({ version, ...rest })))).toBe(url);
});

test.each<[string, Rest, string]>([
  ["a CDN", { ...host("cdn.example.com", { signing: "cdn" }) }, "https://cdn.example.com"],
  [
    "a proxy and its path",
    { ...host("files.example.com", { path: "a/b", signing: "rewrite-host" }) },
    "https://files.example.com/a/b",
  ],
  [
    "2025.12.1, which adds the bucket",
    {
      version: "2025.12.1",
      store: { s3: ceph },
      ...host("files.example.com", { path: "authentik-files", signing: "rewrite-host" }),
    },
    "https://files.example.com/authentik-files",
  ],
  [
    "plain http in front of plain http",
    { ...plainHttp, ...host("files.example.com", { signing: "rewrite-host", https: false }) },
    "http://files.example.com",
  ],
  [
    "a store that wants the bucket in the host name",
    { store: { s3: { ...ceph, pathStyle: false } } },
    "https://authentik-files.s3.example.org",
  ],
  [
    "the same over plain http",
    { store: { s3: { ...plainHttp.store.s3, pathStyle: false } } },
    "http://authentik-files.rgw:7480",
  ],
])("URLs that browsers get: %s", (_, rest, url) =>
  expect(authentikPresignedBaseUrl(opened(authentik(rest)))).toBe(url),
);

describe("a store that only a private network knows", () => {
  const at = (endpoint: string, rest: Rest = {}): string[] =>
    onCeph({ store: { s3: { ...ceph, endpoint, allowHttp: true } }, ...rest }).filter((warning) =>
      warning.startsWith("Browsers cannot reach"),
    );

  test.each([
    "https://s3.local",
    "https://rgw.storage.svc.cluster.local",
    "http://minio:9000",
    "https://10.1.2.3",
  ])("%s: browsers cannot follow presigned URLs", (endpoint) => {
    expect(at(endpoint)).toEqual([
      expect.stringContaining(`Browsers cannot reach ${endpoint}, because it is in a private network`),
    ]);
  });

  test("a media host in front of it is what browsers reach", () => {
    expect(at("https://s3.local", { ...host("files.example.com", { signing: "preserve-host" }) })).toEqual(
      [],
    );
  });

  test("a CDN is for media, so that reports are out of reach", () => {
    expect(at("https://s3.local", { ...host("cdn.example.com", { signing: "cdn" }) })).toHaveLength(1);
  });

  test("a media host of that network is said, too", () => {
    expect(at("https://s3.example.org", { ...host("files.lan", { signing: "preserve-host" }) })).toEqual([
      "Browsers cannot reach https://files.lan, because it is in a private network, and authentik's files are there: " +
        "set `mediaHost.hostname` to a public hostname.",
    ]);
  });

  test("an authentik of that network needs no more", () => {
    expect(at("https://s3.lan", { origins: ["https://auth.lan"] })).toEqual([]);
    expect(at("https://s3.lan", { origins: ["https://auth.lan", "https://auth.example"] })).toHaveLength(1);
  });

  test("a public store is not warned of", () => expect(at("https://s3.example.org")).toEqual([]));
});

describe("warnings", () => {
  test("a proxy that rewrites Host: what it has to do, and what to change for 2026.5", () => {
    const rest: Rest = { version: "2026.2", ...host("files.example.com", { signing: "rewrite-host" }) };
    const [warning = "", ...others] = warnings(rest);
    expect(others).toEqual([]);
    for (const part of [
      "Your own proxy serves files.example.com;",
      "GET requests on to https://authentik-files.s3.eu-central-1.amazonaws.com, keep the query string",
      "with `authentik-files.s3.eu-central-1.amazonaws.com` in the Host header and in TLS (a CNAME record from",
      'when you upgrade, set `external.signing` to "cdn"',
    ]) {
      expect(warning).toContain(part);
    }
    const [below] = onCeph({ ...rest, ...host("files.example.com", { path: "m", signing: "rewrite-host" }) });
    expect(below).toContain(
      "GET requests below /m/ without that path on to https://s3.example.org/authentik-files, keep the query string",
    );
    expect(below).toContain('when you upgrade, set `external.signing` to "preserve-host"');
  });

  test("a proxy that preserves Host", () => {
    const rest: Rest = {
      ...host("files.example.com", { path: "authentik-files", signing: "preserve-host" }),
    };
    expect(onCeph(rest)).toEqual([
      expect.stringMatching(
        /GET requests on to https:\/\/s3\.example\.org without changing the Host header.* https:\/\/files\.example\.com\/authentik-files,/,
      ),
    ]);
  });

  test("a CDN", () => {
    const [warning, ...others] = warnings({ ...host("cdn.example.com", { signing: "cdn" }) });
    expect(others).toEqual([]);
    for (const part of [
      "Your own CDN serves cdn.example.com;",
      "GET requests on to https://s3.eu-central-1.amazonaws.com/authentik-files, remove the query string",
      "with `s3.eu-central-1.amazonaws.com` in the Host header",
      "omit the query string from its cache key",
      "set a cache time",
      "cloudfront.amazonaws.com with sourceArns",
      "Everyone who has the URL of a media file can read it there.",
    ]) {
      expect(warning).toContain(part);
    }
  });

  test.each<[string, Rest, string]>([
    ["alone", {}, " Browsers get http:// URLs, which https pages do not load"],
    ["for pages on http", { origins: ["http://sso:9000"] }, ""],
    [
      "behind a proxy with https",
      { ...host("f.example", { signing: "rewrite-host" }), version: "2026.2" },
      "",
    ],
    [
      "behind a CDN, reports not",
      { ...host("f.example", { signing: "cdn" }) },
      " Browsers get http:// URLs for reports, which https pages do not load",
    ],
    ["behind a CDN, media only", { ...host("f.example", { signing: "cdn" }), usages: ["media"] }, ""],
  ])("a store that is reached by plain http, %s", (_, rest, urls) => {
    const [warning] = onCeph({ ...plainHttp, ...rest });
    expect(warning).toMatch(urls === "" ? /cannot refuse plain http\.$/ : `cannot refuse plain http.${urls}`);
  });

  test.each<[string, string[]]>([
    ["2024.2.1", ["#8657"]],
    ["2024.8.0", ["#11176, #11180"]],
    ["2024.8", []],
    ["2024.8.1", []],
    ["2025.12.4", ["without a Content-Type"]],
    ["2026.2", []],
  ])("version %s", (version, expected) =>
    expect(warnings({ version })).toEqual(expected.map((part) => expect.stringContaining(part) as unknown)),
  );

  test("2025.12.2 behind a public host, where the bucket was seen twice", () => {
    const rest: Rest = { version: "2025.12.2", ...host("files.example.com", { signing: "rewrite-host" }) };
    const twice = expect.stringContaining("#19521") as unknown;
    expect(onCeph(rest)).toContainEqual(twice);
    expect(warnings(rest)).not.toContainEqual(twice);
    expect(onCeph({ ...rest, version: "2025.12.3" })).not.toContainEqual(twice);
    expect(onCeph({ version: "2025.12.2" })).not.toContainEqual(twice);
  });

  test("a temporary key, one without a principal, a bucket that exists", () => {
    const given = { accessKeyId: "ASIA", secretAccessKey: "x", sessionToken: "x" };
    expect(warnings({ writer: { given }, bucketSource: "adopt" })).toEqual([
      expect.stringContaining("authentik-files is adopted"),
      expect.stringContaining("writer.given has no principal"),
      expect.stringContaining("A key with a session token expires"),
    ]);
  });
});

describe("facts", () => {
  const facts = (rest: Rest = {}) => authentikPlan(authentik(rest)).facts;

  test("by default", () => {
    const { writer, ...others } = facts();
    expect(others).toEqual({
      schema: 1,
      app: { name: "authentik", version: "2026.5.1", usages: ["media", "reports"] },
      store: { kind: "aws", host: "s3.eu-central-1.amazonaws.com", region: "eu-central-1" },
      bucket: {
        name: "authentik-files",
        arn: "arn:aws:s3:::authentik-files",
        objectAcls: false,
        publicPrefixes: [],
        privatePrefixes: ["media/", "reports/"],
        corsOrigins: ["https://authentik.company"],
      },
      presignedBaseUrl: "https://s3.eu-central-1.amazonaws.com/authentik-files",
      warnings: [],
    });
    expect(writer).toMatchObject({ kind: "keys", user: "authentik-files-writer", currentKeySlot: "a" });
    expect(JSON.parse(writer.policy)).toMatchObject({
      Statement: [
        {
          Action: [
            "s3:GetObject",
            "s3:PutObject",
            "s3:DeleteObject",
            "s3:AbortMultipartUpload",
            "s3:PutObjectAcl",
          ],
          Resource: ["arn:aws:s3:::authentik-files/media/*", "arn:aws:s3:::authentik-files/reports/*"],
        },
        { Action: ["s3:ListBucket"], Resource: "arn:aws:s3:::authentik-files" },
      ],
    });
  });

  test("with a media host, and without a key", () => {
    const all = facts({
      ...host("cdn.example.com", { signing: "cdn" }),
      writer: { given: { accessKeyId: "AKIACANARY", secretAccessKey: "CANARY", sessionToken: "CANARY" } },
    });
    expect(all).toMatchObject({
      mediaHost: { kind: "external", hostname: "cdn.example.com", signing: "cdn" },
      presignedBaseUrl: "https://cdn.example.com",
      writer: { kind: "given" },
    });
    expect(all.publicBaseUrl).toBeUndefined();
    expect(JSON.stringify(all)).not.toContain("CANARY");
  });
});
