/** Where clients reach Supabase Storage. */
import type { SupabaseSettings } from "./args";

/** The URL of the S3 API that Storage offers itself. */
export function protocolEndpointUrl({ publicUrl }: SupabaseSettings): string {
  return `${publicUrl}/storage/v1/s3`;
}

/** What stands before "/", the Supabase bucket and the name in the URL of an object that the bucket shows to everybody. */
export function supabasePublicBaseUrl({ publicUrl }: SupabaseSettings): string {
  return `${publicUrl}/storage/v1/object/public`;
}
