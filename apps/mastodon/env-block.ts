import { EnvFormat } from "../../env/env-format";
import { CHECKSUM_NAMES } from "../../storage/checksums";
import type { EnvBlock } from "../../storage/env-block";
import { PURGE_NAMES } from "./purge";

const TITLE = /^Media storage of (\S+) in the bucket /;

export const MASTODON_BLOCK: EnvBlock = {
  title: TITLE,
  own: /^(S3_(ENABLED|BUCKET|REGION|HOSTNAME|ALIAS_HOST|PERMISSION|KEY_PREFIX)|EXTRA_MEDIA_HOSTS|MASTODON_(AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY)|CACHE_BUSTER_SECRET))$/,
  plain: new RegExp(`^(S3_[A-Z_]+|EXTRA_MEDIA_HOSTS|${PURGE_NAMES}|${CHECKSUM_NAMES})$`),
  bucket: /^S3_BUCKET$/,
  // The overlay of the compose form takes the keys from other names than Mastodon reads.
  format: (names) =>
    !names.includes("S3_BUCKET") && names.some((name) => name.startsWith("MASTODON_AWS_"))
      ? EnvFormat.Compose
      : EnvFormat.Dotenv,
  hasComposeNames: false,
  facts: (title) => {
    const webDomain = TITLE.exec(title)?.[1];
    return webDomain === undefined ? {} : { webDomain };
  },
};
