/** Cloudflare R2: its settings, and what they decide. */
import { mastodonProblems } from "../../apps/mastodon/validate";
import { authentikPlan } from "../../apps/authentik/plan";
import { authentikProblems } from "../../apps/authentik/validate";
import { supabasePlan } from "../../apps/supabase/plan";
import { supabaseProblems } from "../../apps/supabase/validate";
import { bucketNamespace, storeOf, storeProductOfFacts } from "../../stores";
import { bucketNameProblems } from "../../stores/bucket-names";
import { kindOfPlace, placeProblems, rcloneProviderOf } from "../../stores/place";
import { storeProblems } from "../../stores/problems";
import { isSameBucket } from "../../stores/same-bucket";
import { authentik } from "../apps/authentik/fixtures";
import { mastodon, statement } from "../apps/mastodon/fixtures";
import { backend } from "../apps/supabase/fixtures";
import { codesOf } from "../validation/of";

const accountId = "0123456789abcdef0123456789abcdef";
const r2 = (rest: object = {}) => ({ r2: { accountId, ...rest } }) as never;
const HOST = `${accountId}.r2.cloudflarestorage.com`;

test.each<[object, string]>([
  [{}, HOST],
  [{ jurisdiction: "eu" }, `${accountId}.eu.r2.cloudflarestorage.com`],
  [{ jurisdiction: "fedramp", location: "enam" }, `${accountId}.fedramp.r2.cloudflarestorage.com`],
])("with %j the API is at %s, with the bucket in the path and the region auto", (rest, host) => {
  const store = storeOf(r2(rest));
  expect(storeProblems(r2(rest), "store")).toEqual([]);
  expect([store.host, store.endpoint, store.region, store.pathStyle]).toEqual([
    host,
    `https://${host}`,
    "auto",
    true,
  ]);
  expect(store.bucketUrl("media")).toBe(`https://${host}/media`);
});

test("resources of Cloudflare name the account and, if there is one, the jurisdiction", () => {
  expect(storeOf(r2()).cloudflare).toEqual({ accountId });
  expect(storeOf(r2({ jurisdiction: "eu" })).cloudflare).toEqual({ accountId, jurisdiction: "eu" });
});

const messages = (store: object): string[] =>
  storeProblems(store, "store").map(({ path, message }) => `${path}: ${message}`);

test.each<[string, object, string, RegExp]>([
  ["no account", { r2: {} }, "store.r2.accountId", /is missing; set the id of the account: 32 digits/],
  [
    "an account's name",
    r2({ accountId: "acme" }),
    "store.r2.accountId",
    /is not the id .*; set its 32 digits/,
  ],
  [
    "an id in capitals",
    r2({ accountId: accountId.toUpperCase() }),
    "store.r2.accountId",
    new RegExp(`change it to "${accountId}"$`),
  ],
  [
    "the endpoint as account",
    r2({ accountId: `https://${HOST}` }),
    "store.r2.accountId",
    /change it to "0123/,
  ],
  ["too many digits", r2({ accountId: `${accountId}0` }), "store.r2.accountId", /set its 32 digits/],
  [
    "an endpoint",
    r2({ endpoint: `https://${HOST}` }),
    "store.r2.endpoint",
    /accountId and jurisdiction decide it; remove it/,
  ],
  ["a region", r2({ region: "auto" }), "store.r2.region", /always auto; remove it/],
  ["a server", r2({ server: "ceph" }), "store.r2.server", /remove it/],
  ["the style of paths", r2({ pathStyle: true }), "store.r2.pathStyle", /remove it/],
  ["a token", r2({ apiToken: "s3cret" }), "store.r2.apiToken", /^(?!.*s3cret).*cloudflare:apiToken/],
  ["account_id", { r2: { account_id: accountId } }, "store.r2.account_id", /did you mean accountId/],
  ["the jurisdiction US", r2({ jurisdiction: "us" }), "store.r2.jurisdiction", /no S3 endpoint.*remove it/],
  ["the jurisdiction default", r2({ jurisdiction: "default" }), "store.r2.jurisdiction", /remove it/],
  ["the jurisdiction EU", r2({ jurisdiction: "EU" }), "store.r2.jurisdiction", /did you mean "eu"/],
  ["a location in capitals", r2({ location: "WEUR" }), "store.r2.location", /did you mean "weur"/],
  ["an unknown location", r2({ location: "afr" }), "store.r2.location", /set "apac" or "eeur"/],
  ["a group's name", r2({ permissionGroupId: "write" }), "store.r2.permissionGroupId", /or remove it/],
  ["another kind's name", { cloudflare: { accountId } }, "store.cloudflare", /set `r2: \{ accountId/],
  [
    "a server of the name",
    { s3: { server: "r2", endpoint: "https://files.social.example", region: "auto" } },
    "store.s3.server",
    /instead of `s3` set `r2: \{ accountId/,
  ],
  ...["r2", "ceph", "other"].map((server): [string, object, string, RegExp] => [
    `the endpoint of R2 for the server ${server}`,
    { s3: { server, endpoint: `https://${HOST}`, region: "auto" } },
    "store.s3.endpoint",
    /instead of `s3` set `r2: \{ accountId: "[0-9a-f]{32}"/,
  ]),
])("%s is one error with the remedy", (_, store, path, message) => {
  const found = messages(store);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(message);
  expect(found[0]?.startsWith(`${path}: `)).toBe(true);
});

test.each([
  ["social-media", []],
  ["a".repeat(63), []],
  ["social.media", ["bucket-name-dot"]],
  ["-media", ["bucket-name-ends"]],
  ["social_media", ["bucket-name-characters"]],
])("the bucket name %s has the problems %j", (name, codes) =>
  expect(bucketNameProblems(name, r2()).map(({ code }) => code)).toEqual(codes),
);

test.each<[string, object, string, string]>([
  ["a role", { writer: { role: { roleName: "web" } } }, "writer.role", "set `keys` instead"],
  [
    "a boundary",
    { writer: { keys: { permissionsBoundary: "arn:aws:iam::123456789012:policy/boundary" } } },
    "writer.keys.permissionsBoundary",
    "remove it",
  ],
  [
    "ranges of addresses",
    { writer: { keys: {}, onlyFrom: { cidrs: ["203.0.113.7/32"] } } },
    "writer.onlyFrom",
    "remove it",
  ],
  [
    "VPC endpoints",
    { writer: { keys: {}, onlyFrom: { vpcEndpoints: ["vpce-1a2b3c4d"] } } },
    "writer.onlyFrom",
    "remove it",
  ],
  [
    "versioning",
    { data: { versioning: { enabled: true } } },
    "data.versioning",
    "R2, which keeps no old versions; remove it",
  ],
  [
    "lifecycle rules",
    { data: { lifecycleRules: [{ id: "parts", abortUploadsAfterDays: 1 }] } },
    "data.lifecycleRules",
    "remove them, and set them in its dashboard",
  ],
  ["tags", { tags: { team: "sso" } }, "tags", "remove them"],
  ["statements", { additionalStatements: [statement()] }, "additionalStatements", "remove them"],
])("%s is an error, which names R2 and the remedy", (_, rest, path, remedy) => {
  const found = authentikProblems({ ...authentik({ store: r2() }), ...rest });
  expect(found.map((problem) => problem.path)).toEqual([path]);
  expect(found[0]?.message).toContain("R2");
  expect(found[0]?.message).toContain(remedy);
});

test("a key of the operator's own needs no principal", () => {
  const given = { accessKeyId: "KEY", secretAccessKey: "x" };
  expect(authentikProblems(authentik({ store: r2(), writer: { given } }))).toEqual([]);
  const named = { ...given, principal: "arn:aws:iam::123456789012:user/app" };
  expect(codesOf(authentikProblems({ ...authentik({ store: r2() }), writer: { given: named } }))).toEqual([
    ["writer.given.principal", "store-bucket-policy"],
  ]);
});

test("apps without public files need nothing, and Mastodon needs what serves them", () => {
  expect(authentikProblems(authentik({ store: r2() }))).toEqual([]);
  expect(supabaseProblems(backend({}, { store: r2() }))).toEqual([]);
  expect(mastodonProblems(mastodon({ store: r2() }))).toHaveLength(1);
});

test("only Supabase, which needs the parts of uploads for two days, is told that R2 ends them after seven", () => {
  const { facts } = supabasePlan(backend({}, { store: r2() }));
  expect(facts.warnings.filter((one) => one.includes("unfinished uploads"))).toEqual([
    expect.stringMatching(/^R2 itself deletes .* only after 7 days.*change the rule .* to 2 days\.$/),
  ]);
  expect(authentikPlan(authentik({ store: r2() })).facts.warnings.join()).not.toMatch(
    /unfinished|plain http/,
  );
});

test("the facts name the kind, the endpoint and the region, and no user", () => {
  const { store, writer, bucket } = authentikPlan(authentik({ store: r2({ jurisdiction: "eu" }) })).facts;
  const host = `${accountId}.eu.r2.cloudflarestorage.com`;
  expect(store).toEqual({ kind: "r2", endpoint: `https://${host}`, host, region: "auto", pathStyle: true });
  expect([writer.kind, writer.user, writer.currentKeySlot, bucket.arn]).toEqual([
    "keys",
    undefined,
    "a",
    undefined,
  ]);
  expect(storeProductOfFacts(store)?.title).toBe("R2");
});

test("a name is one bucket in an account and jurisdiction, however the store is written", () => {
  const server = { s3: { server: "ceph", endpoint: `https://${HOST}`, region: "auto" } };
  expect(bucketNamespace(r2())).toBe(bucketNamespace(server));
  expect(bucketNamespace(r2({ location: "weur" }))).toBe(bucketNamespace(r2()));
  expect(bucketNamespace(r2({ jurisdiction: "eu" }))).not.toBe(bucketNamespace(r2()));
  expect(bucketNamespace(r2({ accountId: "f".repeat(32) }))).not.toBe(bucketNamespace(r2()));
  const place = { bucket: "media", region: "auto" };
  expect(
    isSameBucket({ ...place, endpoint: `https://${HOST}` }, { ...place, endpoint: `https://media.${HOST}` }),
  ).toBe(true);
});

test.each([
  [`https://${HOST}`, []],
  [`https://${accountId}.eu.r2.cloudflarestorage.com`, []],
  [`https://media.${HOST}/`, []],
  ["https://acme.r2.cloudflarestorage.com", ["cloudflare-account-id"]],
])("the place %s belongs to R2, with the problems %j", (endpoint, codes) => {
  expect([kindOfPlace({ endpoint }), rcloneProviderOf({ endpoint })]).toEqual(["r2", "Cloudflare"]);
  expect(placeProblems({ endpoint, region: "auto" }).map(({ code }) => code)).toEqual(codes);
});

test("a host that only ends like R2's is a server", () =>
  expect(kindOfPlace({ endpoint: "https://notr2.cloudflarestorage.com.example" })).toBe("s3"));
