/** Media hosts behind which no signature would fit, or URLs would name the wrong path. */
import { MediaHostSigning } from "../../hosts/args";
import type { Host } from "../../hosts/host";
import { opened, type Opened } from "../../storage/opened";
import { storeOf } from "../../stores";
import { storeHosts } from "../../stores/store";
import type { Finding, Rule, Rules } from "../../validation/rules";
import { generationOf, lacksPatch } from "./versions";
import { AuthentikUsage, type AuthentikSettings } from "./args";
import { usagesOf } from "./usages";

/** A media host of the operator's own needs `signing`: nothing else says whether the signature would be valid. */
export const MISSING_SIGNING_RULE: Rule<AuthentikSettings> = {
  at: "mediaHost.external.signing",
  code: "missing-member",
  when: ({ mediaHost }) => mediaHost?.external !== undefined && mediaHost.external.signing === undefined,
  editor: {
    isRequired: true,
    when: [{ at: "mediaHost.external" }],
    message: 'The member "signing" is missing; set "rewrite-host", "preserve-host" or "cdn".',
  },
  message:
    'is missing; set "rewrite-host" for a proxy that names the store in the Host header (up to 2026.2), "preserve-host" for one that leaves it as it is (2026.5 and later), or "cdn" for one that drops the query and signs its own requests',
};

/** authentik has no setting for purge requests. */
export const NO_PURGE_RULE: Rule<AuthentikSettings> = {
  at: "mediaHost.external.purge",
  code: "purge-unsupported",
  when: ({ mediaHost }) => mediaHost?.external?.purge !== undefined,
  editor: { isRefused: true, message: "has no effect for authentik; remove it" },
  message: "is not supported, because authentik tells no proxy which files it has deleted; remove it",
};

/** A Worker serves the public files of a bucket, and authentik has none. */
export const NO_R2_RULE: Rule<AuthentikSettings> = {
  at: "mediaHost.r2",
  code: "media-host-presigned",
  when: ({ mediaHost }) => mediaHost?.r2 !== undefined,
  editor: {
    isRefused: true,
    message: "is not supported for authentik, whose files are private; remove mediaHost",
  },
  message:
    "is not supported for authentik, whose files are private: browsers get presigned URLs of R2 itself; remove mediaHost",
};

/** No statement of authentik's bucket policy is for everybody. */
export const NO_ADDRESSES_RULE: Rule<AuthentikSettings> = {
  at: "mediaHost.external.addresses",
  code: "addresses-private",
  when: ({ mediaHost }) => mediaHost?.external?.addresses !== undefined,
  editor: { isRefused: true, message: "has no effect for authentik; remove it" },
  message: "has no effect, because nothing in authentik's bucket is public; remove it",
};

/** The rules about how a media host fits the other settings. */
export const LAST_AUTHENTIK_HOST_RULES: Rules<AuthentikSettings> = [
  { at: "mediaHost.hostname", findings: hostnameProblems },
  {
    at: "mediaHost.previousHosts[]",
    code: "media-host-is-app",
    isValid: (name, { origins }) => origins.every((origin) => new URL(origin).hostname !== name),
    message: "is authentik's own host, which the media host would take over; remove it",
  },
  {
    at: "mediaHost.legacy",
    code: "legacy-private",
    when: ({ mediaHost }) => mediaHost?.legacy !== undefined,
    editor: {
      isRefused: true,
      message: "is not supported for authentik, whose files are private; remove it",
    },
    message:
      "is not supported for authentik, whose files are private: a request that the store refuses would get the file from the legacy host; remove it (authentik's files are few, copy them before you switch)",
  },
  { at: "", findings: (settings) => signingProblems(opened(settings)) },
  { at: "", findings: (settings) => bucketInPathProblems(opened(settings)) },
  {
    at: "mediaHost.external.https",
    code: "insecure-urls",
    when(settings) {
      const { store, host } = opened(settings);
      return host !== undefined && !host.isHttps && !store.isPlainHttp;
    },
    message: "is false, so private files would be sent in clear text although the store has https; remove it",
  },
];

/** The member that says what the host does with presigned requests. */
function signingPath({ kind, can }: Host): string {
  return can.managed ? `mediaHost.${kind}` : "mediaHost.external.signing";
}

function hostnameProblems(settings: AuthentikSettings): Finding[] {
  const { bucket, mediaHost, origins } = settings;
  if (mediaHost === undefined) return [];
  const name = mediaHost.hostname;
  const store = storeOf(settings.store);
  if (origins.some((origin) => new URL(origin).hostname === name)) {
    const message = `"${name}" is authentik's own host, where an uploaded SVG could run scripts as authentik; use a separate host for files, such as "files.${name}"`;
    return [{ code: "media-host-is-app", message }];
  }
  if (!storeHosts(store).some((one) => name === one || name === `${bucket}.${one}`)) return [];
  const message = `"${name}" is the store's own host, which URLs already use without mediaHost; remove mediaHost`;
  return [{ code: "media-host-is-store", message }];
}

function signingProblems({ settings, store, host }: Opened<AuthentikSettings>): Finding[] {
  if (host === undefined) return [];
  const value = host.signing;
  const { version } = settings;
  const { can, title } = store;
  const { signsPublicHost } = generationOf(version);
  const problem = (why: string): Finding[] => [
    { code: "media-host-signing", path: signingPath(host), message: `is "${value}", but ${why}` },
  ];
  const signed = (host: string): string =>
    `authentik ${version} signs URLs for the ${host}, and the store checks them against the Host header that it gets`;
  if (value === MediaHostSigning.Cdn) {
    if (usagesOf(settings).includes(AuthentikUsage.Media)) return [];
    const what = host.can.managed ? "serves media only" : `is "${value}"`;
    const message = `${what}, but only reports are stored, and anybody with the URL could read them; remove mediaHost`;
    return [{ code: "media-host-signing", path: signingPath(host), message }];
  }
  if (value === MediaHostSigning.PreserveHost && !can.foreignHosts) {
    return problem(`${title} answers https requests only for its own hosts; set "cdn", or remove mediaHost`);
  }
  if (value === MediaHostSigning.PreserveHost && !signsPublicHost) {
    return problem(
      `${signed("store's host")}; let the proxy name the store in that header and set "rewrite-host", or set "cdn"`,
    );
  }
  if (value === MediaHostSigning.RewriteHost && signsPublicHost) {
    const other = can.foreignHosts ? 'let the proxy keep that header and set "preserve-host", or ' : "";
    return problem(`${signed("public host")}; ${other}set "cdn"`);
  }
  return [];
}

/**
 * In 2025.12.0 and .1 the path of a URL keeps the bucket behind the public host, whatever that is; a store in whose paths the
 * bucket stands needs it there where nobody changes the path.
 */
function bucketInPathProblems({ settings, store, host }: Opened<AuthentikSettings>): Finding[] {
  const { bucket, version } = settings;
  if (host === undefined || !store.pathStyle) return [];
  if (lacksPatch(version)) {
    const message = `is "${version}", without a patch number, but 2025.12.0 and .1 add the bucket to the path and later releases do not; set the whole version, like "${version}.4"`;
    return [{ code: "version-patch", path: "version", message }];
  }
  const { path: external = "", signing } = host;
  const { keepsBucketInPath, signsPublicHost } = generationOf(version);
  if (signing === MediaHostSigning.PreserveHost && signsPublicHost && external !== bucket) {
    const subject = host.path === undefined ? "is not set" : `is "${external}"`;
    const message = `${subject}, but the store gets the path unchanged and takes its first part as the bucket; set \`path: "${bucket}"\`, or \`pathStyle: false\` in the store if each bucket has its own hostname`;
    return [{ code: "media-host-bucket-path", path: "mediaHost.external.path", message }];
  }
  if (!keepsBucketInPath || `/${external}`.endsWith(`/${bucket}`)) return [];
  const subject = host.path === undefined ? "is not set" : `does not end with "${bucket}"`;
  const message = `${subject}, but authentik ${version} keeps the bucket in the path of every URL (goauthentik/authentik#19521); set \`path: "${bucket}"\` and let the host remove it, or upgrade`;
  return [{ code: "media-host-bucket-kept", path: "mediaHost.external.path", message }];
}
