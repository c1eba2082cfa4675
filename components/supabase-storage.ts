import { ComponentResource, output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { supabase } from "../apps/supabase";
import type { Deployment } from "../storage/deployment";
import type { StorageFacts } from "../storage/facts";
import type { EnvEntry } from "../env/entry";
import type { SupabaseStorageArgs } from "./args";
import { createProtocolKeys } from "./supabase/protocol-keys";
import { planOutputs } from "./plan-outputs";
import { randomPackageProblems } from "./random";
import { withSecrets } from "./secret-args";
import { createStorage, validPlan } from "./storage";
import { guardTenant } from "./supabase/tenant-guard";

const TYPE = "media-storage:index:SupabaseStorage";

/**
 * The storage of a self-hosted Supabase instance: a private bucket for its files with a writer, a key pair for Storage's own S3
 * API, or both. It also renders the compose overlay and the lines for `.env`. Invalid arguments are all reported in one
 * error, before anything is created.
 */
export class SupabaseStorage extends ComponentResource {
  /** The lines for Supabase's `.env` (a secret). They replace lines with the same names. `composeOverlay` refers to them. */
  readonly env: Output<string>;
  /** The variables of Supabase's container `storage` as a list, for other formats (a secret). */
  readonly envEntries: Output<EnvEntry[]>;
  /** A docker compose overlay without secrets that passes the variables to the container `storage`. */
  readonly composeOverlay: Output<string>;
  /** Facts about the storage, without secrets. */
  readonly facts: Output<StorageFacts>;
  /**
   * The env block and the facts in one output (a secret). Export it from your stack under any name: `media-storage env` and
   * `media-storage runbook` recognize it by its shape.
   */
  readonly deployment: Output<Deployment>;
  /** The bucket's name; undefined without `backend`. */
  readonly bucketName: Output<string | undefined>;
  /** The bucket's ARN; undefined without `backend`, or if the store has no bucket policies. */
  readonly bucketArn: Output<string | undefined>;
  /** The bucket's region; undefined without `backend`. */
  readonly region: Output<string | undefined>;
  /**
   * The URL before "/", the Supabase bucket and the object's name in the URL of an object in a public Supabase bucket, such as
   * "https://supabase.example/storage/v1/object/public". Supabase serves these objects itself.
   */
  readonly publicBaseUrl: Output<string>;
  /** Always undefined, because Supabase does not give clients presigned URLs of the bucket. */
  readonly presignedBaseUrl: Output<string | undefined>;

  constructor(name: string, args: SupabaseStorageArgs, opts?: ComponentResourceOptions) {
    // Before super(), which registers the component, so invalid arguments leave nothing in the state.
    const { plan, check } = validPlan("SupabaseStorage", name, supabase, args, opts, () =>
      // The guard of the tenant id is made of the package's resources.
      randomPackageProblems("tenantId"),
    );
    const { backend, protocolEndpoint } = args;
    super(TYPE, name, { ...args, ...(backend && { backend: withSecrets(backend) }) }, opts);

    const guard = guardTenant(name, args, this);
    const storage = plan.bucket && backend && createStorage(name, plan.bucket, backend, check, this, opts);
    const protocol = protocolEndpoint && createProtocolKeys(name, protocolEndpoint.keyRotation, this);
    const outputs = {
      // After the guard, so that a refused deployment does not output the tenant id that was refused.
      ...planOutputs(plan, { writer: storage?.credentials, protocol }, guard),
      composeOverlay: guard.apply(() => plan.overlay),
      bucketName: output(storage?.bucketName),
      bucketArn: output(storage?.bucketArn),
      region: output(storage?.region),
      publicBaseUrl: output(plan.facts.publicBaseUrl),
      presignedBaseUrl: output(plan.facts.presignedBaseUrl),
    };

    this.env = outputs.env;
    this.envEntries = outputs.envEntries;
    this.composeOverlay = outputs.composeOverlay;
    this.facts = outputs.facts;
    this.deployment = outputs.deployment;
    this.bucketName = outputs.bucketName;
    this.bucketArn = outputs.bucketArn;
    this.region = outputs.region;
    this.publicBaseUrl = outputs.publicBaseUrl;
    this.presignedBaseUrl = outputs.presignedBaseUrl;
    this.registerOutputs(outputs);
  }
}
