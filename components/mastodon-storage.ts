import { ComponentResource, output, type Output } from "@pulumi/pulumi";
import { mastodon } from "../apps/mastodon";
import type { Deployment } from "../storage/deployment";
import type { MediaHostOutput } from "../storage/media-host-output";
import type { StorageFacts } from "../storage/facts";
import type { EnvEntry } from "../env/entry";
import type { MastodonStorageArgs } from "./args";
import type { StorageOptions } from "./options";
import { planOutputs } from "./plan-outputs";
import { withSecrets } from "./secret-args";
import { createPurgeSecrets } from "./hosts/purge-secrets";
import { createStorage, validPlan } from "./storage";

const TYPE = "media-storage:index:MastodonStorage";

/**
 * Media storage for a Mastodon instance: the bucket, public read without list, CORS, the writer and the env block for
 * `.env.production`. Invalid arguments are all reported in one error, before anything is created.
 */
export class MastodonStorage extends ComponentResource {
  /** The lines for `.env.production`, ready to paste (a secret). */
  readonly env: Output<string>;
  /** The same variables as a list, for other formats (a secret). */
  readonly envEntries: Output<EnvEntry[]>;
  /** Facts about the storage, without secrets. */
  readonly facts: Output<StorageFacts>;
  /**
   * The env block and the facts in one output (a secret). Export it from your stack under any name: `media-storage env` and
   * `media-storage runbook` recognize it by its shape.
   */
  readonly deployment: Output<Deployment>;
  /** The bucket's name. */
  readonly bucketName: Output<string>;
  /** The bucket's ARN; undefined if the store has no bucket policies. */
  readonly bucketArn: Output<string | undefined>;
  /** The bucket's region. */
  readonly region: Output<string>;
  /** The URL before "/" and the key in the URL of a public object, such as "https://files.social.example". */
  readonly publicBaseUrl: Output<string>;
  /** The URL before "/" and the key in the presigned URLs of data exports. It always has the store's own host. */
  readonly presignedBaseUrl: Output<string>;
  /** What serves each hostname of the media, with the DNS record of each; undefined if the component creates nothing for the host. */
  readonly mediaHosts: Output<MediaHostOutput[] | undefined>;

  constructor(name: string, args: MastodonStorageArgs, opts?: StorageOptions) {
    // Before super(), which registers the component, so invalid arguments leave nothing in the state.
    const { plan, check } = validPlan("MastodonStorage", name, mastodon, args, opts);
    super(TYPE, name, withSecrets(args), opts);

    const purge = createPurgeSecrets(name, plan.facts.mediaHost?.purge, this);
    const { credentials, ...bucket } = createStorage(name, plan.bucket, args, check, this, opts);
    const outputs = {
      ...planOutputs(plan, { writer: credentials, purge }),
      ...bucket,
      publicBaseUrl: output(plan.facts.publicBaseUrl),
      presignedBaseUrl: output(plan.facts.presignedBaseUrl),
    };

    this.env = outputs.env;
    this.envEntries = outputs.envEntries;
    this.facts = outputs.facts;
    this.deployment = outputs.deployment;
    this.bucketName = outputs.bucketName;
    this.bucketArn = outputs.bucketArn;
    this.region = outputs.region;
    this.publicBaseUrl = outputs.publicBaseUrl;
    this.presignedBaseUrl = outputs.presignedBaseUrl;
    this.mediaHosts = outputs.mediaHosts;
    this.registerOutputs(outputs);
  }
}
