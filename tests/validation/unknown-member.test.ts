/** What is said about a member that its object does not have, and that what follows from it is not said too. */
import { S3_SERVERS } from "../../stores/s3";
import { mastodonProblems } from "../../apps/mastodon/validate";
import { supabaseProblems } from "../../apps/supabase/validate";
import { authentikProblems } from "../../apps/authentik/validate";

const STORE = { aws: { region: "eu-central-1" } };
const SERVERS = Object.keys(S3_SERVERS)
  .map((name) => `"${name}"`)
  .join(", ")
  .replace(/, ([^,]*)$/, " or $1");
const S3 = { server: "ceph", endpoint: "https://s3.example.org", region: "default" };
const BASE = { webDomain: "social.example", bucket: "social-media", store: STORE };
const HOST = { hostname: "files.social.example", external: {} };
const DNS = { cloudflare: { zoneId: "0123456789abcdef0123456789abcdef", zoneName: "social.example" } };

/** The settings without some members. */
const without = (...names: (keyof typeof BASE)[]): object =>
  Object.fromEntries(Object.entries(BASE).filter(([name]) => !names.includes(name as keyof typeof BASE)));

const said = (problems: { path: string; message: string }[]): string[] =>
  problems.map(({ path, message }) => `${path}: ${message}`);

test.each<[what: string, settings: object, ...said: string[]]>([
  [
    "a typing error of a required member",
    { ...without("bucket"), bukcet: "a-b" },
    "bukcet: is unknown; did you mean bucket?",
  ],
  [
    "snake case",
    { ...without("webDomain"), web_domain: "a.example" },
    "web_domain: is unknown; did you mean webDomain?",
  ],
  [
    "an empty member and its misspelling",
    { ...BASE, bucket: null, Bucket: "a-b" },
    "Bucket: is unknown; did you mean bucket?",
  ],
  [
    "a member that is there twice",
    { ...BASE, Bucket: "a-b" },
    "Bucket: is unknown; did you mean bucket? (it is set already: remove one of the two)",
  ],
  [
    "all settings in an object, as in the config",
    { mastodon: BASE },
    "mastodon: is unknown; move what is in it (webDomain, bucket, store) one level up, and remove it",
  ],
  [
    "one setting in an object beside the others",
    { ...without("bucket"), options: { bucket: "a-b" } },
    "options: is unknown; move what is in it (bucket) one level up, and remove it",
  ],
  [
    "a part of a name",
    { ...BASE, statements: [] },
    "statements: is unknown; did you mean additionalStatements?",
  ],
  [
    "one level too high, where two objects have it",
    { ...without("store"), region: "eu-central-1" },
    "region: is unknown here; move it to `store: { aws: { region: ... } }`, or move it to `store: { s3: { region: ... } }`",
  ],
  [
    "one level too high, where one of the two objects is set",
    { ...BASE, store: { aws: {}, region: "eu-central-1" } },
    "store.region: is unknown here; move it to `aws: { region: ... }`",
  ],
  [
    "members that are not indented",
    { ...BASE, store: null, aws: STORE.aws },
    "aws: is unknown here; move it to `store: { aws: ... }`",
  ],
  [
    "dns in mediaHost",
    { ...BASE, mediaHost: { hostname: HOST.hostname, cloudFront: {}, dns: DNS } },
    "mediaHost.dns: is unknown here; move it to `cloudFront: { dns: ... }`",
  ],
  [
    "a hostname without mediaHost",
    { ...BASE, hostname: "files.social.example" },
    "hostname: is unknown here; move it to `mediaHost: { hostname: ... }`",
  ],
  [
    "one level too low",
    { ...without("webDomain"), mediaHost: { ...HOST, webDomain: "social.example" } },
    "mediaHost.webDomain: is unknown here; move it up, beside mediaHost",
  ],
  [
    "two levels too low",
    { ...without("bucket"), store: { aws: { ...STORE.aws, bucket: "a-b" } } },
    "store.aws.bucket: is unknown here; move it up, beside store",
  ],
  [
    "a member of the other kind",
    { ...BASE, store: { aws: { ...STORE.aws, endpoint: "https://s3.example.org" } } },
    "store.aws.endpoint: is unknown here; remove it, or set store.s3.endpoint instead",
  ],
  [
    "an item of a list",
    { ...BASE, data: { lifecycleRules: [{ id: "a", storageClass: "GLACIER_IR", transition: { days: 1 } }] } },
    "data.lifecycleRules[0].storageClass: is unknown here; move it to `transition: { storageClass: ... }`",
  ],
  [
    "a similar name here, and the same elsewhere",
    { ...BASE, prefix: "a" },
    "prefix: is unknown here; rename it to keyPrefix, or move it to `data: { lifecycleRules: [{ prefix: ... }] }`",
  ],
  [
    "a statement in the form of AWS, whose lines are each said once",
    {
      ...BASE,
      additionalStatements: [
        { Sid: "A", Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" },
      ],
    },
    "additionalStatements[0].Sid: is unknown; did you mean sid?",
    "additionalStatements[0].Effect: is unknown; did you mean effect?",
    "additionalStatements[0].Principal: is unknown; did you mean principals?",
    "additionalStatements[0].Action: is unknown; did you mean actions?",
    "additionalStatements[0].Resource: is unknown; did you mean resources?",
  ],
  [
    "a writer of a store without users",
    { ...BASE, store: { s3: S3 }, writers: { given: { accessKeyId: "K", secretAccessKey: "x" } } },
    "writers: is unknown; did you mean writer?",
  ],
  [
    "variables of an env file",
    { ...without("store"), S3_REGION: "eu-central-1", AWS_ACCESS_KEY_ID: "AKIA" },
    "S3_REGION: is unknown here; move it to `store: { aws: { region: ... } }`, or move it to `store: { s3: { region: ... } }`",
    "AWS_ACCESS_KEY_ID: is unknown here; move it to `writer: { given: { accessKeyId: ... } }`",
  ],
  [
    "names of guides and other tools",
    {
      ...without("webDomain", "bucket", "store"),
      bucketName: "social-media",
      storage: STORE,
      LOCAL_DOMAIN: "social.example",
      S3_ALIAS_HOST: "files.social.example",
      acl: "bucket-policy",
    },
    "bucketName: is unknown; did you mean bucket?",
    "storage: is unknown; did you mean store?",
    "LOCAL_DOMAIN: is unknown; did you mean webDomain?",
    "S3_ALIAS_HOST: is unknown here; move it to `mediaHost: { hostname: ... }`",
    "acl: is unknown; did you mean access?",
  ],
  [
    "variables that the env block sets",
    {
      ...BASE,
      S3_ENABLED: "true",
      S3_PROTOCOL: "https",
      S3_HOSTNAME: "s3.example.org",
      S3_PERMISSION: "private",
    },
    ...["S3_ENABLED", "S3_PROTOCOL", "S3_HOSTNAME", "S3_PERMISSION"].map(
      (name) =>
        `${name}: is a variable of the app, not a setting; remove it (\`media-storage env\` prints the variables that the app needs)`,
    ),
  ],
  [
    "a CDN",
    { ...BASE, cdn: "files.social.example" },
    "cdn: is unknown; remove it, and set `mediaHost: { hostname: ... }` for a CDN, with `access: cdn` if only CloudFront may read the bucket",
  ],
  [
    "a server in place of the kind of store",
    { ...BASE, store: { ceph: { endpoint: "https://s3.example.org" } } },
    'store.ceph: is a server, not a kind of store; change it to `s3: { server: "ceph", endpoint: ..., region: ... }`',
  ],
  [
    "a server in capitals",
    { ...BASE, store: { s3: { ...S3, server: "Ceph" } } },
    'store.s3.server: is "Ceph"; did you mean "ceph"?',
  ],
  [
    "a server that is not supported, and a user on it",
    {
      ...BASE,
      store: { s3: { ...S3, server: "toy" } },
      writer: { given: { accessKeyId: "K", secretAccessKey: "x", principal: "toy-user" } },
    },
    `store.s3.server: is "toy", which is not supported; set ${SERVERS} if that is the server (another server needs other settings)`,
  ],
  [
    "versioning at another place",
    { ...BASE, versioning: { enabled: true }, data: { lifecycleRules: [{ id: "a", noncurrentDays: 7 }] } },
    "versioning: is unknown here; move it to `data: { versioning: ... }`",
  ],
])("%s", (_, settings, ...expected) => expect(said(mastodonProblems(settings))).toEqual(expected));

test("the bucket of Supabase outside backend", () => {
  const settings = { publicUrl: "https://supabase.example", tenantId: "stub", bucket: "a-b", store: STORE };
  expect(said(supabaseProblems(settings))).toEqual([
    "bucket: is unknown here; move it to `backend: { bucket: ... }`",
    "store: is unknown here; move it to `backend: { store: ... }`",
  ]);
});

test("variables of authentik", () => {
  const settings = {
    version: "2026.5.1",
    origins: ["https://sso.example"],
    store: STORE,
    AUTHENTIK_STORAGE__S3__BUCKET_NAME: "a-b",
    AUTHENTIK_STORAGE__MEDIA__S3__CUSTOM_DOMAIN: "files.sso.example",
    AUTHENTIK_STORAGE__S3__ACCESS_KEY: "AKIA",
    AUTHENTIK_STORAGE__BACKEND: "s3",
    cdn: true,
  };
  expect(said(authentikProblems(settings))).toEqual([
    "AUTHENTIK_STORAGE__S3__BUCKET_NAME: is unknown; did you mean bucket?",
    "AUTHENTIK_STORAGE__MEDIA__S3__CUSTOM_DOMAIN: is unknown here; move it to `mediaHost: { hostname: ... }`",
    "AUTHENTIK_STORAGE__S3__ACCESS_KEY: is unknown here; move it to `writer: { given: { accessKeyId: ... } }`",
    "AUTHENTIK_STORAGE__BACKEND: is a variable of the app, not a setting; remove it (`media-storage env` prints the variables that the app needs)",
    "cdn: is unknown; remove it, and set `mediaHost: { hostname: ... }` for a CDN",
  ]);
});

test("variables of Supabase", () => {
  const settings = {
    SUPABASE_PUBLIC_URL: "https://supabase.example",
    TENANT_ID: "stub",
    GLOBAL_S3_BUCKET: "a-b",
  };
  expect(said(supabaseProblems(settings))).toEqual([
    "SUPABASE_PUBLIC_URL: is unknown; did you mean publicUrl?",
    "TENANT_ID: is unknown; did you mean tenantId?",
    "GLOBAL_S3_BUCKET: is unknown here; move it to `backend: { bucket: ... }`",
  ]);
});

test("a problem beside an unknown member that has nothing to do with it is reported", () => {
  const settings = { ...without("bucket"), bukcet: "a-b", webDomain: "social", version: 4.4 };
  expect(said(mastodonProblems(settings)).map((line) => line.split(":")[0])).toEqual([
    "bukcet",
    "version",
    "webDomain",
  ]);
  expect(said(authentikProblems({ orgins: [], bucket: "a-b", store: STORE }))).toHaveLength(2);
});
