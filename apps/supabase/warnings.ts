import { isPrivateUrl } from "../../validation/private-url";
import { versionHas } from "../../validation/version";
import { adoptionWarnings, storeWarnings, writerWarnings } from "../../storage/warnings";
import type { Opened } from "../../storage/opened";
import type { SupabaseSettings } from "./args";
import type { OpenedSupabase } from "./opened";
import { SUPABASE_ABORT_UPLOADS_AFTER_DAYS } from "./uploads";
import { protocolEndpointUrl } from "./urls";
import { SINCE } from "./versions";
import { unfinishedUploadWarnings } from "../../storage/unfinished-uploads";

/** What the operator of a Supabase instance should know. */
export function supabaseWarnings({ settings, backend }: OpenedSupabase): string[] {
  return [
    ...publicUrlWarnings(settings),
    ...tenantWarnings(settings),
    ...(backend === undefined ? [] : backendWarnings(settings, backend)),
    ...protocolWarnings(settings),
  ];
}

function publicUrlWarnings({ publicUrl }: SupabaseSettings): string[] {
  if (publicUrl.startsWith("http:")) {
    return [
      `publicUrl is plain http (${publicUrl}): whoever can read the network's traffic reads keys, tokens and files. Use it in a private ` +
        "network only.",
    ];
  }
  if (!isPrivateUrl(publicUrl)) return [];
  return [
    `${publicUrl} is an address of a private network: upload URLs and the S3 endpoint work for clients in that network only.`,
  ];
}

function tenantWarnings({ tenantId, previousTenantId }: SupabaseSettings): string[] {
  if (previousTenantId !== undefined) {
    return [
      `previousTenantId lets the tenant id change from ${previousTenantId} to ${tenantId}: Storage no longer finds any object below ` +
        `${previousTenantId}/. Copy them to ${tenantId}/ while Storage is stopped, before you apply the new .env.`,
    ];
  }
  if (tenantId !== "stub") return [];
  return [
    'tenantId is "stub", as in Supabase\'s template. It is right for an instance that has files under it; a new one should get a name of its own.',
  ];
}

function backendWarnings(settings: SupabaseSettings, backend: Opened): string[] {
  const { isPlainHttp, region } = backend.store;
  return [
    ...(isPlainHttp
      ? [
          "The store is reached over plain http, so its bucket policy cannot refuse clear text. Browsers never connect to it, so this is " +
            "acceptable inside one container network.",
        ]
      : []),
    ...(settings.protocolEndpoint !== undefined
      ? [
          `REGION becomes ${region}, which clients of the protocol endpoint sign for: those that are set up with another one (the ` +
            "template's is stub) are refused until they are changed. Storage also takes us-east-1 and auto.",
        ]
      : []),
    ...adoptionWarnings(backend.settings),
    ...storeWarnings(backend.store),
    ...writerWarnings(backend),
    ...unfinishedUploadWarnings(backend, SUPABASE_ABORT_UPLOADS_AFTER_DAYS, leftUploads(settings)),
  ];
}

/** Without a version it may be an old one: then nothing else says that the parts stay. */
function leftUploads({ version }: SupabaseSettings): string {
  if (version !== undefined && versionHas(version, SINCE.abortsUploads)) return "";
  return "Storage before 1.65 leaves them too where a client aborts an upload at its S3 endpoint. ";
}

function protocolWarnings(settings: SupabaseSettings): string[] {
  const { protocolEndpoint, version } = settings;
  const endpoint = protocolEndpointUrl(settings);
  if (protocolEndpoint === undefined) {
    if (!versionHas(version, SINCE.protocolEndpoint)) return [];
    if (versionHas(version, SINCE.protocolEnabled)) {
      return [
        `The protocol endpoint ${endpoint} is closed: whoever uses it (rclone, the AWS CLI) is cut off. Set \`protocolEndpoint: {}\` to keep it open.`,
      ];
    }
    return [
      `Storage ${version ?? ""} has no S3_PROTOCOL_ENABLED, so its protocol endpoint is open to whoever has the keys in .env, and those of ` +
        "the template are public: write random ones there, or upgrade to 1.14.0.",
    ];
  }
  const newPair = `The protocol endpoint ${endpoint} gets a key pair of its own, and only that one: whoever uses the one in .env today needs the new one.`;
  if (versionHas(version, SINCE.signedForPublicUrl)) return [newPair];
  return [
    newPair,
    `Storage ${version ?? ""} checks signatures for the host that a request names, not for STORAGE_PUBLIC_URL: proxies in front of it must ` +
      "pass on the host and port that clients sign for. From 1.45.2 on they need not.",
  ];
}
