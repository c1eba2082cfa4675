import { mastodonPlan } from "../../../apps/mastodon/plan";
import { authentik } from "../authentik/fixtures";
import { authentikProblems } from "../../../apps/authentik/validate";
import { codesOf, type Found } from "../../validation/of";
import { found, mastodon, onCeph } from "./fixtures";

const hostname = "files.social.example";
const onDisk = { hostname: "social.example", path: "system" };
const hosted = (legacy: object, rest: object = {}): object => ({
  ...mastodon(),
  mediaHost: { hostname, external: {}, legacy },
  ...rest,
});
const AWS = "s3.eu-central-1.amazonaws.com";
const IS_BUCKET: Found = ["mediaHost.legacy.hostname", "legacy-is-bucket"];
const us = { store: { aws: { region: "us-east-1" } } };

test.each<[string, object]>([
  ["files on the disk of the instance", hosted(onDisk)],
  ["files at another host, with a key prefix", hosted({ hostname: "old.example" }, { keyPrefix: "a" })],
  ["another bucket of the same store", hosted({ hostname: `old-media.${AWS}` })],
  ["another bucket in the path", hosted({ hostname: AWS, path: "old-media" })],
  ["a bucket whose name begins with this one's", hosted({ hostname: AWS, path: "social-media-old" })],
  ["a bucket of the same name elsewhere", hosted({ hostname: "social-media.s3.eu-west-1.amazonaws.com" })],
  [
    "another bucket on a Ceph server",
    {
      ...onCeph(),
      mediaHost: { hostname, external: {}, legacy: { hostname: "s3.example.org", path: "old" } },
    },
  ],
])("legacy may be %s", (_, settings) => expect(found(settings)).toEqual([]));

test.each<[string, object, ...Found[]]>([
  ["the bucket's own host", hosted({ hostname: `social-media.${AWS}` }), IS_BUCKET],
  ["the bucket in the path", hosted({ hostname: AWS, path: "social-media" }), IS_BUCKET],
  ["a folder of the bucket", hosted({ hostname: AWS, path: "social-media/a" }), IS_BUCKET],
  ["the store without a bucket", hosted({ hostname: AWS }), IS_BUCKET],
  [
    "the bucket at the store's global host",
    hosted({ hostname: "social-media.s3.amazonaws.com" }, us),
    IS_BUCKET,
  ],
  [
    "the bucket on a Ceph server",
    {
      ...onCeph(),
      mediaHost: { hostname, external: {}, legacy: { hostname: "s3.example.org", path: "social-media" } },
    },
    IS_BUCKET,
  ],
  [
    "the web client without a path",
    hosted({ hostname: "social.example" }),
    ["mediaHost.legacy", "legacy-keys"],
  ],
  [
    "the web client, which keeps files without the key prefix",
    hosted(onDisk, { keyPrefix: "a" }),
    ["mediaHost.legacy", "legacy-keys"],
  ],
  [
    "a place where hidden files are still readable",
    hosted(onDisk, { access: "acl" }),
    ["mediaHost.legacy", "legacy-private"],
  ],
])("legacy is not %s", (_, settings, ...expected) => expect(found(settings)).toEqual(expected));

test("authentik has no legacy host, because its files are private", () => {
  const mediaHost = { hostname, external: { signing: "cdn" }, legacy: { hostname: "old.example" } };
  expect(codesOf(authentikProblems({ ...authentik(), mediaHost }))).toEqual([
    ["mediaHost.legacy", "legacy-private"],
  ]);
});

test("the facts say where missing files are requested, and below which path the host serves keys", () => {
  const { facts } = mastodonPlan({
    ...mastodon(),
    mediaHost: { hostname, external: { path: "media" }, legacy: onDisk },
  });
  expect(facts.mediaHost).toMatchObject({ path: "media", legacy: onDisk });
});
