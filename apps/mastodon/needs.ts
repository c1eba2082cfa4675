/**
 * What Mastodon needs of an object store, and the settings it reads. Source lines are those of mastodon/mastodon and of
 * its upload library kreeti/kt-paperclip.
 */
import type { EnvLine } from "../../env/entry";
import { mediaHostAndPath } from "../../hosts/media-host";
import { isPrivateUrl } from "../../validation/private-url";
import { versionHas } from "../../validation/version";
import { storeOf } from "../../stores";
import { originOf, type Store } from "../../stores/store";
import { caFileLines } from "../../storage/ca-file";
import { checksumLines } from "../../storage/checksums";
import { MastodonAccess, type MastodonSettings } from "./args";
import { tuningLines } from "./tuning";
import { SINCE } from "./versions";
import { mastodonWarnings } from "./warnings";
import { ABORT_UPLOADS_AFTER_DAYS, type PolicyNeeds, type StorageNeeds } from "../../storage/needs";
import type { Credentials } from "../../storage/args";

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
  const below = (prefix: string): string =>
    settings.keyPrefix === undefined ? prefix : `${settings.keyPrefix}/${prefix}`;
  const objectAcls = settings.access === MastodonAccess.Acl;
  return {
    publicPrefixes: PUBLIC.map(below),
    privatePrefixes: PRIVATE.map(below),
    objectAcls,
    writer: { objectActions: writerObjectActions(objectAcls), bucketActions: WRITER_BUCKET_ACTIONS },
  };
}

export function mastodonNeeds(settings: MastodonSettings): StorageNeeds {
  return {
    ...mastodonPolicyNeeds(settings),
    sendsAcls: settings.access === MastodonAccess.Acl,
    abortUploadsAfterDays: ABORT_UPLOADS_AFTER_DAYS.mastodon,
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
    warnings: mastodonWarnings(settings),
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

/** Host and path of public URLs where the app has to be told (`S3_ALIAS_HOST`); else they name the bucket on the S3 host. */
function aliasHost({ bucket, mediaHost, store }: MastodonSettings): string | undefined {
  if (mediaHost !== undefined) return mediaHostAndPath(mediaHost);
  const { host, virtualHostOnly } = storeOf(store);
  // Mastodon puts the bucket into the path, whatever the calls to the API do (s3.rb L150-176).
  return virtualHostOnly ? `${bucket}.${host}` : undefined;
}

/** `S3_PROTOCOL`: a media host is served over https, whatever the store behind it is. */
function publicScheme({ mediaHost, store }: MastodonSettings): string {
  return mediaHost === undefined && storeOf(store).isPlainHttp ? "http" : "https";
}

/** What stands before `/<key>` in the URL of a public object (s3.rb L150-176). */
export function mastodonPublicBaseUrl(settings: MastodonSettings): string {
  const where = aliasHost(settings) ?? `${storeOf(settings.store).host}/${settings.bucket}`;
  return `${publicScheme(settings)}://${where}`;
}

/** The URL before `/<key>` in the presigned URLs of data exports, which always name the store's own host (backups_controller.rb L15). */
export function mastodonPresignedBaseUrl({ bucket, store }: MastodonSettings): string {
  return storeOf(store).bucketUrl(bucket);
}

/** The origins that go into `EXTRA_MEDIA_HOSTS`; empty where the line is left out. */
export function mastodonExtraMediaHosts(settings: MastodonSettings): string[] {
  if (!versionHas(settings.version, SINCE.extraMediaHosts)) return [];
  // Presigned URLs name the store's own host, which the content security policy does not list beside an alias host
  // (app/lib/content_security_policy.rb L84-104). From plain http, or a host of a private network, browsers load nothing, listed or not.
  const store = storeOf(settings.store);
  const presignedUrl = mastodonPresignedBaseUrl(settings);
  const isListed = settings.mediaHost !== undefined && !store.isPlainHttp && !isPrivateUrl(presignedUrl);
  const presigned = isListed ? [originOf(presignedUrl)] : [];
  return [...new Set([...presigned, ...(settings.extraMediaHosts ?? [])])];
}

/**
 * The lines of `.env.production`, in the order of config/initializers/paperclip.rb. A setting that is not needed is left
 * out, never blank: Mastodon takes an empty variable for a set one (`ENV.key?`, L41-93).
 */
export function mastodonEnv<V>(settings: MastodonSettings, credentials?: Credentials<V>): EnvLine<V>[] {
  const lines: EnvLine<V>[] = [];
  const add = (name: string, value: string, comment = ""): void => {
    lines.push({ name, value, secret: false, comment });
  };
  const store = storeOf(settings.store);
  add("S3_ENABLED", "true");
  add("S3_BUCKET", settings.bucket);
  add("S3_REGION", store.region);
  add("S3_PROTOCOL", publicScheme(settings));
  // None on AWS: the SDK finds its own, and with one Mastodon changes to path style.
  if (store.endpoint !== undefined) {
    add("S3_ENDPOINT", store.endpoint, "Without the bucket. Browsers must reach it: presigned URLs name it.");
  }
  add(
    "S3_HOSTNAME",
    store.host,
    "Without the bucket: the content security policy and the listing check read it.",
  );
  const alias = aliasHost(settings);
  if (alias !== undefined) add("S3_ALIAS_HOST", alias);
  if (settings.access === MastodonAccess.Acl) {
    add(
      "S3_PERMISSION",
      "public-read",
      "Each upload carries this ACL; Mastodon takes it away to hide a file.",
    );
  } else {
    add(
      "S3_PERMISSION",
      "",
      "Empty, not missing: uploads carry no ACL, the bucket policy says what is public.",
    );
  }
  // Without keys the SDK looks for a role; with blank ones it would not.
  if (credentials !== undefined) {
    lines.push(
      { name: "AWS_ACCESS_KEY_ID", value: credentials.accessKeyId, secret: true, comment: "" },
      { name: "AWS_SECRET_ACCESS_KEY", value: credentials.secretAccessKey, secret: true, comment: "" },
    );
  }
  if (settings.keyPrefix !== undefined) add("S3_KEY_PREFIX", settings.keyPrefix);
  lines.push(...clientLines(store));
  lines.push(...tuningLines(settings));
  const extraMediaHosts = mastodonExtraMediaHosts(settings);
  if (extraMediaHosts.length > 0) {
    add(
      "EXTRA_MEDIA_HOSTS",
      extraMediaHosts.join(","),
      "Further hosts that the web client may load media from.",
    );
  }
  return lines;
}

/** What the SDK has to be told of a store that differs from its defaults. */
function clientLines(store: Store): EnvLine<never>[] {
  const comment = "The bucket stands in the host name.";
  return [
    ...(store.virtualHostOnly
      ? [{ name: "S3_OVERRIDE_PATH_STYLE", value: "true", secret: false, comment }]
      : []),
    ...caFileLines(store, "sdk"),
    ...checksumLines(store, "The SDK", "WHEN_REQUIRED"),
  ];
}
