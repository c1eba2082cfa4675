/** Garage, whose buckets the operator creates, and which publishes only whole buckets. */
import { authentikProblems } from "../../apps/authentik/validate";
import { mastodonPlan } from "../../apps/mastodon/plan";
import { mastodonProblems } from "../../apps/mastodon/validate";
import { modelOf } from "../../cli/preview/model-of";
import { MastodonStorage } from "../../components";
import { proxyText } from "../../runbook/proxy";
import { STORE_PRODUCTS } from "../../stores";
import { bucketNameProblems } from "../../stores/bucket-names";
import { authentik } from "../apps/authentik/fixtures";
import { mastodon } from "../apps/mastodon/fixtures";
import { Registered } from "../components/registered";
import { codesOf } from "../validation/of";
import { atStore } from "./made-up";

const AT_GARAGE = atStore(STORE_PRODUCTS["garage"]!);
const hostname = "files.social.example";
const webEndpoint = "http://127.0.0.1:3902";
const behind = (external: object, rest: object = {}) =>
  mastodon({ ...AT_GARAGE, mediaHost: { hostname, external }, ...rest });
const SOCIAL = behind({ webEndpoint });
const facts = () => mastodonPlan(SOCIAL).facts;

test("Mastodon's bucket is private, and its proxy reads the public prefixes at the web endpoint", () => {
  expect(mastodonProblems(SOCIAL)).toEqual([]);
  const { bucket, mediaHost } = facts();
  expect(bucket.publicPrefixes).toEqual([]);
  expect(bucket.hostPrefixes).toContain("accounts/");
  expect(bucket.hostPrefixes).not.toContain("backups/");
  expect(mediaHost).toMatchObject({ kind: "external", webEndpoint });
});

test.each(["nginx", "caddy"])(
  "the printed configuration of %s asks the web endpoint for the bucket",
  (server) => {
    const text = proxyText(facts(), { server });
    expect(text).toContain(webEndpoint);
    expect(text).toMatch(/(proxy_set_header|header_up) Host social-media\b/);
    expect(text).toContain("accounts");
    expect(text).not.toContain("backups");
    expect(text).not.toContain("s3.example.org");
  },
);

test("only the CORS rules of the bucket are registered", async () => {
  const { all } = await Registered.of(() => new MastodonStorage("m", SOCIAL as never));
  const ofBucket = all.filter(({ type }) => type.startsWith("aws:s3/")).map(({ name }) => name);
  expect(ofBucket).toEqual(["m-cors"]);
});

test("in the preview's table everybody reads media through the proxy only, and exports nowhere", async () => {
  const { all } = await Registered.of(() => new MastodonStorage("m", SOCIAL as never));
  const { matrix } = modelOf(all).instances[0]!;
  const reads = (part: string): unknown =>
    matrix?.groups.find((group) => group.part === part)?.rows.find(({ what }) => what === "read an object")
      ?.verdicts;
  const columns = matrix?.who;
  expect(columns?.slice(0, 1)).toEqual(["anonymous"]);
  const through = columns?.findIndex((who) => who.includes(hostname)) ?? -1;
  expect(through).toBeGreaterThan(0);
  const verdicts = matrix?.groups.map(({ part }) => [part, (reads(part) as string[] | undefined)?.[0]]);
  expect(verdicts?.filter(([, anonymous]) => anonymous === "yes")).toEqual([]);
  expect(
    matrix?.groups
      .filter(({ part }) => (reads(part) as string[] | undefined)?.[through] === "yes")
      .map(({ part }) => part),
  ).toHaveLength(1);
});

test("the warnings have Garage's own commands, and say what the web endpoint serves", () => {
  const warnings = facts().warnings.join("\n");
  for (const command of [
    "garage bucket website --allow social-media",
    "garage bucket allow --read --write social-media --key KEY",
    "garage bucket cleanup-incomplete-uploads --older-than 7d social-media",
  ])
    expect(warnings).toContain(command);
  expect(warnings).toContain("data exports below backups/");
  expect(warnings).toContain("Garage cannot refuse plain http");
});

test.each<[string, object, [string, string][]]>([
  ["no media host", mastodon(AT_GARAGE), [["mediaHost", "media-host-needed"]]],
  [
    "a proxy without the web endpoint",
    behind({}),
    [["mediaHost.external.webEndpoint", "web-endpoint-missing"]],
  ],
  [
    "a public web endpoint",
    behind({ webEndpoint: "https://web.example.org" }),
    [["mediaHost.external.webEndpoint", "web-endpoint-public"]],
  ],
  [
    "CloudFront",
    mastodon({
      ...AT_GARAGE,
      mediaHost: { hostname, cloudFront: { dns: { route53: { zoneId: "Z1", zoneName: "social.example" } } } },
    }),
    [["mediaHost.cloudFront", "cloudfront-store"]],
  ],
  ["object ACLs", behind({ webEndpoint }, { access: "acl" }), [["access", "acl-unsupported"]]],
  [
    "data exports for everybody",
    behind({ webEndpoint }, { exposeUserExports: true }),
    [["exposeUserExports", "exports-exposed"]],
  ],
  [
    "a bucket that the library creates",
    behind({ webEndpoint }, { bucketSource: undefined }),
    [["bucketSource", "bucket-source-store"]],
  ],
  [
    "a bucket that the library imports",
    behind({ webEndpoint }, { bucketSource: "adopt" }),
    [["bucketSource", "bucket-source-store"]],
  ],
  [
    "addresses",
    behind({ webEndpoint, addresses: ["203.0.113.7/32"] }),
    [["mediaHost.external.addresses", "addresses-store"]],
  ],
])("%s is an error", (_, settings, expected) => {
  expect(codesOf(mastodonProblems(settings))).toEqual(expected);
});

test("a proxy that passes signed URLs on needs no web endpoint, and has no use for one", () => {
  const signed = (external: object) =>
    authentikProblems(
      authentik({
        ...AT_GARAGE,
        version: "2026.2",
        mediaHost: { hostname, external: { signing: "rewrite-host", ...external } },
      } as never),
    );
  expect(signed({})).toEqual([]);
  expect(codesOf(signed({ webEndpoint }))).toEqual([
    ["mediaHost.external.webEndpoint", "web-endpoint-unused"],
  ]);
});

test("no other store has a web endpoint", () => {
  const problems = mastodonProblems(mastodon({ mediaHost: { hostname, external: { webEndpoint } } }));
  expect(codesOf(problems)).toEqual([["mediaHost.external.webEndpoint", "web-endpoint-unused"]]);
});

test.each<[string, string[]]>([
  ["social.media", []],
  ["social..media", []],
  ["10.0.0.1", ["bucket-name-address"]],
  ["xn--media", ["bucket-name-reserved-prefix"]],
  ["social.xn--media", ["bucket-name-reserved-prefix"]],
  ["media-s3alias", ["bucket-name-reserved-suffix"]],
])("the name %s", (name, codes) => {
  expect(bucketNameProblems(name, AT_GARAGE.store).map(({ code }) => code)).toEqual(codes);
});
