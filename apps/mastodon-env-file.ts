/** Mastodon's `.env.production`, and the `.env` of its compose project. Source lines are those of mastodon/mastodon. */
import { UNWANTED_CHECKSUMS } from "./checksums";
import type { Applied, EnvFileRules } from "./env-file";

/** An empty variable is a set one (config/initializers/paperclip.rb L41-93), so each of these is absent or right. */
const UNWANTED = {
  S3_ENDPOINT: "On AWS the SDK finds its own; with one Mastodon changes to path style.",
  S3_ALIAS_HOST: "Public URLs would name a host that the stack does not know.",
  S3_CLOUDFRONT_HOST: "The old name of S3_ALIAS_HOST, which Mastodon still reads.",
  S3_OVERRIDE_PATH_STYLE: "The store takes path style, or is AWS, where it is not read.",
  S3_KEY_PREFIX: "The prefixes that the bucket policy makes public are without it.",
  AWS_ACCESS_KEY_ID: "The writer is a role, and the SDK looks for it only where there is no key.",
  AWS_SECRET_ACCESS_KEY: "The writer is a role, and the SDK looks for it only where there is no key.",
  AWS_SESSION_TOKEN: "Mastodon hands on no session token with a key.",
  ...UNWANTED_CHECKSUMS,
};

export const MASTODON_ENV_FILE: EnvFileRules = {
  unwanted: () => UNWANTED,
  warnings: (applied) => [
    ...otherInstance(applied),
    ...otherStores(applied),
    ...ownTuning(applied),
    ...movedMedia(applied),
  ],
  restart: [
    "systemctl restart mastodon-web mastodon-sidekiq    # not reload, which keeps the old environment",
    "docker compose up -d                               # where compose runs it; restart does not read the file again",
  ],
};

/** With the compose form the rest of the block is in the overlay, which wins over `.env.production`. */
export const MASTODON_COMPOSE_FILE: EnvFileRules = {
  unwanted: () => ({
    MASTODON_AWS_ACCESS_KEY_ID: "The writer is a role, and nothing reads it.",
    MASTODON_AWS_SECRET_ACCESS_KEY: "The writer is a role, and nothing reads it.",
  }),
  warnings: ({ entries }) => {
    const set = new Set(entries.map(({ name }) => name));
    const absent = Object.keys(UNWANTED).filter((name) => !set.has(name));
    return [
      `The overlay sets variables and takes none away: see that none of ${absent.join(", ")} is in .env.production.`,
    ];
  },
  restart: [
    "docker compose -f docker-compose.yml -f compose.media-storage.yml up -d    # restart reads neither file again",
  ],
};

function otherInstance({ facts, after }: Applied): string[] {
  const domain = after["WEB_DOMAIN"] || after["LOCAL_DOMAIN"];
  if (!domain || facts.webDomain === undefined || domain === facts.webDomain) return [];
  return [
    `The file is that of ${domain}, and the block is for ${facts.webDomain}: see that it is the right file, or put the webDomain of the stack right.`,
  ];
}

/** paperclip.rb asks for S3 first; the content security policy takes the first host of all (content_security_policy.rb L84-86). */
function otherStores({ after }: Applied): string[] {
  const warnings = ["SWIFT_ENABLED", "AZURE_ENABLED"]
    .filter((name) => after[name] === "true")
    .map(
      (name) =>
        `${name}=true does nothing beside S3_ENABLED=true, and media that are still there are not found: copy them into the bucket, then take it out.`,
    );
  if (after["AZURE_ALIAS_HOST"] !== undefined && after["S3_ALIAS_HOST"] === undefined) {
    warnings.push(
      "AZURE_ALIAS_HOST wins over S3_HOSTNAME in the content security policy, so browsers refuse all media: take it out.",
    );
  }
  return warnings;
}

function ownTuning({ facts, before, after }: Applied): string[] {
  const warnings: string[] = [];
  const storageClass = after["S3_STORAGE_CLASS"];
  if (storageClass === "")
    warnings.push("S3_STORAGE_CLASS is empty, which Mastodon sends as it is, and uploads fail: take it out.");
  else if (storageClass !== undefined && /^(GLACIER|DEEP_ARCHIVE)$/.test(storageClass))
    warnings.push(`S3_STORAGE_CLASS=${storageClass}: nobody can read such objects at once; take it out.`);
  // https://github.com/mastodon/mastodon/issues/26394
  if (facts.store !== "aws" && after["S3_ENABLE_CHECKSUM_MODE"] === "true")
    warnings.push("S3_ENABLE_CHECKSUM_MODE=true fails at stores that are not AWS: take it out.");
  const hosts = (text = ""): string[] => text.split(/[\s,]+/).filter((host) => host !== "");
  const now = hosts(after["EXTRA_MEDIA_HOSTS"]);
  const lost = hosts(before["EXTRA_MEDIA_HOSTS"]).filter((host) => !now.includes(host));
  if (lost.length > 0) {
    warnings.push(
      `EXTRA_MEDIA_HOSTS loses ${lost.join(", ")}: if browsers still load media from there, add it to extraMediaHosts in the stack.`,
    );
  }
  return warnings;
}

/** What moves the URL of every object. */
function movedMedia({ before, after }: Applied): string[] {
  const warnings: string[] = [];
  const [prefix = "", newPrefix = ""] = [before["S3_KEY_PREFIX"], after["S3_KEY_PREFIX"]];
  if (before["S3_ENABLED"] !== "true") return warnings;
  if (prefix !== newPrefix) {
    warnings.push(
      `S3_KEY_PREFIX changes from "${prefix}" to "${newPrefix}", and Mastodon looks for every object there: move them, or set keyPrefix in the stack.`,
    );
  }
  const host = before["S3_ALIAS_HOST"] ?? before["S3_CLOUDFRONT_HOST"];
  if (host && host !== after["S3_ALIAS_HOST"]) {
    // https://github.com/mastodon/mastodon/issues/11915
    warnings.push(`Other servers keep URLs on ${host}: let it go on answering, or redirect from it.`);
  }
  return warnings;
}
