import { ComponentResource, output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { mastodonEnv, mastodonMediaBaseUrl, mastodonNeeds } from "../apps/mastodon";
import { mastodonFacts } from "../apps/mastodon-facts";
import { mastodonProblems } from "../apps/mastodon-problems";
import type { StorageFacts } from "../apps/facts";
import type { EnvEntry } from "../env/entry";
import { storeOf } from "../stores/store";
import type { MastodonStorageArgs } from "./args";
import { createBucket } from "./bucket";
import { envOutputs } from "./env-outputs";
import { invalidArgs } from "./invalid-args";
import { providerProblems } from "./s3-provider";
import { withSecrets } from "./secret-args";
import { createWriter } from "./writer";

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
  /** The bucket's name. */
  readonly bucketName: Output<string>;
  /** The bucket's region. */
  readonly region: Output<string>;
  /** What stands before "/" and the key in the URL of a public object. */
  readonly mediaBaseUrl: Output<string>;

  constructor(name: string, args: MastodonStorageArgs, opts?: ComponentResourceOptions) {
    // Before super, which registers the component: of one that cannot work nothing is to be in the state.
    const wrong = mastodonProblems(args);
    const problems = wrong.length > 0 ? wrong : providerProblems(args.store, opts);
    if (problems.length > 0) throw invalidArgs("MastodonStorage", name, problems);
    super(TYPE, name, withSecrets(args), opts);

    const needs = mastodonNeeds(args);
    const store = storeOf(args.store);
    const bucket = createBucket(name, args, needs, store, this);
    const credentials = createWriter(name, args, needs, store, this);

    const source = credentials ? "" : "; the SDK takes its credentials from the role";
    const title = `Media storage of ${args.webDomain} in the bucket ${args.bucket}${source}`;
    ({ env: this.env, envEntries: this.envEntries } = envOutputs(title, mastodonEnv(args, credentials)));
    this.facts = output(mastodonFacts(args, needs));
    this.bucketName = bucket.bucket;
    this.region = output(store.region);
    this.mediaBaseUrl = output(mastodonMediaBaseUrl(args));
    this.registerOutputs({
      env: this.env,
      envEntries: this.envEntries,
      facts: this.facts,
      bucketName: this.bucketName,
      region: this.region,
      mediaBaseUrl: this.mediaBaseUrl,
    });
  }
}
