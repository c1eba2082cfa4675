import { ComponentResource, output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import {
  mastodonEnv,
  mastodonNeeds,
  mastodonPresignedBaseUrl,
  mastodonPublicBaseUrl,
} from "../apps/mastodon/needs";
import { mastodonFacts } from "../apps/mastodon/facts";
import { mastodonProblems } from "../apps/mastodon/validate";
import type { Deployment } from "../storage/deployment";
import type { StorageFacts } from "../storage/facts";
import type { EnvEntry } from "../env/entry";
import type { MastodonStorageArgs } from "./args";
import { deploymentOutput, envOutputs } from "./env-outputs";
import { withSecrets } from "./secret-args";
import { providerProblems } from "./providers";
import { checkArgs, createStorage } from "./storage";

const TYPE = "media-storage:index:MastodonStorage";

/**
 * Media storage for a Mastodon instance: the bucket, public read without list, CORS, the writer and the env block for
 * `.env.production`. Arguments that cannot work are one error that names them all, before anything is created.
 */
export class MastodonStorage extends ComponentResource {
  /** The lines for `.env.production`, ready to paste (a secret). */
  readonly env: Output<string>;
  /** The same line by line, for any other form (a secret). */
  readonly envEntries: Output<EnvEntry[]>;
  /** What is known of the storage without a secret in it. */
  readonly facts: Output<StorageFacts>;
  /**
   * The env block and the facts in one output (a secret). Export it from your stack under any name, and `media-storage env` and
   * `media-storage runbook` find it there.
   */
  readonly deployment: Output<Deployment>;
  /** The bucket's name. */
  readonly bucketName: Output<string>;
  /** The bucket's ARN. */
  readonly bucketArn: Output<string>;
  /** The bucket's region. */
  readonly region: Output<string>;
  /** The URL before "/" and the key in the URL of a public object, such as "https://files.social.example". */
  readonly publicBaseUrl: Output<string>;
  /** The URL before "/" and the key in the presigned URLs of data exports; it always names the store's own host. */
  readonly presignedBaseUrl: Output<string>;

  constructor(name: string, args: MastodonStorageArgs, opts?: ComponentResourceOptions) {
    // Validate before super(), which registers the component, so invalid arguments leave nothing in the state.
    checkArgs("MastodonStorage", name, args, mastodonProblems(args));
    checkArgs("MastodonStorage", name, args, providerProblems(args.store, "store", opts));
    super(TYPE, name, withSecrets(args), opts);

    const needs = mastodonNeeds(args);
    const { bucketName, bucketArn, region, credentials } = createStorage(name, args, needs, this, opts);

    const source = credentials ? "" : "; the SDK takes its credentials from the role";
    const title = `Media storage of ${args.webDomain} in the bucket ${args.bucket}${source}`;
    ({ env: this.env, envEntries: this.envEntries } = envOutputs(title, mastodonEnv(args, credentials)));
    const facts = mastodonFacts(args, needs);
    this.facts = output(facts);
    this.deployment = deploymentOutput(title, this.envEntries, facts);
    this.bucketName = bucketName;
    this.bucketArn = bucketArn;
    this.region = output(region);
    this.publicBaseUrl = output(mastodonPublicBaseUrl(args));
    this.presignedBaseUrl = output(mastodonPresignedBaseUrl(args));
    this.registerOutputs({
      env: this.env,
      envEntries: this.envEntries,
      facts: this.facts,
      deployment: this.deployment,
      bucketName: this.bucketName,
      bucketArn: this.bucketArn,
      region: this.region,
      publicBaseUrl: this.publicBaseUrl,
      presignedBaseUrl: this.presignedBaseUrl,
    });
  }
}
