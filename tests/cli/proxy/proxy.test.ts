import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { proxy, type ProxyOptions } from "../../../cli/proxy/proxy";
import { testFolder } from "../env/folder";
import { testStreams } from "../streams";
import { writeOwnProject } from "../own-project";

const root = join(__dirname, "../../..");
const at = testFolder();

const AWS = "store: { aws: { region: eu-central-1 } }";
const mastodon = (mediaHost: string, more = ""): string =>
  `social: { mastodon: { webDomain: social.example, bucket: social-media, ${AWS}${mediaHost === "" ? "" : `, mediaHost: { hostname: files.social.example, ${mediaHost} }`}${more} } }`;
const social = mastodon("external: {}");
const onCeph = (caFile: string): string =>
  mastodon("external: {}").replace(
    AWS,
    `store: { s3: { server: ceph, endpoint: https://s3.social.example, region: default, caFile: ${caFile} } }, writer: { given: { accessKeyId: KEY, principal: "arn:aws:iam:::user/social" } }`,
  ) + "\n  media-storage:socialSecretAccessKey: { secure: v1:abc:def }";
const other = `other: { mastodon: { webDomain: other.example, bucket: other-media, ${AWS}, mediaHost: { hostname: files.other.example, external: {} } } }`;
const authentik = (signing: string): string =>
  `login: { authentik: { version: "2025.10", origins: [https://login.example], bucket: login-files, ${AWS}, mediaHost: { hostname: files.login.example, external: { signing: ${signing} } } } }`;

const run = (
  instances: string[],
  options: Partial<ProxyOptions> = {},
  instance?: string,
): ReturnType<typeof runAsked> => runAsked(instances, { server: "nginx", ...options }, instance);

async function runAsked(
  instances: string[],
  options: Partial<ProxyOptions>,
  instance?: string,
): Promise<{ code: number; out: string; err: string }> {
  writeOwnProject(at());
  const lines = instances.map((line) => `    ${line}\n`).join("");
  writeFileSync(at("Pulumi.prod.yaml"), `config:\n  media-storage:instances:\n${lines}`);
  const streams = testStreams();
  const code = await proxy(instance, { stack: "prod", ...options, cwd: at() }, streams);
  return { code, ...streams.said };
}

describe("the site", () => {
  test("is for the hostname, the bucket and the public prefixes of the instance", async () => {
    const { code, out, err } = await run([social]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("server_name files.social.example;");
    expect(out).toContain("social-media.s3.eu-central-1.amazonaws.com");
    expect(out).toContain("media_attachments");
    expect(out).not.toContain("backups");
  });

  test("is that of the instance that is named", async () => {
    const { out } = await run([social, other], {}, "other");
    expect(out).toContain("server_name files.other.example;");
  });

  test("takes what the operator says of the proxy's machine", async () => {
    const { out } = await run([mastodon("external: { purge: {} }, legacy: { hostname: old.example }")], {
      resolver: ["10.0.0.2,10.0.0.3", "[2001:db8::53]"],
      certificate: "/etc/ssl/media.pem",
      certificateKey: "/etc/ssl/media.key",
      authorities: "/etc/pki/ca.pem",
      cacheFolder: "/srv/copies",
      purgeFile: "/etc/nginx/secrets",
      innerPort: "9999",
    });
    for (const line of [
      "resolver 10.0.0.2 10.0.0.3 [2001:db8::53];",
      "ssl_certificate /etc/ssl/media.pem;",
      "ssl_certificate_key /etc/ssl/media.key;",
      "proxy_ssl_trusted_certificate /etc/pki/ca.pem;",
      "include /etc/nginx/secrets;",
      "listen 127.0.0.1:9999;",
    ]) {
      expect(out).toContain(line);
    }
    expect(out).toMatch(/^proxy_cache_path \/srv\/copies /m);
  });

  test("for Caddy has the same host and bucket", async () => {
    const { code, out } = await run([social], { server: "caddy" });
    expect(code).toBe(0);
    expect(out).toContain("files.social.example {");
    expect(out).toContain("social-media.s3.eu-central-1.amazonaws.com");
  });

  test("for signed URLs keeps the query and caches nothing", async () => {
    const { code, out } = await run([authentik("rewrite-host")], {}, "login");
    expect(code).toBe(0);
    expect(out).toContain("server_name files.login.example;");
    expect(out).not.toContain("proxy_cache ");
  });
});

test("Cloud Connector's rules are JSON", async () => {
  const { code, out } = await run([social], { server: "cloud-connector" });
  expect(code).toBe(0);
  const { cloud_connector_rules: rules } = JSON.parse(out) as { cloud_connector_rules: object[] };
  expect(rules).toMatchObject([
    { provider: "aws_s3", parameters: { host: "social-media.s3.eu-central-1.amazonaws.com" } },
  ]);
});

describe("the redirect for the web domain", () => {
  test.each(["nginx", "caddy"])("of %s leads to the media host, below the key prefix", async (server) => {
    const { code, out } = await run(
      [mastodon("external: { path: media }", ', version: "4.4", keyPrefix: m')],
      {
        server,
        part: "web",
      },
    );
    expect(code).toBe(0);
    expect(out).toContain("https://files.social.example/media/m/");
    expect(out).toContain("social.example");
  });

  test("is printed with a legacy host elsewhere", async () => {
    const { code } = await run([mastodon("external: {}, legacy: { hostname: old.example }")], {
      part: "web",
    });
    expect(code).toBe(0);
  });
});

const legacyOnWeb = mastodon("external: {}, legacy: { hostname: social.example, path: system }");
const cloudFront = mastodon(
  "cloudFront: { dns: { manual: {} }, certificateArn: arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012 }",
);
const R2 = "store: { r2: { accountId: 0123456789abcdef0123456789abcdef } }";
const worker = mastodon("r2: { zoneId: fedcba9876543210fedcba9876543210 }").replace(AWS, R2);
const privateOnR2 = `login: { authentik: { version: "2026.5", origins: [https://login.example], bucket: login-files, ${R2} } }`;
const nobody = `supa: { supabase: { publicUrl: https://supabase.example, tenantId: stub, protocolEndpoint: {} } }`;

test.each<[string, string[], Partial<ProxyOptions>, string]>([
  [
    "an unknown server and an unknown part",
    [social],
    { server: "apache", part: "all" },
    '  --server: is "apache"; set what serves the media host: nginx, caddy, cloud-connector\n' +
      '  --part: is "all"; set the part to print: site, web, purge\n',
  ],
  ["no media host", [mastodon("")], {}, "  mediaHost: is not set, so there is no host for a proxy to serve"],
  ["Supabase", [nobody], {}, "  mediaHost: is not set, so there is no host for a proxy to serve"],
  [
    "CloudFront",
    [cloudFront],
    {},
    "  mediaHost: is served by cloudFront, which the library creates, so files.social.example needs no proxy",
  ],
  [
    "a Worker",
    [worker],
    {},
    "  store: is R2, which your own proxy cannot read, and files.social.example is served by r2, which the library creates; configure no proxy\n",
  ],
  [
    "a Worker for Cloud Connector",
    [worker],
    { server: "cloud-connector" },
    "  store: is R2, which your own proxy cannot read, and files.social.example is served by r2, which the library creates; configure no proxy\n",
  ],
  [
    "private files on R2",
    [privateOnR2],
    {},
    "  store: is R2, which your own proxy cannot read, and this storage has no media host; configure no proxy\n",
  ],
  [
    "a CDN",
    [authentik("cdn")],
    {},
    '  mediaHost.external.signing: is "cdn", but nginx and Caddy cannot sign requests to the store',
  ],
  [
    "old URLs of authentik",
    [authentik("rewrite-host")],
    { part: "web" },
    "  --part: is web, but authentik has no old URLs",
  ],
  [
    "a loop",
    [legacyOnWeb],
    { part: "web" },
    "  mediaHost.legacy.hostname: is social.example, where this part would redirect /system/ to the media host",
  ],
  [
    "purge secrets of Caddy",
    [mastodon("external: { purge: {} }")],
    { server: "caddy", part: "purge" },
    "  --part: is purge, but Caddy caches nothing",
  ],
  [
    "a part of Cloud Connector",
    [social],
    { server: "cloud-connector", part: "web" },
    "  --part: is web, but Cloud Connector has no such part; remove it\n",
  ],
  [
    "what Cloud Connector cannot do",
    [authentik("cdn")],
    { server: "cloud-connector" },
    "  bucket: has no files that everybody may read",
  ],
  [
    "options of nginx for Caddy",
    [social],
    { server: "caddy", resolver: ["10.0.0.2"], innerPort: "1" },
    "  --resolver: is used only with `--server nginx`; remove it\n  --inner-port: is used only with `--server nginx`; remove it\n",
  ],
  [
    "options of the site for another part",
    [social],
    { part: "web", cacheFolder: "/srv" },
    "  --cache-folder: is used only with `--part site`; remove it\n",
  ],
  [
    "a certificate without its key",
    [social],
    { certificate: "/etc/ssl/media.pem" },
    "  --certificate-key: is missing; set the file with the key of the certificate\n",
  ],
  [
    "a key without its certificate",
    [social],
    { certificateKey: "/etc/ssl/media.key" },
    "  --certificate: is missing; set the file with the certificate of the key\n",
  ],
  [
    "an option that nothing uses",
    [social],
    { innerPort: "9481" },
    "  --inner-port: is used only with mediaHost.external.purge or mediaHost.legacy; remove it\n",
  ],
  [
    "a port that is none",
    [mastodon("external: { purge: {} }")],
    { innerPort: "abc" },
    '  --inner-port: "abc" is not a port; set a number from 1 to 65535\n',
  ],
  [
    "a certificate authority that would change Caddy's configuration",
    [onCeph('"/etc/{env.HOME}.pem"')],
    { server: "caddy" },
    '  store.s3.caFile: "/etc/{env.HOME}.pem" must be an absolute path of letters, digits and "/_.@+-", because other characters can change the proxy\'s configuration; use a path such as "/etc/ssl/media.pem"\n',
  ],
  [
    "values that would change nginx's configuration",
    [social],
    { resolver: ["10.0.0.2; evil"], certificate: "/a b", certificateKey: "/k", innerPort: "x" },
    "  --resolver: ",
  ],
])("%s is an error", async (_, instances, options, message) => {
  const { code, out, err } = await run(instances, options);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toContain(message);
});

test("no server is an error", async () => {
  const { code, err } = await runAsked([social], {});
  expect(code).toBe(1);
  expect(err).toBe(
    "error: The configuration cannot be printed.\n  --server: is missing; set what serves the media host: nginx, caddy, cloud-connector\n",
  );
});

test("several instances need a name, and an unknown one is an error", async () => {
  const both = await run([social, other]);
  expect(both.err).toContain(
    "The stack has several instances; add one of these names to the command: other, social.",
  );
  const unknown = await run([social], {}, "sozial");
  expect(unknown.err).toContain('The stack has no instance "sozial"; use one of: social.');
});

test("what is wrong with the config is said as the preview says it", async () => {
  const { code, err } = await run([social.replace("social.example,", "https://social.example,")]);
  expect(code).toBe(1);
  expect(err).toContain("media-storage:instances.social.mastodon.webDomain: ");
});

test("is a command, which works offline", () => {
  writeOwnProject(at());
  writeFileSync(at("Pulumi.prod.yaml"), `config:\n  media-storage:instances:\n    ${social}\n`);
  const command = [join(root, "cli/media-storage.cjs"), "proxy", "--server", "nginx", "--cwd", at()];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toContain("server_name files.social.example;");
  expect(stdout).toMatch(/^ +resolver [0-9.[]/m);
});
