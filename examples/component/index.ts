/** A stack of one's own that makes the media storage of a Mastodon instance beside everything else in it. */
import { MastodonStorage } from "media-storage";

const social = new MastodonStorage("social", {
  webDomain: "social.example",
  version: "4.4",
  bucket: "social-example-media",
  store: { aws: { region: "eu-central-1" } },
  mediaHost: { hostname: "files.social.example", external: {} },
});

// A secret: `pulumi stack output env --show-secrets` prints it for .env.production.
export const env = social.env;
export const publicBaseUrl = social.publicBaseUrl;

// `media-storage env` and `media-storage runbook` find it in the outputs, whatever its name is.
export const media = social.deployment;
