import { supabaseProblems } from "../../../apps/supabase/validate";
import type { SupabaseBackend, SupabaseSettings } from "../../../apps/supabase/args";
import { codesOf, type Found } from "../../validation/of";

/** The least that a Supabase storage with a bucket is told, and what is said on top of it. */
export function backend(rest: Partial<SupabaseSettings> = {}): SupabaseBackend {
  return {
    publicUrl: "https://supabase.example",
    tenantId: "acme",
    s3Backend: true,
    bucket: "supabase-files",
    store: { aws: { region: "eu-central-1" } },
    ...rest,
  };
}

export const CEPH = { server: "ceph", endpoint: "https://s3.example.org", region: "default" };

/** The same on Ceph, where the writer's user is somebody's own. */
export function backendOnCeph(rest: Partial<SupabaseSettings> = {}): SupabaseBackend {
  const given = { accessKeyId: "RGWKEY", secretAccessKey: "x", principal: "arn:aws:iam:::user/supabase" };
  return backend({ store: { s3: CEPH }, writer: { given }, ...rest });
}

/** One that only opens the protocol endpoint. */
export function endpointOnly(rest: Partial<SupabaseSettings> = {}): SupabaseSettings {
  return { publicUrl: "https://supabase.example", tenantId: "acme", protocolEndpoint: true, ...rest };
}

/** What is wrong with settings, as pairs that fit into a table. */
export function found(settings: unknown, path = ""): Found[] {
  return codesOf(supabaseProblems(settings, path));
}
