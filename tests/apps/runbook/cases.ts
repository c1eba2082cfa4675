/** The runbooks that have a golden file: each app, each way of deployment, each direction, and what changes their lines. */
import { mastodonFacts } from "../../../apps/mastodon-facts";
import { mastodonNeeds } from "../../../apps/mastodon";
import type { MastodonSettings } from "../../../apps/mastodon-settings";
import { Deployment, Direction, type BucketFacts, type RunbookInput } from "../../../apps/runbook/runbook";
import { mastodon, onCeph } from "../settings";

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
      s3: { flavour: "ceph", endpoint: "https://s3.example.org", region: "default", pathStyle: false },
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
