/** What can be wrong with the bucket that a move takes the files from: above all, that it is the bucket of the instance. */
import { mastodonPlan } from "../../apps/mastodon/plan";
import { runbookProblems, type Asked } from "../../apps/runbooks";
import type { MastodonSettings } from "../../apps/mastodon/args";
import { mastodon, onCeph } from "../apps/mastodon/fixtures";
import { MASTODON_ON_R2, R2_ACCOUNT } from "../apps/mastodon/r2";

const MOVE = {
  deployment: "systemd",
  direction: "s3-to-s3",
  fromBucket: "old-media",
  fromRegion: "eu-central-1",
};
const codes = (settings: MastodonSettings, asked: Asked): string[][] =>
  runbookProblems(mastodonPlan(settings).facts, { ...MOVE, ...asked }).map(({ code, path }) => [code, path]);

/** Of these only what is said of the target: some spellings are refused as well. */
const targetsOf = (settings: MastodonSettings, asked: Asked): string[][] =>
  codes(settings, asked).filter(([code]) => code === "runbook-source-is-target");
const IS_TARGET = [["runbook-source-is-target", "--from-bucket"]];

test.each<[string, Asked]>([
  ["by its name", {}],
  ["in another region, since a name is unique in AWS", { fromRegion: "eu-west-1" }],
  ["at AWS's regional host", { fromEndpoint: "https://s3.eu-central-1.amazonaws.com" }],
  ["at AWS's global host", { fromEndpoint: "https://s3.amazonaws.com" }],
  [
    "at the dual-stack host, in capitals",
    { fromEndpoint: "https://S3.dualstack.eu-central-1.amazonaws.com" },
  ],
  [
    "at its own host",
    { fromBucket: "any-name", fromEndpoint: "https://social-media.s3.eu-central-1.amazonaws.com" },
  ],
  ["by plain http", { fromEndpoint: "http://s3.eu-central-1.amazonaws.com" }],
  ["below a prefix", { fromKeyPrefix: "was" }],
])("the bucket of the instance on AWS is no source %s", (_, asked) =>
  expect(targetsOf(mastodon(), { fromBucket: "social-media", ...asked })).toEqual(IS_TARGET),
);

test.each<[string, Asked]>([
  ["by its URL", { fromEndpoint: "https://s3.example.org" }],
  ["by plain http", { fromEndpoint: "http://s3.example.org" }],
  ["with a port", { fromEndpoint: "https://s3.example.org:8443" }],
  ["at its own host", { fromBucket: "any-name", fromEndpoint: "https://social-media.s3.example.org" }],
])("the bucket of the instance on Ceph is no source %s", (_, asked) =>
  expect(targetsOf(onCeph(), { fromBucket: "social-media", fromRegion: "default", ...asked })).toEqual(
    IS_TARGET,
  ),
);

test.each<[string, MastodonSettings, Asked]>([
  ["another bucket", mastodon(), {}],
  ["another bucket whose name begins alike", mastodon(), { fromBucket: "social-media-old" }],
  [
    "a bucket of that name at another server",
    mastodon(),
    { fromBucket: "social-media", fromEndpoint: "https://s3.example.org" },
  ],
  [
    "a bucket of that name in another partition",
    mastodon(),
    { fromBucket: "social-media", fromRegion: "cn-north-1" },
  ],
  ["a bucket of that name on AWS, for an instance on Ceph", onCeph(), { fromBucket: "social-media" }],
  [
    "another bucket of the same Ceph",
    onCeph(),
    { fromRegion: "default", fromEndpoint: "https://s3.example.org" },
  ],
  [
    "another bucket of the same account on R2",
    MASTODON_ON_R2,
    { fromRegion: "auto", fromEndpoint: `https://${R2_ACCOUNT}.r2.cloudflarestorage.com` },
  ],
  [
    "a bucket of that name in a jurisdiction of the same account on R2",
    MASTODON_ON_R2,
    {
      fromBucket: "social-media",
      fromRegion: "auto",
      fromEndpoint: `https://${R2_ACCOUNT}.eu.r2.cloudflarestorage.com`,
    },
  ],
])("%s is a source", (_, settings, asked) => expect(codes(settings, asked)).toEqual([]));

test.each<[string, Asked, string[]]>([
  ["a region", { fromRegion: "eu" }, ["store-region-unknown", "--from-region"]],
  ["an availability zone", { fromRegion: "eu-central-1a" }, ["store-region-zone", "--from-region"]],
  ["a bucket with its scheme", { fromBucket: "s3://old-media" }, ["runbook-source", "--from-bucket"]],
  ["a key prefix", { fromKeyPrefix: "/was/" }, ["runbook-key-prefix", "--from-key-prefix"]],
])("%s is checked as in the config", (_, asked, problem) =>
  expect(codes(mastodon(), asked)).toContainEqual(problem),
);

test("the instance's own media host is no endpoint of a source", () => {
  const settings = mastodon({ mediaHost: { hostname: "files.social.example", external: {} } });
  expect(codes(settings, { fromEndpoint: "https://files.social.example" })).toContainEqual([
    "runbook-source-is-target",
    "--from-endpoint",
  ]);
});
