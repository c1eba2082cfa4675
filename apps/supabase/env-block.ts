import { EnvFormat } from "../../env/env-format";
import { CHECKSUM_NAMES } from "../../storage/checksums";
import type { EnvBlock } from "../../storage/env-block";

export const SUPABASE_BLOCK: EnvBlock = {
  title: /\bSupabase\b/,
  own: /^(GLOBAL_S3_[A-Z_]+|STORAGE_[A-Z0-9_]+|S3_PROTOCOL_[A-Z_]+|TUS_[A-Z0-9_]+)$/,
  plain: new RegExp(
    `^(GLOBAL_S3_[A-Z_]+|REGION|TENANT_ID|STORAGE_TENANT_ID|STORAGE_BACKEND|S3_PROTOCOL_ENABLED|TUS_ALLOW_S3_TAGS|TUS_PART_SIZE|${CHECKSUM_NAMES})$`,
  ),
  bucket: /^GLOBAL_S3_BUCKET$/,
  format: () => EnvFormat.Compose,
  hasComposeNames: true,
};
