/** The runbooks that have a golden file: each app, each way of deployment, each direction, and what changes their lines. */
import { authentikFacts } from "../../../apps/authentik/facts";
import { authentikNeeds } from "../../../apps/authentik/needs";
import type { AuthentikSettings } from "../../../apps/authentik/args";
import { bucketFacts } from "../../../storage/bucket-facts";
import { mastodonFacts } from "../../../apps/mastodon/facts";
import { mastodonNeeds } from "../../../apps/mastodon/needs";
import type { MastodonSettings } from "../../../apps/mastodon/args";
import { Deployment, Direction, type BucketFacts, type RunbookInput } from "../../../runbook";
import type { StorageSettings } from "../../../storage/args";
import { mastodon, onCeph } from "../mastodon/fixtures";

export interface Case {
  /** The name of the golden file. */
  name: string;
  input: RunbookInput;
}

const OLD = { bucket: "old-media", region: "us-east-1" };

function caseOf(
  name: string,
  facts: BucketFacts,
  deployment: Deployment,
  direction: Direction,
  source = OLD,
): Case {
  const given = { stack: "prod", instance: "social", facts, deployment, direction };
  return {
    name: `${name}.${deployment}.${direction}`,
    input: direction === Direction.S3ToS3 ? { ...given, source } : given,
  };
}

export const factsOf = (settings: MastodonSettings): BucketFacts =>
  mastodonFacts(settings, mastodonNeeds(settings));

const onAws = factsOf(mastodon({ mediaHost: { hostname: "files.social.example", external: {} } }));
/** Everything that makes another line: ACLs, a key prefix, a path of the media host, an endpoint with virtual hosts. */
const withAcls = factsOf(
  onCeph({
    access: "acl",
    keyPrefix: "media",
    mediaHost: { hostname: "files.social.example", external: { path: "files" } },
    store: {
      s3: { server: "ceph", endpoint: "https://s3.example.org", region: "default", pathStyle: false },
    },
  }),
);
/** No media host, a version without EXTRA_MEDIA_HOSTS, and a role instead of keys. */
const plain = factsOf(mastodon({ version: "4.3", writer: { role: { roleName: "mastodon" } } }));
const CEPH_SOURCE = {
  bucket: "old-media",
  region: "default",
  endpoint: "https://old.example.org",
  keyPrefix: "old",
};

export const authentikFactsOf = (settings: AuthentikSettings): BucketFacts =>
  authentikFacts(settings, authentikNeeds(settings));

const authentikOnAws = authentikFactsOf({
  version: "2026.5",
  origins: ["https://authentik.company"],
  bucket: "authentik-files",
  store: { aws: { region: "eu-central-1" } },
});
/** The first generation, with its other folder and names. */
const authentikOld = authentikFactsOf({
  version: "2025.10",
  origins: ["https://authentik.company"],
  bucket: "authentik-files",
  store: { s3: { server: "ceph", endpoint: "https://s3.example.org", region: "default" } },
  writer: { given: { accessKeyId: "RGWKEY", principal: "arn:aws:iam:::user/authentik" } },
});
/** Media alone, behind a CDN, by a role. */
const authentikCdn = authentikFactsOf({
  version: "2026.2",
  origins: ["https://authentik.company"],
  bucket: "authentik-files",
  store: { aws: { region: "eu-central-1" } },
  usages: ["media"],
  writer: { role: { roleName: "authentik" } },
  mediaHost: { hostname: "files.authentik.company", external: {} },
  mediaHostMode: "cdn",
});

const directions = Object.values(Direction);

export const MASTODON: Case[] = [
  ...Object.values(Deployment).flatMap((deployment) =>
    directions.map((direction) => caseOf("mastodon", onAws, deployment, direction)),
  ),
  ...directions.map((direction) =>
    caseOf("mastodon-acl", withAcls, Deployment.Systemd, direction, CEPH_SOURCE),
  ),
  ...directions.map((direction) => caseOf("mastodon-plain", plain, Deployment.Helm, direction)),
];

export const AUTHENTIK: Case[] = [
  ...[Deployment.Compose, Deployment.Helm].flatMap((deployment) =>
    directions.map((direction) => caseOf("authentik", authentikOnAws, deployment, direction)),
  ),
  ...directions.map((direction) =>
    caseOf("authentik-2025.10", authentikOld, Deployment.Compose, direction, CEPH_SOURCE),
  ),
  caseOf("authentik-cdn", authentikCdn, Deployment.Helm, Direction.FileToS3),
];

/** As the facts of a Supabase storage with a bucket are. */
export function supabaseFactsOf(settings: StorageSettings, rest: Partial<BucketFacts> = {}): BucketFacts {
  const needs = {
    publicPrefixes: [],
    privatePrefixes: [],
    objectAcls: false,
    sendsAcls: false,
    abortUploadsAfterDays: 2,
    cors: [],
    warnings: [],
    writer: { objectActions: [], bucketActions: [] },
  };
  return {
    ...(bucketFacts(settings, needs) as BucketFacts),
    app: "supabase",
    publicUrl: "https://supabase.example",
    tenantId: "stub",
    ...rest,
  };
}

export const SUPABASE: Case[] = [
  ...directions.map((direction) =>
    caseOf(
      "supabase",
      supabaseFactsOf({ bucket: "supabase-files", store: { aws: { region: "eu-central-1" } } }),
      Deployment.Compose,
      direction,
    ),
  ),
  ...directions.map((direction) =>
    caseOf(
      "supabase-ceph",
      supabaseFactsOf({
        bucket: "supabase-files",
        store: { s3: { server: "ceph", endpoint: "https://s3.example.org", region: "default" } },
        writer: { given: { accessKeyId: "RGWKEY", principal: "arn:aws:iam:::user/storage" } },
      }),
      Deployment.Compose,
      direction,
      CEPH_SOURCE,
    ),
  ),
  // The endpoint stays where the bucket goes.
  caseOf(
    "supabase-endpoint",
    supabaseFactsOf(
      { bucket: "supabase-files", store: { aws: { region: "eu-central-1" } } },
      { protocolEndpoint: "https://supabase.example/storage/v1/s3" },
    ),
    Deployment.Compose,
    Direction.S3ToFile,
  ),
];
