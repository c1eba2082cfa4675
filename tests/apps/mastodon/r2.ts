import type { MastodonSettings } from "../../../apps/mastodon/args";

export const R2_ACCOUNT = "0123456789abcdef0123456789abcdef";
export const R2_ZONE = "fedcba9876543210fedcba9876543210";

/** The least that a Mastodon storage on Cloudflare R2 is told. */
export const MASTODON_ON_R2 = {
  webDomain: "social.example",
  bucket: "social-media",
  store: { r2: { accountId: R2_ACCOUNT } },
  mediaHost: { hostname: "files.social.example", r2: { zoneId: R2_ZONE } },
} satisfies MastodonSettings;
