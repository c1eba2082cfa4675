/** Warnings for the operator of a Mastodon instance. */
import { legacyWarnings } from "../../hosts/legacy";
import { docsPage } from "../../validation/docs-page";
import { isPrivateUrl } from "../../validation/private-url";
import { about, type Warning } from "../../validation/warning";
import { untriedVersionWarnings, versionHas } from "../../validation/version";
import type { Opened } from "../../storage/opened";
import type { BucketPlan } from "../../storage/plan";
import { originOf, storeSetting } from "../../stores/store";
import { accessOf, isAlwaysPrivate } from "./access";
import { MastodonAccess, type MastodonSettings } from "./args";
import { proxyDuties } from "./proxy-duties";
import { deletedFiles, unsentPurges } from "./purge";
import { MASTODON_VERSIONS, SINCE } from "./versions";
import { ABORT_UPLOADS_AFTER_DAYS } from "../../storage/needs";
import { existingBucketWarnings } from "../../storage/existing-bucket";
import { storeWarnings, writerWarnings } from "../../storage/warnings";
import { unfinishedUploadWarnings } from "../../storage/unfinished-uploads";

export function mastodonWarnings(plan: BucketPlan<MastodonSettings>): Warning[] {
  const { settings, store, host, needs } = plan;
  return [
    ...about("version", untriedVersionWarnings(settings.version, MASTODON_VERSIONS)),
    ...about("store", unreachableStore(plan)),
    ...about("mediaHost.hostname", unreachableMediaHost(plan)),
    ...about("access", directReads(plan)),
    ...about("mediaHost", mediaHostDuties(plan)),
    ...about("mediaHost.legacy", host === undefined ? [] : legacyWarnings(host)),
    ...about("exposeUserExports", exposedExports(plan)),
    ...about("access", readableByAcl(settings)),
    ...about("version", brokenExports(settings)),
    ...about("bucketSource", existingBucketWarnings(plan, needs)),
    ...about("corsOrigins", audio(plan)),
    ...storeWarnings(store, needs),
    ...writerWarnings(plan),
    ...about("keyPrefix", orphans(settings)),
    ...about("store", unfinishedUploadWarnings(plan, ABORT_UPLOADS_AFTER_DAYS)),
  ];
}

/** Browsers follow presigned URLs to the store's own host (`expiring_asset_url`), which is never the media host. */
function unreachableStore({ settings, store, host }: Opened<MastodonSettings>): string[] {
  const url = store.bucketUrl(settings.bucket);
  const isPrivate = isPrivateUrl(url) && !isPrivateInstance(settings);
  const links = `data exports and ${host === undefined ? "all media, because mediaHost is not set" : "media that moderators open"}`;
  if (store.isPlainHttp) {
    return [
      "The app uses the store over plain http, so the bucket policy cannot refuse plain http, and browsers do not load the URLs of the " +
        "store (data exports, and without a mediaHost all media). Set up https for the store before people use the instance." +
        (isPrivate
          ? ` Also give the store a public hostname: browsers cannot reach ${new URL(url).hostname}, which exists only in a private network.`
          : ""),
    ];
  }
  if (!isPrivate) return [];
  return [
    `Browsers cannot reach ${originOf(url)}, because it is in a private network, but Mastodon's URLs of ${links} use it. Give the ` +
      `server a public hostname with https and set that as \`${storeSetting(store, "endpoint")}\`.`,
  ];
}

function unreachableMediaHost({ settings, host }: Opened<MastodonSettings>): string[] {
  if (host === undefined || !isPrivateUrl(`https://${host.hostname}`) || isPrivateInstance(settings))
    return [];
  return [
    `Browsers and other servers cannot reach ${host.hostname}, because it is in a private network: set mediaHost.hostname to a public hostname.`,
  ];
}

/** If the instance is in a private network, so are the people who use it. */
function isPrivateInstance({ webDomain }: MastodonSettings): boolean {
  return isPrivateUrl(`https://${webDomain}`);
}

/** Of the two steps to a private bucket, the one that these settings are, and what ends with the second. */
function directReads({ settings, store, host }: Opened<MastodonSettings>): string[] {
  const { bucket } = settings;
  const access = accessOf(settings);
  if (host?.can.signsRequests !== true || access === MastodonAccess.Acl || isAlwaysPrivate(settings))
    return [];
  const url = `https://${host.hostname}/`;
  const direct = `${store.bucketUrl(bucket)}/... and https://${store.host}/${bucket}/...`;
  const page = docsPage("access-cdn");
  if (access === MastodonAccess.Cdn) {
    return [
      `Private bucket (step 2 of 2): media are readable at ${url} only, and direct URLs of the bucket (${direct}) end with this deployment. ` +
        `If media are public today, first deploy with \`access: bucket-policy\` (step 1), and continue when ${url} answers. To go back, set it again (${page}).`,
    ];
  }
  return [
    `Media host beside the public bucket (step 1 of 2): media are readable at ${url} and by direct URLs of the bucket (${direct}). ` +
      `When ${url} answers and the env block is applied, set \`access: cdn\` (step 2): the bucket becomes private, and direct URLs end (${page}).`,
  ];
}

/** What ends with a condition on the addresses of requests. */
function readOnlyFrom({ settings, store, host }: Opened<MastodonSettings>): string[] {
  if (host?.addresses === undefined) return [];
  const direct = `${store.bucketUrl(settings.bucket)}/...`;
  const seen = store.can.publicAddressesOnly
    ? ""
    : ` If another server is in front of ${store.title}, list the address that ${store.title} sees.`;
  return [
    `Only requests from ${host.addresses.join(", ")} read public media from the bucket, so direct URLs (${direct}) end with this deployment; presigned URLs still work from anywhere. ` +
      `Deploy it when https://${host.hostname}/ answers and the env block is applied.${seen}`,
  ];
}

function mediaHostDuties(opened: Opened<MastodonSettings>): string[] {
  const { settings, store, host } = opened;
  if (host === undefined) return [];
  if (host.can.managed) return host.warnings;
  return [
    proxyDuties(host, { name: settings.bucket, url: store.bucketUrl(settings.bucket) }),
    ...publishedBucket(opened),
    ...host.warnings,
    ...readOnlyFrom(opened),
    deletedFiles({ ...settings, hides: settings.access === MastodonAccess.Acl }, host),
    ...unsentPurges(host),
  ];
}

/** Of a store whose web endpoint serves every object. */
function publishedBucket({ settings, store, host }: Opened<MastodonSettings>): string[] {
  if (host?.webEndpoint === undefined || store.webEndpoint === undefined) return [];
  const { setting, publish } = store.webEndpoint;
  const exports = `${settings.keyPrefix === undefined ? "" : `${settings.keyPrefix}/`}backups/`;
  return [
    `${store.title}'s web endpoint serves every object of the bucket to everybody who reaches it, also people's data exports below ${exports}. ` +
      `Make sure that only your proxy reaches ${host.webEndpoint} (${setting}), and then run \`${publish(settings.bucket)}\`.`,
  ];
}

/** Attachments without an ACL of their own get that of `S3_PERMISSION` (app/models/import.rb, app/models/backup.rb). */
function readableByAcl({ access, keyPrefix, version }: MastodonSettings): string[] {
  if (access !== MastodonAccess.Acl || versionHas(version, SINCE.importsInDatabase)) return [];
  const below = (prefix: string): string => (keyPrefix === undefined ? prefix : `${keyPrefix}/${prefix}`);
  const areExportsPublic = !versionHas(version, SINCE.privateExports);
  const what = areExportsPublic
    ? `the lists that people import (${below("imports/")}) and their data exports (${below("backups/")})`
    : `the lists that people import (follows, blocks, bookmarks; ${below("imports/")})`;
  return [
    `Mastodon ${version ?? ""} uploads ${what} with the ACL public-read, so anybody who has the URL can read them, even though the ` +
      `preview's table says that nobody can. Upgrade to 4.2 or later, and then make the existing objects private (${docsPage("access-acl")}).`,
  ];
}

/** Of a media host that serves the whole bucket. */
function exposedExports({ settings, host }: Opened<MastodonSettings>): string[] {
  if (host?.publishesBucket !== true) return [];
  const { keyPrefix } = settings;
  const exports = `${keyPrefix === undefined ? "" : `${keyPrefix}/`}backups/`;
  return [
    `exposeUserExports is true: https://${host.hostname}/ serves every object of the bucket, also people's data exports below ${exports}, which contain their private posts. ` +
      "Everybody who gets or guesses the URL of one can download it. Remove exposeUserExports, so that a Worker serves public files only.",
  ];
}

function brokenExports({ access, version }: MastodonSettings): string[] {
  if (access === MastodonAccess.Acl || versionHas(version, SINCE.exportsWithoutAcl)) return [];
  return [
    `Data exports do not work with Mastodon ${version ?? ""} and a bucket without ACLs: 4.1.0 links to their public URL, which the bucket ` +
      "policy refuses, and 4.1.1 uploads them with an ACL, which the bucket refuses. Upgrade to 4.1.2 or later.",
  ];
}

function audio({ settings, host }: Opened<MastodonSettings>): string[] {
  const { corsOrigins, webDomain } = settings;
  // Such a host answers every origin, whatever the bucket's rule says.
  if (host?.can.managed && host.publishesBucket !== true) return [];
  if (corsOrigins?.some((one) => corsMatches(one, `https://${webDomain}`)) !== false) return [];
  return [
    `corsOrigins does not contain https://${webDomain}, so the web client cannot play audio: add it, or remove corsOrigins.`,
  ];
}

/** Whether a CORS rule's origin, which may contain one `*` as a wildcard, matches an origin. */
function corsMatches(allowed: string, origin: string): boolean {
  const [start = "", end] = allowed.split("*");
  if (end === undefined) return allowed === origin;
  return origin.length >= start.length + end.length && origin.startsWith(start) && origin.endsWith(end);
}

function orphans({ keyPrefix }: MastodonSettings): string[] {
  if (keyPrefix === undefined) return [];
  return ["With a keyPrefix, `tootctl media remove-orphans` does not recognize any key and removes nothing."];
}
