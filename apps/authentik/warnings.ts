/** Warnings for the operator of an authentik instance. Numbers are issues of goauthentik/authentik. */
import { CLOUDFRONT } from "../../access/cloudfront";
import { MediaHostSigning } from "../../hosts/args";
import { upstreamHost } from "../../hosts/external";
import { isPrivateUrl } from "../../validation/private-url";
import { about, type Warning } from "../../validation/warning";
import { parseVersion, untriedVersionWarnings } from "../../validation/version";
import { storeSetting } from "../../stores/store";
import type { Opened } from "../../storage/opened";
import type { BucketPlan } from "../../storage/plan";
import { AuthentikUsage, type AuthentikSettings } from "./args";
import { authentikPresignedBaseUrl, publicHosts, storeBaseUrl } from "./urls";
import { usagesOf } from "./usages";
import { AUTHENTIK_VERSIONS } from "./versions";
import { ABORT_UPLOADS_AFTER_DAYS } from "../../storage/needs";
import { existingBucketWarnings } from "../../storage/existing-bucket";
import { storeWarnings, writerWarnings } from "../../storage/warnings";
import { unfinishedUploadWarnings } from "../../storage/unfinished-uploads";

export function authentikWarnings(plan: BucketPlan<AuthentikSettings>): Warning[] {
  const { settings, store, needs } = plan;
  return [
    ...about("store", plainHttp(plan)),
    ...about("store", unreachable(plan)),
    ...about("mediaHost", mediaHostDuties(plan)),
    ...about("version", untriedVersionWarnings(settings.version, AUTHENTIK_VERSIONS)),
    ...about("version", ofTheVersion(plan)),
    ...about("bucketSource", existingBucketWarnings(plan, needs)),
    ...storeWarnings(store, needs),
    ...writerWarnings(plan),
    ...about("writer.given", settings.writer?.given?.sessionToken === undefined ? [] : [SESSION_TOKEN]),
    ...about("store", unfinishedUploadWarnings(plan, ABORT_UPLOADS_AFTER_DAYS)),
  ];
}

function plainHttp(opened: Opened<AuthentikSettings>): string[] {
  const { settings, store } = opened;
  if (!store.isPlainHttp) return [];
  const isMediaHttp = authentikPresignedBaseUrl(opened).startsWith("http:");
  // A CDN is for media only.
  const isReportsHttp = isBehindCdn(opened) && usagesOf(settings).includes(AuthentikUsage.Reports);
  const isBlocked = settings.origins.some((origin) => origin.startsWith("https:"));
  const urls =
    (isMediaHttp || isReportsHttp) && isBlocked
      ? ` Browsers get http:// URLs${isMediaHttp ? "" : " for reports"}, which https pages do not load: set up https for the store before people use authentik.`
      : "";
  return [`authentik uses the store over plain http, so the bucket policy cannot refuse plain http.${urls}`];
}

function isBehindCdn({ host }: Opened): boolean {
  return host?.signing === MediaHostSigning.Cdn;
}

/** Browsers fetch files from the host in presigned URLs. If authentik is in a private network, so are its users. */
function unreachable(opened: Opened<AuthentikSettings>): string[] {
  const { settings, host, store } = opened;
  if (settings.origins.every((origin) => isPrivateUrl(origin))) return [];
  const isReportsApart = isBehindCdn(opened) && usagesOf(settings).includes(AuthentikUsage.Reports);
  const urls = [authentikPresignedBaseUrl(opened), ...(isReportsApart ? [storeBaseUrl(opened)] : [])];
  const givePublicStore =
    `give the server a public hostname and set it as \`${storeSetting(store, "endpoint")}\`, or set a mediaHost whose proxy ` +
    "passes requests on to the store";
  return [...new Set(urls.map((url) => new URL(url).origin))]
    .filter((origin) => isPrivateUrl(origin))
    .map((origin) => {
      const isMediaHost = host !== undefined && new URL(origin).hostname === host.hostname;
      const remedy = isMediaHost ? "set `mediaHost.hostname` to a public hostname" : givePublicStore;
      return `Browsers cannot reach ${origin}, because it is in a private network, and authentik's files are there: ${remedy}.`;
    });
}

/** What the operator's proxy must do. The library can neither do nor check it. */
function mediaHostDuties(opened: Opened<AuthentikSettings>): string[] {
  const { store, host } = opened;
  if (host === undefined) return [];
  const { hostname, path, signing } = host;
  if (host.can.managed) {
    return [...host.warnings, `Whoever has the URL of a media file can read it at ${hostname}.`];
  }
  const target = storeBaseUrl(opened);
  const requests = path === undefined ? "GET requests" : `GET requests below /${path}/ without that path`;
  const withUpgrade = store.can.foreignHosts
    ? 'set `external.signing` to "preserve-host" and make the proxy keep the Host header and the path'
    : 'set `external.signing` to "cdn" and change the proxy accordingly, or remove mediaHost';
  const duties: Record<MediaHostSigning, string> = {
    [MediaHostSigning.RewriteHost]:
      `It must pass ${requests} on to ${target}, keep the query string, and connect ${upstreamHost(hostname, target)}: ` +
      `the signature is for that host and path. authentik 2026.5 and later sign for the public host instead: when you upgrade, ${withUpgrade}.`,
    [MediaHostSigning.PreserveHost]:
      `It must pass GET requests on to ${store.endpoint ?? target} without changing the Host header, the path or the query string: ` +
      `the signature is for ${authentikPresignedBaseUrl(opened)}, and the store must use the bucket for that URL. ` +
      "That authentik 2026.5 signs for the public host is inferred from its source code: check that icons load before you rely on it.",
    [MediaHostSigning.Cdn]:
      `It must pass ${requests} on to ${target}, remove the query string, and connect ${upstreamHost(hostname, target)}. It must omit the query string from its cache key, ` +
      "set a cache time (authentik sets none), and sign its requests with its own key. Allow that key's user to read media/* in additionalStatements; for CloudFront with an " +
      `origin access control use the principal ${CLOUDFRONT} with sourceArns. Everyone who has the URL of a media file can read it there.`,
  };
  const isCdn = signing === MediaHostSigning.Cdn;
  const printed = "`media-storage proxy` prints a tested configuration for nginx and Caddy. ";
  return [
    `Your own ${isCdn ? "CDN" : "proxy"} serves ${hostname}; this program does not create or check it. ${isCdn ? "" : printed}${
      signing === undefined ? "" : duties[signing]
    }`,
    ...host.warnings,
  ];
}

function ofTheVersion(opened: Opened<AuthentikSettings>): string[] {
  const { version } = opened.settings;
  const { major = 0, minor = 0, patch } = parseVersion(version) ?? {};
  const is = (release: string): boolean => `${major}.${minor}` === release;
  const list: string[] = [];
  if (is("2024.2")) {
    list.push(
      "Early builds of authentik 2024.2 keep files on the local disk even with correct settings (#8657): upload an icon and check that it is in the bucket.",
    );
  }
  if (is("2024.8") && patch === 0) {
    list.push(
      "authentik 2024.8.0 loses icons on S3 and fails with a custom domain (#11176, #11180): use a later patch release.",
    );
  }
  if (is("2025.12")) {
    list.push(
      "authentik 2025.12 uploads files without a Content-Type, so browsers do not show SVG icons from the bucket: upgrade, and upload the icons again.",
    );
  }
  const { pathStyle } = opened.store;
  if (is("2025.12") && patch === 2 && pathStyle && publicHosts(opened).length > 0) {
    list.push(
      "A user of authentik 2025.12.2 reported URLs of a custom domain that contain the bucket twice (#19521): if you see that, use a later patch release.",
    );
  }
  return list;
}

const SESSION_TOKEN =
  "A key with a session token expires with its session. After that authentik cannot read or write files, and its URLs stop working. " +
  "Before the session ends, set the next key, its secret and its session token, run `pulumi up` and apply the env block. Or use `writer: { role: ... }`.";
