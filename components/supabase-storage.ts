import { ComponentResource, output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Deployment } from "../storage/deployment";
import type { StorageFacts } from "../storage/facts";
import { supabaseNeeds, supabasePublicBaseUrl } from "../apps/supabase/needs";
import { supabaseEnv } from "../apps/supabase/env";
import { supabaseFacts } from "../apps/supabase/facts";
import { supabaseDotenv, supabaseOverlay, supabaseTitle } from "../apps/supabase/overlay";
import { supabaseProblems } from "../apps/supabase/validate";
import type { EnvEntry } from "../env/entry";
import type { SupabaseStorageArgs } from "./args";
import { deploymentOutput, envOutputs } from "./env-outputs";
import { createProtocolKeys } from "./supabase/protocol-keys";
import { providerProblems } from "./providers";
import { withSecrets } from "./secret-args";
import { checkArgs, createStorage } from "./storage";
import { guardTenant } from "./supabase/tenant-guard";

const TYPE = "media-storage:index:SupabaseStorage";

/**
 * The storage of a self-hosted Supabase instance: a private bucket for its files and the writer, a key pair for the S3 API that
 * it offers itself, or both, with the compose overlay and the lines for `.env`. Arguments that cannot work are one error that
 * names them all, before anything is created.
 */
export class SupabaseStorage extends ComponentResource {
  /** The lines for Supabase's `.env`, ready to paste in place of those of the same names (a secret). `composeOverlay` names them. */
  readonly env: Output<string>;
  /** The variables of Supabase's container `storage` one by one, for any other form (a secret). */
  readonly envEntries: Output<EnvEntry[]>;
  /** A docker compose overlay, without a secret in it, that gives the container `storage` its variables. */
  readonly composeOverlay: Output<string>;
  /** What is known of the storage without a secret in it. */
  readonly facts: Output<StorageFacts>;
  /**
   * The env block and the facts in one output (a secret). Export it from your stack under any name, and `media-storage env` and
   * `media-storage runbook` find it there.
   */
  readonly deployment: Output<Deployment>;
  /** The bucket's name; undefined without `backend`. */
  readonly bucketName: Output<string | undefined>;
  /** The bucket's ARN; undefined without `backend`. */
  readonly bucketArn: Output<string | undefined>;
  /** The bucket's region; undefined without `backend`. */
  readonly region: Output<string | undefined>;
  /**
   * The URL before "/", the Supabase bucket and the object's name in the URL of an object in a public Supabase bucket, such as
   * "https://supabase.example/storage/v1/object/public". Supabase serves these objects itself.
   */
  readonly publicBaseUrl: Output<string>;
  /** Always undefined, because Supabase gives nobody a presigned URL of the bucket. */
  readonly presignedBaseUrl: Output<string | undefined>;

  constructor(name: string, args: SupabaseStorageArgs, opts?: ComponentResourceOptions) {
    // Validate before super(), which registers the component, so invalid arguments leave nothing in the state.
    checkArgs("SupabaseStorage", name, args, supabaseProblems(args));
    const { backend, protocolEndpoint } = args;
    checkArgs("SupabaseStorage", name, args, providerProblems(backend?.store, "backend.store", opts));
    super(TYPE, name, { ...args, ...(backend && { backend: withSecrets(backend) }) }, opts);

    const guard = guardTenant(name, args, this);
    const storage = backend && createStorage(name, backend, supabaseNeeds(args, backend), this, opts);
    const protocol = protocolEndpoint && createProtocolKeys(name, protocolEndpoint.keyRotation, this);

    const block = envOutputs(
      supabaseTitle(args),
      supabaseEnv(args, { writer: storage?.credentials, protocol }),
      supabaseDotenv,
    );
    // Behind the guard: a refused deployment would else give out the tenant id that it was refused for.
    this.env = guard.apply(() => block.env);
    this.envEntries = guard.apply(() => block.envEntries);
    this.composeOverlay = guard.apply(() => supabaseOverlay(args));
    const facts = supabaseFacts(args);
    this.facts = guard.apply(() => facts);
    this.deployment = deploymentOutput(supabaseTitle(args), this.envEntries, facts);
    this.bucketName = output(storage?.bucketName);
    this.bucketArn = output(storage?.bucketArn);
    this.region = output(storage?.region);
    this.publicBaseUrl = output(supabasePublicBaseUrl(args));
    this.presignedBaseUrl = output(facts.presignedBaseUrl);
    this.registerOutputs({
      env: this.env,
      envEntries: this.envEntries,
      composeOverlay: this.composeOverlay,
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
