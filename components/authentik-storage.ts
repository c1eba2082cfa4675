import {
  ComponentResource,
  output,
  secret,
  type ComponentResourceOptions,
  type Output,
} from "@pulumi/pulumi";
import { authentikEnv, type AuthentikCredentials } from "../apps/authentik/env";
import { authentikFacts } from "../apps/authentik/facts";
import { authentikNeeds } from "../apps/authentik/needs";
import { authentikProblems } from "../apps/authentik/validate";
import { authentikText } from "../apps/authentik/text";
import { authentikBaseUrl } from "../apps/authentik/urls";
import type { Deployment } from "../storage/deployment";
import type { StorageFacts } from "../storage/facts";
import type { Credentials } from "../storage/args";
import type { EnvEntry } from "../env/entry";
import type { AuthentikStorageArgs } from "./args";
import { deploymentOutput, envOutputs } from "./env-outputs";
import { withSecrets } from "./secret-args";
import { providerProblems } from "./providers";
import { checkArgs, createStorage } from "./storage";

const TYPE = "media-storage:index:AuthentikStorage";

/**
 * Storage for the files of an authentik installation: a bucket that stays private, CORS, the writer and the env block for
 * `.env`, in the form that the version reads. Arguments that cannot work are one error that names them all, before
 * anything is created.
 */
export class AuthentikStorage extends ComponentResource {
  /** The lines for `.env`, ready to paste (a secret); `docker compose up -d` makes server and worker read them, a restart does not. */
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
  /** Always undefined, because no file is public. */
  readonly publicBaseUrl: Output<string | undefined>;
  /** The URL before "/" and the key in the presigned URLs that browsers get; of media, if media is stored. */
  readonly presignedBaseUrl: Output<string>;

  constructor(name: string, args: AuthentikStorageArgs, opts?: ComponentResourceOptions) {
    // Validate before super(), which registers the component, so invalid arguments leave nothing in the state.
    checkArgs("AuthentikStorage", name, args, authentikProblems(args));
    checkArgs("AuthentikStorage", name, args, providerProblems(args.store, "store", opts));
    super(TYPE, name, withSecrets(args), opts);

    const needs = authentikNeeds(args);
    const { bucketName, bucketArn, region, credentials } = createStorage(name, args, needs, this, opts);

    const source = credentials ? "" : "; boto3 takes its credentials from the role";
    const title = `Storage of authentik at ${args.origins[0]} in the bucket ${args.bucket}${source}`;
    const lines = authentikEnv(args, credentials && asRead(credentials, args));
    ({ env: this.env, envEntries: this.envEntries } = envOutputs(title, lines));
    const facts = authentikFacts(args, needs);
    this.facts = output(facts);
    this.deployment = deploymentOutput(title, this.envEntries, facts);
    this.bucketName = bucketName;
    this.bucketArn = bucketArn;
    this.region = output(region);
    this.publicBaseUrl = output(facts.publicBaseUrl);
    this.presignedBaseUrl = output(authentikBaseUrl(args));
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

/** The key as authentik decodes it to what it is. What is no text is said where the block is made. */
function asRead(
  { accessKeyId, secretAccessKey }: Credentials<Output<string>>,
  { writer }: AuthentikStorageArgs,
): AuthentikCredentials<Output<string>> {
  const sessionToken = writer?.given?.sessionToken;
  const read = (value: string | Output<string>): Output<string> =>
    output(value).apply((text: unknown) =>
      typeof text === "string" ? authentikText(text) : (text as string),
    );
  return {
    accessKeyId: read(accessKeyId),
    secretAccessKey: read(secretAccessKey),
    ...(sessionToken !== undefined && { sessionToken: read(secret(sessionToken)) }),
  };
}
