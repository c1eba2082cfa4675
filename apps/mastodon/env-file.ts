/** Mastodon's `.env.production`, and the `.env` of its compose project. Source lines are those of mastodon/mastodon. */
import { UNWANTED_CHECKSUMS } from "../../storage/checksums";
import type { Applied, EnvFileRules } from "../../storage/env-file";
import { storeProductOfFacts } from "../../stores";
import { TUNING_VARIABLES } from "./tuning";
import { ownMember } from "../../validation/own-member";

/** Mastodon treats an empty variable as set (config/initializers/paperclip.rb L41-93), so each must be absent or correct. */
const UNWANTED = {
  S3_ENDPOINT: "On AWS the SDK finds its own endpoint; if one is set, Mastodon uses path style.",
  S3_ALIAS_HOST: "Public URLs would use a host that the stack does not know.",
  S3_CLOUDFRONT_HOST: "The old name of S3_ALIAS_HOST, which Mastodon still reads.",
  S3_OVERRIDE_PATH_STYLE:
    "It is not needed: the store supports path style, and on AWS Mastodon does not read it.",
  S3_KEY_PREFIX: "The bucket policy makes paths public that do not contain this prefix.",
  AWS_ACCESS_KEY_ID: "The writer is a role, and the SDK uses it only if no key is set.",
  AWS_SECRET_ACCESS_KEY: "The writer is a role, and the SDK uses it only if no key is set.",
  AWS_SESSION_TOKEN: "Mastodon does not pass a session token to the SDK.",
  ...UNWANTED_CHECKSUMS,
};

const READ = /^(?:(?:S3|SWIFT|AZURE|PAPERCLIP)_.*|WEB_DOMAIN|LOCAL_DOMAIN|EXTRA_MEDIA_HOSTS|CDN_HOST)$/;

export const MASTODON_ENV_FILE: EnvFileRules = {
  unwanted: () => UNWANTED,
  reads: (name) => READ.test(name),
  warnings: (applied) => [
    ...otherInstance(applied),
    ...otherStores(applied),
    ...ownTuning(applied),
    ...uselessNumbers(applied),
    ...unreadTuning(applied),
    ...fileStorage(applied),
    ...ownClient(applied),
    ...movedMedia(applied),
  ],
  restart: [
    "systemctl restart mastodon-web mastodon-sidekiq    # not reload, which keeps the old environment",
    "docker compose up -d                               # where compose runs it; restart does not read the file again",
  ],
};

/** In the compose form, the rest of the block is in the overlay, which overrides `.env.production`. */
export const MASTODON_COMPOSE_FILE: EnvFileRules = {
  unwanted: () => ({
    MASTODON_AWS_ACCESS_KEY_ID: "The writer is a role, so nothing reads this key.",
    MASTODON_AWS_SECRET_ACCESS_KEY: "The writer is a role, so nothing reads this key.",
    MASTODON_CACHE_BUSTER_SECRET: "Mastodon sends no purge requests with this secret.",
  }),
  reads: () => false,
  warnings: ({ entries }) => {
    const set = new Set(entries.map(({ name }) => name));
    const absent = Object.keys(UNWANTED).filter((name) => !set.has(name));
    return [
      `The overlay sets variables and removes none: make sure that .env.production does not set ${absent.join(", ")}.`,
    ];
  },
  restart: [
    "docker compose -f docker-compose.yml -f compose.media-storage.yml up -d    # restart reads neither file again",
  ],
};

function otherInstance({ facts, after }: Applied): string[] {
  const domain = after["WEB_DOMAIN"] || after["LOCAL_DOMAIN"];
  if (!domain || facts.app.webDomain === undefined || domain === facts.app.webDomain) return [];
  return [
    `The file is for ${domain}, but the block is for ${facts.app.webDomain}: choose the right file, or correct webDomain in the stack.`,
  ];
}

/** paperclip.rb checks for S3 first; the content security policy uses the first host that is set (content_security_policy.rb L84-86). */
function otherStores({ after }: Applied): string[] {
  const warnings: string[] = (["SWIFT_ENABLED", "AZURE_ENABLED"] as const)
    .filter((name) => after[name] === "true")
    .map(
      (name) =>
        `${name}=true is ignored when S3_ENABLED=true, and Mastodon does not find media that are still there: copy them into the bucket, then remove it.`,
    );
  if (after["AZURE_ALIAS_HOST"] !== undefined && after["S3_ALIAS_HOST"] === undefined) {
    warnings.push(
      "AZURE_ALIAS_HOST overrides S3_HOSTNAME in the content security policy, so browsers block all media: remove it.",
    );
  }
  return warnings;
}

function ownTuning({ facts, before, after }: Applied): string[] {
  const warnings: string[] = [];
  const storageClass = after["S3_STORAGE_CLASS"];
  if (storageClass === "")
    warnings.push("S3_STORAGE_CLASS is empty. Mastodon sends the empty value, and uploads fail: remove it.");
  else if (storageClass !== undefined && /^(GLACIER|DEEP_ARCHIVE)$/.test(storageClass))
    warnings.push(
      `S3_STORAGE_CLASS=${storageClass}: objects of this class must be restored before anybody can read them; remove it.`,
    );
  // https://github.com/mastodon/mastodon/issues/26394
  if (!storeProductOfFacts(facts.store)?.can.sdkChecksums && after["S3_ENABLE_CHECKSUM_MODE"] === "true")
    warnings.push("S3_ENABLE_CHECKSUM_MODE=true fails with stores other than AWS: remove it.");
  if (after["S3_DISABLE_CHECKSUM_MODE"] !== undefined)
    warnings.push(
      "No release of Mastodon reads S3_DISABLE_CHECKSUM_MODE (checksum mode is off unless S3_ENABLE_CHECKSUM_MODE=true): remove it.",
    );
  const signature = after["S3_SIGNATURE_VERSION"];
  if (signature !== undefined && signature !== "v4")
    warnings.push("S3_SIGNATURE_VERSION is not v4, and today's stores refuse any other version: remove it.");
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

/** Mastodon converts these to numbers with `to_i`: text becomes 0, and "15 MB" becomes 15 bytes. */
function uselessNumbers({ before, after }: Applied): string[] {
  const warnings: string[] = [];
  for (const name of TUNING_VARIABLES) {
    const [old, now] = [ownMember(before, name), ownMember(after, name)];
    if (old !== undefined && now !== undefined && old !== now) {
      warnings.push(
        `${name} changes from ${shownNumber(old)} to ${now}: set your value in \`tuning\` in the stack to keep it.`,
      );
    } else if (now !== undefined && !(parseInt(now, 10) > 0) && !(name === "S3_RETRY_LIMIT" && now === "0")) {
      warnings.push(
        `Mastodon reads ${name} as 0, which does not work as a limit: set a number, or remove it.`,
      );
    }
  }
  const threshold = after["S3_MULTIPART_THRESHOLD"];
  if (threshold !== undefined && !(parseInt(threshold, 10) >= LEAST_PART)) {
    warnings.push(
      `S3_MULTIPART_THRESHOLD is in bytes, and less than ${LEAST_PART} (5 MiB, the smallest part that S3 accepts) makes uploads fail: set the number of bytes, or remove it.`,
    );
  }
  return warnings;
}

/** Mastodon waits 2, 4, 8, ... seconds between attempts (app/lib/attachment_batch.rb). */
const MOST_ATTEMPTS = 8;

/** Tuning variables that the library never sets, with values that are ignored or do harm (config/initializers/paperclip.rb). */
function unreadTuning({ after }: Applied): string[] {
  const warnings: string[] = [];
  const instead = `set a number from 2 to ${MOST_ATTEMPTS}, or remove it (the default is 3).`;
  const attempts = after["S3_BATCH_DELETE_RETRY"];
  if (attempts !== undefined && !(parseInt(attempts, 10) > 1)) {
    warnings.push(
      `S3_BATCH_DELETE_RETRY is the number of attempts, and with fewer than 2 Mastodon does not retry a failed delete of many files: ${instead}`,
    );
  } else if (attempts !== undefined && parseInt(attempts, 10) > MOST_ATTEMPTS) {
    warnings.push(
      `S3_BATCH_DELETE_RETRY is more than ${MOST_ATTEMPTS}, and the wait of a worker doubles before each further attempt (4 minutes before the 9th): ${instead}`,
    );
  }
  const single = after["S3_FORCE_SINGLE_REQUEST"];
  if (single !== undefined && single !== "true" && single !== "false") {
    warnings.push("S3_FORCE_SINGLE_REQUEST is ignored unless it is exactly true: set true, or remove it.");
  }
  return warnings;
}

const LEAST_PART = 5 * 1024 * 1024;

/** A value that is not a number may be a secret, so it is not shown. */
function shownNumber(text: string): string {
  return /^\d{1,9}$/.test(text) ? text : "its old value";
}

/** Variables that remain from file storage (config/initializers/paperclip.rb L125-131). */
function fileStorage({ before, after }: Applied): string[] {
  const warnings: string[] = [];
  if (after["PAPERCLIP_ROOT_URL"]) {
    warnings.push(
      "PAPERCLIP_ROOT_URL is for files on the disk: with S3 it only adds a source to the content security policy. Remove it once nothing is served from there.",
    );
  }
  if (after["PAPERCLIP_ROOT_PATH"] && before["S3_ENABLED"] !== "true") {
    warnings.push(
      "PAPERCLIP_ROOT_PATH is the folder of Mastodon's existing files, instead of public/system: copy them into the bucket from there.",
    );
  }
  return warnings;
}

/** `CDN_HOST` is the host of the web client's own files (config/environments/production.rb L24). */
function ownClient({ after }: Applied): string[] {
  const [cdn, media] = [hostOf(after["CDN_HOST"]), hostOf(after["S3_ALIAS_HOST"] ?? after["S3_HOSTNAME"])];
  if (cdn === undefined || cdn !== media) return [];
  return [
    `CDN_HOST is ${cdn}, the host of the media: Mastodon loads its own scripts and styles from CDN_HOST, but they are not in the bucket, so the web client stays empty. Remove it.`,
  ];
}

function hostOf(text: string | undefined): string | undefined {
  return text === undefined
    ? undefined
    : /^(?:[a-z]+:)?(?:\/\/)?([a-z0-9.-]+)/i.exec(text)?.[1]?.toLowerCase();
}

/** Changes that move the URL of every object. */
function movedMedia({ before, after }: Applied): string[] {
  const warnings: string[] = [];
  const [prefix = "", newPrefix = ""] = [before["S3_KEY_PREFIX"], after["S3_KEY_PREFIX"]];
  if (before["S3_ENABLED"] !== "true") return warnings;
  if (prefix !== newPrefix) {
    warnings.push(
      `S3_KEY_PREFIX changes from "${prefix}" to "${newPrefix}", and Mastodon looks for every object under the new prefix: move the objects, or set keyPrefix in the stack.`,
    );
  }
  const host = before["S3_ALIAS_HOST"] ?? before["S3_CLOUDFRONT_HOST"];
  if (host && host !== after["S3_ALIAS_HOST"]) {
    // https://github.com/mastodon/mastodon/issues/11915
    warnings.push(`Other servers keep URLs on ${host}: keep that host running, or redirect it.`);
  }
  return warnings;
}
