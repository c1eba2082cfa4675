/** A self-hosted Supabase whose files go into a bucket, and one that keeps its files and only opens its own S3 API. */
import { SupabaseStorage } from "media-storage";

const supabase = new SupabaseStorage("supabase", {
  publicUrl: "https://supabase.example",
  // STORAGE_TENANT_ID in the instance's .env. A later change is refused, for none of its files would be found.
  tenantId: "example",
  version: "1.44.2",
  backend: {
    bucket: "supabase-example-files",
    store: { aws: { region: "eu-central-1" } },
  },
  // Another value replaces the key pair of the protocol endpoint.
  protocolEndpoint: { keyRotation: "2026-11-25" },
});

const lite = new SupabaseStorage("lite", {
  publicUrl: "https://lite.example",
  tenantId: "stub",
  protocolEndpoint: {},
});

// A secret: `pulumi stack output env --show-secrets` prints it for .env, in place of the lines of the same names there.
export const env = supabase.env;
// `pulumi stack output overlay` prints it for compose.media-storage.yml, whose first lines say how it is applied.
export const overlay = supabase.composeOverlay;
// `media-storage env storages.lite` and `media-storage runbook storages.supabase` find them.
export const storages = { supabase: supabase.deployment, lite: lite.deployment };
export const liteEnv = lite.env;
export const liteOverlay = lite.composeOverlay;
