/**
 * What Mastodon needs of an object store. Source lines are those of mastodon/mastodon and of its upload library
 * kreeti/kt-paperclip.
 */
import { hostReads } from "../../storage/host-reads";
import { ifSound } from "../../validation/sound-part";
import { accessOf } from "./access";
import { MastodonAccess, type MastodonSettings } from "./args";
import { ABORT_UPLOADS_AFTER_DAYS, type PolicyNeeds, type StorageNeeds } from "../../storage/needs";

/** The classes of attachments that anybody may see (`has_attached_file` in app/models). */
const PUBLIC = [
  "accounts/",
  "cache/",
  "custom_emojis/",
  "media_attachments/",
  "preview_card_providers/",
  "preview_cards/",
  "site_uploads/",
];

/** Users' data exports (app/models/backup.rb), and the follow lists that they uploaded before 4.4. */
const PRIVATE = ["backups/", "imports/"];

export function mastodonPolicyNeeds(settings: MastodonSettings): PolicyNeeds {
  const publicFrom = ifSound(() => settings.mediaHost?.external?.addresses);
  const below = (prefix: string): string =>
    settings.keyPrefix === undefined ? prefix : `${settings.keyPrefix}/${prefix}`;
  const access = accessOf(settings);
  const objectAcls = access === MastodonAccess.Acl;
  const media = PUBLIC.map(below);
  const served = settings.exposeUserExports === true ? [...PUBLIC, ...PRIVATE].map(below) : media;
  return {
    // With "cdn" nobody reads from the bucket itself.
    publicPrefixes: access === MastodonAccess.Cdn ? [] : media,
    ...(publicFrom && { publicFrom }),
    // With object ACLs the host's requests are anonymous, so it cannot serve what an ACL hides.
    ...(!objectAcls && hostReads(settings, served)),
    privatePrefixes: PRIVATE.map(below),
    objectAcls,
    writer: { objectActions: writerObjectActions(objectAcls), bucketActions: WRITER_BUCKET_ACTIONS },
  };
}

export function mastodonNeeds(settings: MastodonSettings): StorageNeeds {
  return {
    ...mastodonPolicyNeeds(settings),
    sendsAcls: accessOf(settings) === MastodonAccess.Acl,
    abortUploadsAfterDays: ABORT_UPLOADS_AFTER_DAYS,
    cors: [
      {
        // "*" because other people's web clients play this instance's audio too, and every object is public anyway.
        allowedOrigins: settings.corsOrigins ?? ["*"],
        // No PUT or POST: browsers never upload to the bucket.
        allowedMethods: ["GET", "HEAD"],
        allowedHeaders: ["*"],
        exposeHeaders: ["Accept-Ranges", "Content-Length", "Content-Range", "ETag"],
        maxAgeSeconds: 3600,
      },
    ],
  };
}

function writerObjectActions(objectAcls: boolean): string[] {
  return [
    // Reads files back to process them, and signs the URLs of data exports (app/controllers/backups_controller.rb L15).
    "s3:GetObject",
    // Uploads, multipart ones included (kt-paperclip lib/paperclip/storage/s3.rb L400-405).
    "s3:PutObject",
    // Deletes one by one and in batches. Errors are swallowed (s3.rb L427-437), so a missing right is a silent leak.
    "s3:DeleteObject",
    // The SDK ends a multipart upload that failed; without it the parts stay and are billed.
    "s3:AbortMultipartUpload",
    // x-amz-acl on uploads, and hiding the media of suspended accounts
    // (app/services/update_media_attachments_permissions_service.rb L23-31).
    ...(objectAcls ? ["s3:PutObjectAcl"] : []),
  ];
}

const WRITER_BUCKET_ACTIONS = [
  // `tootctl media remove-orphans` (lib/mastodon/cli/media.rb L117); and S3 answers 404 for a missing key only to those
  // who may list, 403 to all others.
  "s3:ListBucket",
];
