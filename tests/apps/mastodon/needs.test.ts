/** What Mastodon needs of a store, what the operator is warned of, and the facts. */
import { opened } from "../../../storage/opened";
import { mastodonPlan } from "../../../apps/mastodon/plan";
import { mastodonNeeds } from "../../../apps/mastodon/needs";
import { mastodonExtraMediaHosts, mastodonPublicBaseUrl } from "../../../apps/mastodon/urls";
import type { MastodonSettings } from "../../../apps/mastodon/args";
import { mastodon, onCeph } from "./fixtures";
import { exceptUploads } from "../../storage/upload-warning";

const mediaHost = { hostname: "files.social.example", external: {} };
const ceph = { server: "ceph", endpoint: "https://s3.example.org", region: "default" };
const warnings = (rest: Partial<MastodonSettings>): string[] =>
  exceptUploads(mastodonPlan(mastodon(rest)).facts.warnings);

describe("needs", () => {
  test("by default: public prefixes without backups/ and imports/, and no more rights than used", () => {
    expect(mastodonNeeds(mastodon())).toEqual({
      publicPrefixes: [
        "accounts/",
        "cache/",
        "custom_emojis/",
        "media_attachments/",
        "preview_card_providers/",
        "preview_cards/",
        "site_uploads/",
      ],
      privatePrefixes: ["backups/", "imports/"],
      objectAcls: false,
      sendsAcls: false,
      abortUploadsAfterDays: 7,
      writer: {
        objectActions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
        bucketActions: ["s3:ListBucket"],
      },
      cors: [
        {
          allowedOrigins: ["*"],
          allowedMethods: ["GET", "HEAD"],
          allowedHeaders: ["*"],
          exposeHeaders: ["Accept-Ranges", "Content-Length", "Content-Range", "ETag"],
          maxAgeSeconds: 3600,
        },
      ],
    });
  });

  test("a key prefix stands before every prefix", () => {
    const { publicPrefixes, privatePrefixes } = mastodonNeeds(mastodon({ keyPrefix: "social/prod" }));
    expect(publicPrefixes).toHaveLength(7);
    expect(publicPrefixes.every((prefix) => /^social\/prod\/[a-z_]+\/$/.test(prefix))).toBe(true);
    expect(privatePrefixes).toEqual(["social/prod/backups/", "social/prod/imports/"]);
  });

  test("acl: one action more, and the objects say what is public", () => {
    const { objectAcls, writer } = mastodonNeeds(mastodon({ access: "acl" }));
    expect(objectAcls).toBe(true);
    expect(writer.objectActions).toEqual([
      ...mastodonNeeds(mastodon()).writer.objectActions,
      "s3:PutObjectAcl",
    ]);
  });

  test("CORS origins are narrowed on request", () => {
    const corsOrigins = ["https://social.example", "https://other.example"];
    expect(mastodonNeeds(mastodon({ corsOrigins })).cors[0]?.allowedOrigins).toEqual(corsOrigins);
  });
});

describe("warnings", () => {
  test("an external media host: what the proxy has to do, and how long it keeps what is deleted", () => {
    const [warning = "", deleted, ...others] = warnings({ mediaHost });
    expect(others).toEqual([]);
    expect(deleted).toMatch(
      /^A file that Mastodon deletes stays in the cache of files\.social\.example: at most 1 day /,
    );
    for (const part of [
      "Your own proxy serves files.social.example;",
      "`media-storage proxy` prints a tested configuration for nginx and Caddy",
      "GET, HEAD and OPTIONS requests for public prefixes on to https://social-media.s3.eu-central-1.amazonaws.com, and no others",
      "remove the query string, Cookie and Authorization",
      "with `social-media.s3.eu-central-1.amazonaws.com` in the Host header and in TLS (a CNAME record",
      "remove Set-Cookie and x-amz-*",
      "set Access-Control-Allow-Origin",
      "X-Content-Type-Options: nosniff and Content-Security-Policy: default-src 'none'; ",
    ]) {
      expect(warning).toContain(part);
    }
    expect(warnings({ mediaHost: { ...mediaHost, external: { path: "m" } } })[0]).toContain("below /m/");
  });

  describe("what stays in the proxy's cache", () => {
    const purging = { ...mediaHost, external: { purge: {} } };
    const deleted = (settings: Partial<MastodonSettings>): string | undefined => warnings(settings)[1];

    test.each<[string, Partial<MastodonSettings>, RegExp]>([
      [
        "what the operator allows",
        { mediaHost: { ...mediaHost, cache: { maxAgeSeconds: 60 } } },
        /at most 1 minute .*Set `external\.purge: \{\}`/,
      ],
      ["what no release purged", { mediaHost, version: "4.2.1" }, /Mastodon 4\.3 and later can remove/],
      [
        "what an ACL hides",
        { mediaHost, access: "acl" },
        /^A file that Mastodon deletes or hides stays .*Set `external\.purge: \{\}`/,
      ],
      [
        "all but attachments",
        { mediaHost: purging },
        /^Mastodon removes an attachment .* at once when it is deleted with its post\. Avatars, .* at most 1 day/,
      ],
      [
        "all but attachments, hidden ones too",
        { mediaHost: purging, access: "acl" },
        /at once when it is hidden or deleted/,
      ],
    ])("%s", (_, settings, expected) => expect(deleted(settings)).toMatch(expected));

    test("purge requests to a private host need a setting of Mastodon's", () => {
      const host = { hostname: "files.internal", external: { purge: {} } };
      const about = /^Mastodon sends no purge request to files\.internal, .* ALLOWED_PRIVATE_ADDRESSES/;
      expect(warnings({ mediaHost: host })).toContainEqual(expect.stringMatching(about));
      expect(warnings({ mediaHost: { ...host, external: {} } })).not.toContainEqual(
        expect.stringMatching(about),
      );
      expect(warnings({ mediaHost: purging }).join()).not.toContain("ALLOWED_PRIVATE_ADDRESSES");
    });
  });

  test("a media host before EXTRA_MEDIA_HOSTS: no media are presigned there, so nothing is missing", () => {
    expect(warnings({ mediaHost, version: "4.3" })).toEqual(warnings({ mediaHost }));
  });

  describe("acl before everything private is uploaded so", () => {
    test.each(["4.1.1", "4.1", "4.1.25"])("imports are public in %s", (version) => {
      const [warning, ...others] = warnings({ access: "acl", version });
      expect(warning).toContain(`Mastodon ${version} uploads the lists that people import`);
      expect(warning).toContain("imports/) with the ACL public-read");
      expect(warning).not.toContain("backups/");
      expect(warning).toContain("Upgrade to 4.2");
      expect(others).toEqual([]);
    });

    test.each(["4.0", "4.0.2", "4.1.0"])("data exports are, too, in %s", (version) => {
      expect(warnings({ access: "acl", version, keyPrefix: "p" })[0]).toContain(
        "the lists that people import (p/imports/) and their data exports (p/backups/) with the ACL public-read",
      );
    });

    test.each([undefined, "4.2", "4.2.0", "4.6"])("nothing is in %s", (version) => {
      expect(warnings({ access: "acl", ...(version !== undefined && { version }) })).toEqual([]);
    });

    test("the bucket policy keeps both private whatever the version", () => {
      expect(warnings({ version: "4.1" })).toEqual([]);
    });
  });

  test.each<[string | undefined, boolean]>([
    ["4.1.0", true],
    ["4.1.1", true],
    ["4.1.2", false],
    ["4.1", false],
    [undefined, false],
  ])("data exports that do not work without ACLs, in %s: %s", (version, is) => {
    const rest = version === undefined ? {} : { version };
    expect(warnings(rest).some((one) => one.startsWith("Data exports do not work"))).toBe(is);
    expect(warnings({ ...rest, access: "acl" }).some((one) => one.includes("do not work"))).toBe(false);
  });

  describe("a store that only a private network knows", () => {
    const at = (endpoint: string, rest: Partial<MastodonSettings> = {}): string[] =>
      warnings(onCeph({ store: { s3: { ...ceph, endpoint, allowHttp: true } }, ...rest }));

    test.each([
      "https://s3.local",
      "https://s3.internal",
      "https://rgw.storage.svc",
      "https://rgw.storage.svc.cluster.local",
      "https://rgw",
      "https://192.168.1.10:7480",
    ])("%s: browsers cannot follow presigned URLs", (endpoint) => {
      expect(at(endpoint)).toEqual([
        expect.stringContaining(
          `Browsers cannot reach ${endpoint}, because it is in a private network, but Mastodon's URLs of data exports and all media`,
        ),
      ]);
      const [behindHost] = at(endpoint, { mediaHost });
      expect(behindHost).toContain("data exports and media that moderators open");
    });

    test("over plain http it is said in the same warning", () => {
      const [warning, ...others] = at("http://rgw:7480");
      expect(warning).toMatch(/over plain http.* browsers cannot reach rgw,/);
      expect(others).toEqual([]);
    });

    test("an instance of that network needs no more", () => {
      expect(at("https://s3.lan", { webDomain: "social.lan" })).toEqual([]);
    });

    test("a media host of that network is said, too", () => {
      expect(warnings({ mediaHost: { hostname: "files.lan", external: {} } })[0]).toContain(
        "Browsers and other servers cannot reach files.lan, because it is in a private network",
      );
    });

    test("a public store is not warned of", () => expect(at("https://s3.example.org")).toEqual([]));
  });

  test("CORS origins without the web client's", () => {
    expect(warnings({ corsOrigins: ["https://other.example"] })).toEqual([
      expect.stringContaining("corsOrigins does not contain https://social.example"),
    ]);
    for (const origin of ["*", "https://social.example", "https://*.example", "https://*"]) {
      expect([origin, warnings({ corsOrigins: ["https://other.example", origin] })]).toEqual([origin, []]);
    }
  });

  test("a permissions boundary, which is not evaluated", () => {
    const permissionsBoundary = "arn:aws:iam::123456789012:policy/boundary";
    expect(warnings({ writer: { keys: { permissionsBoundary } } })).toEqual([
      expect.stringMatching(/permissions boundary .*`writer.policy` of the facts/),
    ]);
  });

  test("a given key without a principal", () => {
    expect(warnings({ writer: { given: { accessKeyId: "AKIA" } } })).toEqual([
      expect.stringMatching(/^writer\.given has no principal.*`writer.policy` of the facts/),
    ]);
    expect(warnings({ writer: { given: { principal: "arn:aws:iam::111111111111:user/m" } } })).toEqual([]);
    expect(warnings(onCeph({ writer: { given: { accessKeyId: "RGWKEY" } } }))[0]).toMatch(
      /Set `principal`, so that the bucket policy grants them, unless the key belongs to the bucket's owner\.$/,
    );
  });

  test("a store that is reached by plain http", () => {
    const [first, ...others] = warnings(
      onCeph({ store: { s3: { ...ceph, endpoint: "http://rgw:7480", allowHttp: true } } }),
    );
    expect(first).toMatch(/over plain http, so the bucket policy cannot refuse plain http/);
    expect(others).toEqual([]);
    expect(warnings(onCeph())).toEqual([]);
  });

  test("a media host in front of Ceph passes on to the bucket in the endpoint's path", () => {
    expect(warnings(onCeph({ mediaHost }))[0]).toContain("on to https://s3.example.org/social-media, ");
  });

  test("a key prefix", () => {
    expect(warnings({ keyPrefix: "p" })).toEqual([
      expect.stringContaining("`tootctl media remove-orphans` does not recognize"),
    ]);
  });
});

test.each<[string, Partial<MastodonSettings>, string]>([
  ["the S3 host with the bucket", {}, "https://s3.eu-central-1.amazonaws.com/social-media"],
  ["the media host", { mediaHost }, "https://files.social.example"],
  [
    "the media host and its path",
    { mediaHost: { ...mediaHost, external: { path: "m" } } },
    "https://files.social.example/m",
  ],
  ["no key prefix, which is part of the key", { mediaHost, keyPrefix: "p" }, "https://files.social.example"],
  [
    "China",
    { store: { aws: { region: "cn-north-1" } } },
    "https://s3.cn-north-1.amazonaws.com.cn/social-media",
  ],
  ["Ceph, with the bucket in the path", onCeph(), "https://s3.example.org/social-media"],
  [
    "Ceph, at the bucket's own host",
    onCeph({ store: { s3: { ...ceph, pathStyle: false } } }),
    "https://social-media.s3.example.org",
  ],
  [
    "Ceph over plain http",
    onCeph({ store: { s3: { ...ceph, endpoint: "http://rgw:7480", allowHttp: true } } }),
    "http://rgw:7480/social-media",
  ],
])("public base URL: %s", (_, settings, url) =>
  expect(mastodonPublicBaseUrl(opened(mastodon(settings)))).toBe(url),
);

test("extra media hosts: none for a version that would not read them", () => {
  expect(mastodonExtraMediaHosts(opened(mastodon({ mediaHost, version: "4.3" })))).toEqual([]);
});

describe("facts", () => {
  const facts = (rest: Partial<MastodonSettings> = {}) => mastodonPlan(mastodon(rest)).facts;

  test("by default", () => {
    const { writer, ...others } = facts();
    const { policy, ...who } = writer;
    expect(others).toEqual({
      schema: 1,
      app: { name: "mastodon", webDomain: "social.example", extraMediaHosts: [] },
      store: { kind: "aws", host: "s3.eu-central-1.amazonaws.com", region: "eu-central-1" },
      bucket: {
        name: "social-media",
        arn: "arn:aws:s3:::social-media",
        objectAcls: false,
        publicPrefixes: mastodonNeeds(mastodon()).publicPrefixes,
        privatePrefixes: ["backups/", "imports/"],
        corsOrigins: ["*"],
      },
      publicBaseUrl: "https://s3.eu-central-1.amazonaws.com/social-media",
      presignedBaseUrl: "https://social-media.s3.eu-central-1.amazonaws.com",
      warnings: [],
    });
    expect(who).toEqual({ kind: "keys", user: "social-media-writer", currentKeySlot: "a" });
    expect(JSON.parse(policy)).toEqual({
      Version: "2012-10-17",
      Statement: [
        expect.objectContaining({ Effect: "Allow", Resource: "arn:aws:s3:::social-media/*" }) as unknown,
        expect.objectContaining({
          Action: ["s3:ListBucket"],
          Resource: "arn:aws:s3:::social-media",
        }) as unknown,
      ],
    });
  });

  test("of a store on Ceph", () => {
    expect(facts(onCeph())).toMatchObject({
      store: {
        kind: "s3",
        server: "ceph",
        endpoint: "https://s3.example.org",
        host: "s3.example.org",
        region: "default",
        pathStyle: true,
      },
      bucket: { arn: "arn:aws:s3:::social-media" },
      writer: { kind: "given" },
      presignedBaseUrl: "https://s3.example.org/social-media",
    });
  });

  test("with everything said, all of it is there", () => {
    const all = facts({
      version: "4.4",
      access: "acl",
      keyPrefix: "p",
      mediaHost,
      extraMediaHosts: ["https://old.example"],
      corsOrigins: ["https://social.example"],
      writer: { keys: { slots: ["a", "b"], current: "b" } },
    });
    expect(all).toMatchObject({
      app: {
        version: "4.4",
        extraMediaHosts: ["https://social-media.s3.eu-central-1.amazonaws.com", "https://old.example"],
      },
      bucket: { objectAcls: true, keyPrefix: "p", corsOrigins: ["https://social.example"] },
      mediaHost: { kind: "external", hostname: "files.social.example" },
      publicBaseUrl: "https://files.social.example",
      presignedBaseUrl: "https://social-media.s3.eu-central-1.amazonaws.com",
      writer: { kind: "keys", currentKeySlot: "b" },
    });
    expect(all.writer.policy).toContain("s3:PutObjectAcl");
    expect(all.warnings).toHaveLength(3);
    expect(JSON.parse(JSON.stringify(all))).toEqual(all);
  });

  test.each<[string, MastodonSettings["writer"]]>([
    ["role", { role: { roleName: "mastodon" } }],
    ["given", { given: { accessKeyId: "AKIACANARY", secretAccessKey: "CANARY" } }],
  ])("the writer is %s: no user, no slot, no key", (kind, writer) => {
    const all = facts({ writer: writer! });
    expect(all.writer.kind).toBe(kind);
    expect(Object.keys(all.writer)).toEqual(["kind", "policy"]);
    expect(JSON.stringify(all)).not.toContain("CANARY");
  });
});
