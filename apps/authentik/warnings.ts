/** What the operator of an authentik should know. Numbers are issues of goauthentik/authentik. */
import { MediaHostSigning } from "../../hosts/args";
import { upstreamHost } from "../../hosts/external";
import { isPrivateUrl } from "../../validation/private-url";
import { parseVersion } from "../../validation/version";
import type { Opened } from "../../storage/opened";
import { AuthentikUsage, type AuthentikSettings } from "./args";
import { authentikPresignedBaseUrl, publicHosts, storeBaseUrl } from "./urls";
import { usagesOf } from "./usages";
import { ABORT_UPLOADS_AFTER_DAYS } from "../../storage/needs";
import { adoptionWarnings, storeWarnings, writerWarnings } from "../../storage/warnings";
import { unfinishedUploadWarnings } from "../../storage/unfinished-uploads";

export function authentikWarnings(opened: Opened<AuthentikSettings>): string[] {
  const { settings, store } = opened;
  return [
    ...plainHttp(opened),
    ...unreachable(opened),
    ...mediaHostDuties(opened),
    ...ofTheVersion(opened),
    ...adoptionWarnings(settings),
    ...storeWarnings(store),
    ...writerWarnings(opened),
    ...(settings.writer?.given?.sessionToken === undefined ? [] : [SESSION_TOKEN]),
    ...unfinishedUploadWarnings(opened, ABORT_UPLOADS_AFTER_DAYS),
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
      ? ` Browsers get http:// URLs${isMediaHttp ? "" : " of reports"}, which pages on https do not load: put https in front of it before people use authentik.`
      : "";
  return [`The store is reached by plain http: its bucket policy cannot refuse clear text.${urls}`];
}

function isBehindCdn({ host }: Opened): boolean {
  return host?.signing === MediaHostSigning.Cdn;
}

/** Browsers follow presigned URLs to the host that is in them. Where authentik is private, so are its users. */
function unreachable(opened: Opened<AuthentikSettings>): string[] {
  const { settings } = opened;
  if (settings.origins.every((origin) => isPrivateUrl(origin))) return [];
  const isReportsApart = isBehindCdn(opened) && usagesOf(settings).includes(AuthentikUsage.Reports);
  const urls = [authentikPresignedBaseUrl(opened), ...(isReportsApart ? [storeBaseUrl(opened)] : [])];
  return [...new Set(urls.map((url) => new URL(url).origin))]
    .filter((origin) => isPrivateUrl(origin))
    .map(
      (origin) =>
        `Browsers cannot reach ${origin}, because it is in a private network, and authentik's files are there: give the server a public name and ` +
        "set it as `store.s3.endpoint`, or set a mediaHost whose proxy passes requests on to the store.",
    );
}

/** What the operator's proxy has to do, since nothing here can do it or see that it is done. */
function mediaHostDuties(opened: Opened<AuthentikSettings>): string[] {
  const { store, host } = opened;
  if (host === undefined) return [];
  const { hostname, path, signing } = host;
  if (host.can.managed) {
    return [...host.warnings, `Whoever has the URL of a media file can read it at ${hostname}.`];
  }
  const target = storeBaseUrl(opened);
  const below = path === undefined ? "" : ` of what is below /${path}/, without that path,`;
  const duties: Record<MediaHostSigning, string> = {
    [MediaHostSigning.RewriteHost]:
      `It must pass GET${below} with the query string on to ${target}, ${upstreamHost(hostname, target)}: ` +
      "the signature is for that host and path. From authentik 2026.5 on it is for the public one, so change the proxy with that upgrade.",
    [MediaHostSigning.PreserveHost]:
      `It must pass GET on to ${store.endpoint ?? target} with the Host header, the path and the query string as they came: ` +
      `the signature is for ${authentikPresignedBaseUrl(opened)}, which the store must take for the bucket. ` +
      "That this is so from authentik 2026.5 on is inferred: look at an icon before you rely on it.",
    [MediaHostSigning.Cdn]:
      `It must pass GET${below} without the query string on to ${target}, ${upstreamHost(hostname, target)}, leave the query out of its cache key, sign its requests ` +
      "with a key of its own (additionalStatements lets its user read media/*; CloudFront has an origin access control: the principal cloudfront.amazonaws.com with sourceArns), and set a cache time, for authentik sets none. " +
      "Whoever has the URL of a media file can read it there.",
  };
  return [
    `${hostname} is served by your own ${signing === MediaHostSigning.Cdn ? "CDN" : "proxy"}, which this program neither creates nor checks. ${
      signing === undefined ? "" : duties[signing]
    }`,
  ];
}

function ofTheVersion(opened: Opened<AuthentikSettings>): string[] {
  const { version } = opened.settings;
  const { major = 0, minor = 0, patch } = parseVersion(version) ?? {};
  const is = (release: string): boolean => `${major}.${minor}` === release;
  const list: string[] = [];
  if (is("2024.2")) {
    list.push(
      "Early builds of authentik 2024.2 keep files on the local disk with the right settings too (#8657): upload an icon and look for it in the bucket.",
    );
  }
  if (is("2024.8") && patch === 0) {
    list.push(
      "authentik 2024.8.0 loses icons on S3 and fails with a custom domain (#11176, #11180): use a later patch.",
    );
  }
  if (is("2025.12")) {
    list.push(
      "authentik 2025.12 uploads without a Content-Type, so that browsers do not show SVG icons from the bucket: upgrade, and upload them again.",
    );
  }
  const { pathStyle } = opened.store;
  if (is("2025.12") && patch === 2 && pathStyle && publicHosts(opened).length > 0) {
    list.push(
      "In authentik 2025.12.2 somebody still saw the bucket twice in URLs of a custom domain (#19521): use a later patch if you do.",
    );
  }
  return list;
}

const SESSION_TOKEN =
  "A key with a session token ends with its session: authentik then neither reads nor writes, and its URLs end too. " +
  "Before that, set the next key, its secret and its session token, run `pulumi up` and apply the env block; or use `writer: { role: ... }`.";
