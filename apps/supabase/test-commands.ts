import { protocolEndpointUrl } from "./urls";
import type { SupabaseSettings } from "./args";

/**
 * Lines for bash that list a Supabase bucket through the protocol endpoint, to be run beside `.env`. Its keys are named, never
 * shown; other lines of a `.env` may be none that a shell takes, so what it says to them is not wanted.
 */
export function supabaseTestCommands(settings: SupabaseSettings): string[] {
  const url = protocolEndpointUrl(settings);
  return [
    'AWS_ACCESS_KEY_ID="$S3_PROTOCOL_ACCESS_KEY_ID" AWS_SECRET_ACCESS_KEY="$S3_PROTOCOL_ACCESS_KEY_SECRET" ' +
      `aws s3 ls --endpoint-url ${url} --region "$REGION" s3://your-storage-bucket`,
    'RCLONE_S3_ACCESS_KEY_ID="$S3_PROTOCOL_ACCESS_KEY_ID" RCLONE_S3_SECRET_ACCESS_KEY="$S3_PROTOCOL_ACCESS_KEY_SECRET" ' +
      `rclone ls --s3-provider Other --s3-endpoint ${url} --s3-region "$REGION" :s3:your-storage-bucket`,
  ].map((command) => `( set -a; source ./.env > /dev/null 2>&1; ${command} )`);
}
