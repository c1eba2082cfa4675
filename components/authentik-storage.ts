import { ComponentResource, output, type Output } from "@pulumi/pulumi";
import { authentik } from "../apps/authentik";
import type { Deployment } from "../storage/deployment";
import type { MediaHostOutput } from "../storage/media-host-output";
import type { StorageFacts } from "../storage/facts";
import type { EnvEntry } from "../env/entry";
import type { AuthentikStorageArgs } from "./args";
import type { StorageOptions } from "./options";
import { planOutputs } from "./plan-outputs";
import { withSecrets } from "./secret-args";
import { createStorage, validPlan } from "./storage";

const TYPE = "media-storage:index:AuthentikStorage";

/**
 * Storage for the files of an authentik installation: a bucket that stays private, CORS, the writer and the env block for
 * `.env`, in the form that the version reads. Invalid arguments are all reported in one error, before anything
 * is created.
 */
export class AuthentikStorage extends ComponentResource {
  /** The lines for `.env`, ready to paste (a secret); `docker compose up -d` makes server and worker read them; a restart does not. */
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
  /** Always undefined, because no file is public. */
  readonly publicBaseUrl: Output<string | undefined>;
  /** The URL before "/" and the key in the presigned URLs that browsers get; of media, if media is stored. */
  readonly presignedBaseUrl: Output<string>;
  /** What serves each hostname of the media, with the DNS record of each; undefined if the component creates nothing for the host. */
  readonly mediaHosts: Output<MediaHostOutput[] | undefined>;

  constructor(name: string, args: AuthentikStorageArgs, opts?: StorageOptions) {
    // Before super(), which registers the component, so invalid arguments leave nothing in the state.
    const { plan, check } = validPlan("AuthentikStorage", name, authentik, args, opts);
    super(TYPE, name, withSecrets(args), opts);

    const { credentials, ...bucket } = createStorage(name, plan.bucket, args, check, this, opts);
    const outputs = {
      ...planOutputs(plan, { writer: credentials }),
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
