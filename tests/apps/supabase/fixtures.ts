import { supabaseProblems } from "../../../apps/supabase/validate";
import type { SupabaseSettings } from "../../../apps/supabase/args";
import type { BucketSettings } from "../../../storage/args";
import { codesOf, type Found } from "../../validation/of";

/** Settings with a bucket. */
export type WithBackend = SupabaseSettings & { backend: BucketSettings };

/** The least that a Supabase storage with a bucket needs, and what is set on top of it: in the settings, and of the bucket. */
export function backend(
  rest: Partial<SupabaseSettings> = {},
  ofBucket: Partial<BucketSettings> = {},
): WithBackend {
  return {
    publicUrl: "https://supabase.example",
    tenantId: "acme",
    backend: { bucket: "supabase-files", store: { aws: { region: "eu-central-1" } }, ...ofBucket },
    ...rest,
  };
}

export const CEPH = { server: "ceph", endpoint: "https://s3.example.org", region: "default" };

/** The same on Ceph, where the writer's user is somebody's own. */
export function backendOnCeph(
  rest: Partial<SupabaseSettings> = {},
  ofBucket: Partial<BucketSettings> = {},
): WithBackend {
  const given = { accessKeyId: "RGWKEY", secretAccessKey: "x", principal: "arn:aws:iam:::user/supabase" };
  return backend(rest, { store: { s3: CEPH }, writer: { given }, ...ofBucket });
}

/** One that only opens the protocol endpoint. */
export function endpointOnly(rest: Partial<SupabaseSettings> = {}): SupabaseSettings {
  return { publicUrl: "https://supabase.example", tenantId: "acme", protocolEndpoint: {}, ...rest };
}

/** What is wrong with settings, as pairs that fit into a table. */
export function found(settings: unknown, path = ""): Found[] {
  return codesOf(supabaseProblems(settings, path));
}
