/** The runbooks that have a golden file: each app, each way of deployment, each direction, and what changes their lines. */
import { mastodonPlan } from "../../../apps/mastodon/plan";
import { authentikPlan } from "../../../apps/authentik/plan";
import type { AuthentikSettings } from "../../../apps/authentik/args";
import { bucketFacts } from "../../../storage/bucket-facts";
import { opened } from "../../../storage/opened";
import { bucketPlan } from "../../../storage/plan";
import type { AppFacts } from "../../../storage/facts";
import type { MastodonSettings } from "../../../apps/mastodon/args";
import { DeploymentKind, Direction, type BucketStorageFacts, type RunbookInput } from "../../../runbook";
import type { DnsArgs, MediaHostArgs } from "../../../hosts/args";
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
  facts: BucketStorageFacts,
  deployment: DeploymentKind,
  direction: Direction,
  source = OLD,
): Case {
  const given = { stack: "prod", instance: "social", facts, deployment, direction };
  return {
    name: `${name}.${deployment}.${direction}`,
    input: direction === Direction.S3ToS3 ? { ...given, source } : given,
  };
}

export const factsOf = (settings: MastodonSettings): BucketStorageFacts => mastodonPlan(settings).facts;

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
const atCloudFront = (
  dns: DnsArgs,
  more: Partial<MastodonSettings> = {},
  hosts: { previousHosts?: string[]; takeOver?: string[] } = {},
): BucketStorageFacts => {
  const { takeOver = [], ...names } = hosts;
  const mediaHost = { hostname: "files.social.example", ...names, cloudFront: { dns, takeOver, ...OWN } };
  return factsOf(mastodon({ ...more, mediaHost }));
};
const OWN = {
  certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012",
};
/** The record is the operator's, the bucket is public beside the host, and another distribution has the hostname yet. */
const byHand = atCloudFront({ manual: {} }, {}, { takeOver: ["files.social.example"] });
/** The record is the stack's, only the host reads the bucket, and a former hostname keeps serving. */
const inZone = atCloudFront(
  { cloudflare: { zoneId: "0123456789abcdef0123456789abcdef", zoneName: "social.example" } },
  { access: "cdn" },
  { previousHosts: ["media.social.example"] },
);
/** The files are served from where they are until they are copied: the switch comes first. */
const LEGACY = { hostname: "social.example", path: "system" };
export const withLegacy = factsOf(
  mastodon({ mediaHost: { hostname: "files.social.example", external: {}, legacy: LEGACY } }),
);
const legacyAtCloudFront = factsOf(
  mastodon({
    access: "cdn",
    mediaHost: {
      hostname: "files.social.example",
      cloudFront: { dns: { manual: {} }, ...OWN },
      legacy: LEGACY,
    },
  }),
);
/** A bucket on R2 behind a Worker. */
const onR2 = (more: Partial<MediaHostArgs> = {}): BucketStorageFacts =>
  factsOf(
    mastodon({
      store: { r2: { accountId: "0123456789abcdef0123456789abcdef", jurisdiction: "eu" } },
      mediaHost: {
        hostname: "files.social.example",
        r2: { zoneId: "fedcba9876543210fedcba9876543210" },
        ...more,
      },
    }),
  );
const R2_SOURCE = {
  bucket: "old-media",
  region: "auto",
  endpoint: "https://fedcba9876543210fedcba9876543210.r2.cloudflarestorage.com",
};
/** Another bucket's host instead, which has the same keys. */
const withOldBucket = factsOf(
  mastodon({
    mediaHost: {
      hostname: "files.social.example",
      external: {},
      legacy: { hostname: "old-media.s3.us-east-1.amazonaws.com" },
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

export const authentikFactsOf = (settings: AuthentikSettings): BucketStorageFacts =>
  authentikPlan(settings).facts;

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
  mediaHost: { hostname: "files.authentik.company", external: { signing: "cdn" } },
});

/** Media through CloudFront, reports from the bucket. */
const authentikCloudFront = authentikFactsOf({
  version: "2026.5",
  origins: ["https://authentik.company"],
  bucket: "authentik-files",
  store: { aws: { region: "eu-central-1" } },
  mediaHost: { hostname: "files.authentik.company", cloudFront: { dns: { manual: {} }, ...OWN } },
});

const directions = Object.values(Direction);

export const MASTODON: Case[] = [
  ...Object.values(DeploymentKind).flatMap((deployment) =>
    directions.map((direction) => caseOf("mastodon", onAws, deployment, direction)),
  ),
  ...directions.map((direction) =>
    caseOf("mastodon-acl", withAcls, DeploymentKind.Systemd, direction, CEPH_SOURCE),
  ),
  ...directions.map((direction) =>
    caseOf("mastodon-cloudfront-manual", byHand, DeploymentKind.Systemd, direction),
  ),
  ...directions.map((direction) =>
    caseOf("mastodon-cloudfront-cloudflare", inZone, DeploymentKind.Helm, direction),
  ),
  ...Object.values(DeploymentKind).map((deployment) =>
    caseOf("mastodon-legacy", withLegacy, deployment, Direction.FileToS3),
  ),
  caseOf("mastodon-legacy-cloudfront", legacyAtCloudFront, DeploymentKind.Systemd, Direction.FileToS3),
  ...directions.map((direction) =>
    caseOf("mastodon-r2", onR2(), DeploymentKind.Systemd, direction, R2_SOURCE),
  ),
  caseOf("mastodon-r2-legacy", onR2({ legacy: LEGACY }), DeploymentKind.Compose, Direction.FileToS3),
  caseOf("mastodon-legacy", withOldBucket, DeploymentKind.Systemd, Direction.S3ToS3),
  ...directions.map((direction) => caseOf("mastodon-plain", plain, DeploymentKind.Helm, direction)),
];

export const AUTHENTIK: Case[] = [
  ...[DeploymentKind.Compose, DeploymentKind.Helm].flatMap((deployment) =>
    directions.map((direction) => caseOf("authentik", authentikOnAws, deployment, direction)),
  ),
  ...directions.map((direction) =>
    caseOf("authentik-2025.10", authentikOld, DeploymentKind.Compose, direction, CEPH_SOURCE),
  ),
  caseOf("authentik-cloudfront", authentikCloudFront, DeploymentKind.Compose, Direction.FileToS3),
  caseOf("authentik-cdn", authentikCdn, DeploymentKind.Helm, Direction.FileToS3),
];

/** As the facts of a Supabase storage with a bucket are. */
export function supabaseFactsOf(settings: StorageSettings, app: Partial<AppFacts> = {}): BucketStorageFacts {
  const needs = {
    publicPrefixes: [],
    privatePrefixes: [],
    objectAcls: false,
    sendsAcls: false,
    abortUploadsAfterDays: 2,
    cors: [],
    writer: { objectActions: [], bucketActions: [] },
  };
  return {
    schema: 1,
    app: { name: "supabase", publicUrl: "https://supabase.example", tenantId: "stub", ...app },
    ...bucketFacts(bucketPlan(opened(settings), needs)),
    warnings: [],
  };
}

export const SUPABASE: Case[] = [
  ...directions.map((direction) =>
    caseOf(
      "supabase",
      supabaseFactsOf({ bucket: "supabase-files", store: { aws: { region: "eu-central-1" } } }),
      DeploymentKind.Compose,
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
      DeploymentKind.Compose,
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
    DeploymentKind.Compose,
    Direction.S3ToFile,
  ),
];
