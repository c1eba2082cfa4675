/** What an editor with the YAML language server shows, offers and explains in a stack file. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { APP_NAMES } from "../../apps/names";
import { AWS_REGIONS } from "../../stores/aws-regions";
import { completionsAt, hoverAt, problemsIn } from "./editor";

const root = join(__dirname, "../..");

const INSTANCE = `config:
  my-project:instances:
    social:
`;
const MASTODON = `${INSTANCE}      mastodon:
        webDomain: social.example
        bucket: social-media
        store: { aws: { region: eu-central-1 } }
`;
const WITHOUT_STORE = MASTODON.replace(/^.*store.*\n/m, "");

/** A stack file with more settings of the instance. */
const more = (lines: string): string => `${MASTODON}        ${lines.replaceAll("\n", "\n        ")}\n`;

describe("the editor underlines", () => {
  it("nothing in a valid file", async () => {
    expect(await problemsIn(MASTODON)).toEqual([]);
  });

  it.each<[string, string, underlined: string, message: string]>([
    [
      "a hostname with a scheme",
      MASTODON.replace("social.example", "https://social.example"),
      "https://social.example",
      'The value is not a hostname; set only the name, like "media.example.com"',
    ],
    [
      "capitals in the name of a bucket",
      MASTODON.replace("social-media", "Social-media"),
      "Social-media",
      'The value is not a valid bucket name; use 3 to 63 characters of a-z, 0-9 and "-", with a letter or a digit at both ends',
    ],
    [
      "a dot in the name of a bucket on AWS",
      MASTODON.replace("social-media", "social.media"),
      "social.media",
      "The value is not valid on AWS: it contains a dot, or a beginning or an end that S3 reserves",
    ],
    [
      "an availability zone",
      MASTODON.replace("eu-central-1", "eu-central-1a"),
      "eu-central-1a",
      'The value is not an AWS region; set a region code, such as "eu-central-1"',
    ],
    [
      "a version that YAML reads as a number",
      more("version: 4.10"),
      "4.10",
      'The version must be in quotes, like "4.4".',
    ],
    [
      "a version that is too old",
      more('version: "3.5"'),
      '"3.5"',
      'The value is not a Mastodon version from 4.0 on; use one such as "4.4" or "4.4.2"',
    ],
    [
      "two stores",
      MASTODON.replace(
        "aws: {",
        "s3: { server: ceph, endpoint: https://s3.example.org, region: default }, aws: {",
      ),
      "aws",
      "Set exactly one of aws, r2 and s3.",
    ],
    ["no store", `${WITHOUT_STORE}        store: {}\n`, "store", "Set exactly one of aws, r2 and s3."],
    ["no app", `${INSTANCE}      {}\n`, "social", "Set exactly one of mastodon, authentik and supabase."],
    [
      "two apps",
      `${MASTODON}      supabase: { publicUrl: https://supabase.example, tenantId: a, protocolEndpoint: {} }\n`,
      "mastodon",
      "Set exactly one of mastodon, authentik and supabase.",
    ],
    [
      "two writers",
      more("writer: { keys: {}, role: { roleName: a } }"),
      "keys",
      "Set exactly one of keys, role and given.",
    ],
    [
      "no host",
      more("mediaHost: { hostname: files.social.example }"),
      "mediaHost",
      "Set exactly one of cloudFront, r2 and external.",
    ],
    [
      "two kinds of DNS",
      more(
        "mediaHost: { hostname: files.social.example, cloudFront: { certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012', dns: { manual: {}, route53: { zoneId: Z1, zoneName: social.example } } } }",
      ),
      "route53",
      "Set exactly one of cloudflare, route53 and manual.",
    ],
    [
      "no certificate with DNS by hand",
      more("mediaHost: { hostname: files.social.example, cloudFront: { dns: { manual: {} } } }"),
      "cloudFront",
      "With `dns: { manual: {} }` set certificateArn: nobody creates the record that validates a new certificate.",
    ],
    [
      "a setting that the app does not use",
      more("mediaHost: { hostname: files.social.example, external: { signing: cdn } }"),
      "signing",
      "signing is only used for presigned URLs, but Mastodon's media host serves public files over https; remove it",
    ],
    [
      "a private bucket without a host that reads it",
      more("access: cdn"),
      "access",
      'access "cdn" needs mediaHost.cloudFront or mediaHost.r2, or nobody can read media of the private bucket',
    ],
    ["a number out of range", more("tuning: { retries: 9 }"), "9", "Value is above the maximum of 3."],
    [
      "an unknown value",
      more("access: public"),
      "public",
      'Value is not accepted. Valid values: "bucket-policy", "acl", "cdn".',
    ],
    ["an unknown member", more("buckets: a"), "buckets", "Property buckets is not allowed."],
    ["a missing member", MASTODON.replace(/^.*bucket.*\n/m, ""), "mastodon", 'Missing property "bucket".'],
    [
      "a secret among the settings",
      more("writer: { given: { accessKeyId: AKIA, secretAccessKey: abc } }"),
      "secretAccessKey",
      "Property secretAccessKey is not allowed.",
    ],
    [
      "a name with a dash",
      MASTODON.replace("social:", "so-cial:"),
      "so-cial",
      "An instance's name has letters and digits only, the first from a to z.",
    ],
    [
      "no instance",
      "config:\n  my-project:instances: {}\n",
      "{}",
      "Object has fewer properties than the required number of 1",
    ],
  ])("%s, once, and says what to do", async (_, text, underlined, message) => {
    expect((await problemsIn(text)).map(([, ...found]) => found)).toEqual([[underlined, message]]);
  });
});

describe("config values beside the instances", () => {
  const PLAIN = expect.stringMatching(/plain text.*another key.*pulumi config set --secret/) as string;
  const secrets = ["socialSecretAccessKey", "socialSessionToken", "socialStoreSecretAccessKey"];

  it.each(secrets)("%s is refused in plain text", async (name) => {
    expect(await problemsIn(`${MASTODON}  my-project:${name}: abc\n`)).toEqual([[8, "abc", PLAIN]]);
  });

  it.each(secrets)("%s may be encrypted", async (name) => {
    expect(await problemsIn(`${MASTODON}  my-project:${name}:\n    secure: v1:abc:def\n`)).toEqual([]);
  });

  it.each([
    "my-project:socialStoreAccessKeyId: AKIA",
    "aws:region: eu-central-1",
    "cloudflare:apiToken: { secure: a }",
  ])("%s is allowed", async (line) => expect(await problemsIn(`${MASTODON}  ${line}\n`)).toEqual([]));

  it.each(["media-storage", "my-project", "a.b"])(
    "the namespace can be that of the project %s",
    async (project) => {
      const text = MASTODON.replace("my-project", project);
      expect(await problemsIn(text)).toEqual([]);
      expect(await problemsIn(text.replace("webDomain", "webdomain"))).not.toEqual([]);
    },
  );
});

describe("the editor offers", () => {
  it("an instance of each app, with the least that it needs", async () => {
    const offered = await completionsAt(`${INSTANCE}      |`);
    const examples = APP_NAMES.map((app) => `${app} (example)`);
    expect(Object.keys(offered)).toEqual(expect.arrayContaining(examples));
    for (const example of examples) {
      const text = offered[example] ?? "";
      const filled = text.replace(/\$\{\d+:([^}]*)\}/g, "$1").replaceAll("\n", "\n      ");
      expect([text, await problemsIn(`${INSTANCE}      ${filled}\n`)]).toEqual([text, []]);
    }
  });

  it.each<[string, string, string[]]>([
    ["the values of an enum", more("access: |"), ["bucket-policy", "acl", "cdn"]],
    ["the kinds of store", `${WITHOUT_STORE}        store:\n          |`, ["aws", "s3"]],
    ["the servers", `${WITHOUT_STORE}        store:\n          s3:\n            server: |`, ["ceph"]],
    [
      "the kinds of DNS once",
      more("mediaHost:\n  external:\n    dns:\n      |"),
      ["cloudflare", "route53", "manual"],
    ],
  ])("%s", async (_, text, labels) => {
    const offered = Object.keys(await completionsAt(text));
    expect(offered.filter((label) => labels.includes(label))).toEqual(labels);
  });

  it("the regions that the SDK knows, except isolated ones", async () => {
    const offered = Object.keys(
      await completionsAt(`${WITHOUT_STORE}        store:\n          aws:\n            region: |`),
    );
    expect(offered).toEqual(AWS_REGIONS.filter((region) => !region.includes("-iso")));
  });
});

describe("on hover the editor explains", () => {
  it("a setting with its default", async () => {
    expect(await hoverAt(more('ver|sion: "4.4"'))).toMatch(
      /Mastodon version, such as `"4.4.2"`[^]*Default: 4\.6/,
    );
  });

  it("a setting with the page to read as a link", async () => {
    expect(await hoverAt(MASTODON.replace("bucket:", "buc|ket:"))).toMatch(
      /<https:[^ ]+\/docs\/bucket-name\.md>/,
    );
  });
});

const blocks = ["README.md", ...readdirSync(join(root, "docs")).map((file) => `docs/${file}`)].flatMap(
  (file) => {
    const found = readFileSync(join(root, file), "utf8").matchAll(/^```yaml\n(.*?)^```/gms);
    return [...found].flatMap(([, text = ""]): [string, string][] =>
      /^config:/m.test(text) ? [[file, text]] : [],
    );
  },
);

it.each([...blocks, ["Pulumi.dev.yaml", readFileSync(join(root, "Pulumi.dev.yaml"), "utf8")]])(
  "nothing is underlined in a stack file of %s",
  async (_, text) => expect(await problemsIn(text)).toEqual([]),
);

it("the comment of a stack file in a project with the package names the schema", async () => {
  const text = `# yaml-language-server: $schema=node_modules/media-storage/stack.schema.json\n${more("access: public")}`;
  expect((await problemsIn(text)).map(([line]) => line)).toEqual([9]);
});

it("the README has a stack file", () => expect(blocks.map(([file]) => file)).toContain("README.md"));
