import { isPrivateUrl } from "../../validation/private-url";
import { at } from "../../validation/problem";
import { about, type Warning } from "../../validation/warning";
import { untriedVersionWarnings, versionHas } from "../../validation/version";
import { supabaseNeeds } from "./needs";
import { existingBucketWarnings } from "../../storage/existing-bucket";
import { storeWarnings, writerWarnings } from "../../storage/warnings";
import type { Opened } from "../../storage/opened";
import type { SupabaseSettings } from "./args";
import type { OpenedSupabase } from "./opened";
import { SUPABASE_ABORT_UPLOADS_AFTER_DAYS } from "./uploads";
import { protocolEndpointUrl } from "./urls";
import { SINCE, SUPABASE_VERSIONS } from "./versions";
import { unfinishedUploadWarnings } from "../../storage/unfinished-uploads";

/** Warnings for the operator of a Supabase instance. */
export function supabaseWarnings({ settings, backend }: OpenedSupabase): Warning[] {
  return [
    ...about("version", untriedVersionWarnings(settings.version, SUPABASE_VERSIONS)),
    ...about("publicUrl", publicUrlWarnings(settings)),
    ...about("tenantId", tenantWarnings(settings)),
    ...(backend === undefined ? [] : backendWarnings(settings, backend)).map(({ path, message }) => ({
      path: at("backend", path),
      message,
    })),
    ...about("protocolEndpoint", protocolWarnings(settings)),
  ];
}

function publicUrlWarnings({ publicUrl }: SupabaseSettings): string[] {
  if (publicUrl.startsWith("http:")) {
    return [
      `publicUrl is plain http (${publicUrl}): everyone who can read the network traffic can read keys, tokens and files. Use it only in a ` +
        "private network.",
    ];
  }
  if (!isPrivateUrl(publicUrl)) return [];
  return [
    `${publicUrl} is in a private network, so upload URLs and the S3 endpoint work only for clients in that network.`,
  ];
}

function tenantWarnings({ tenantId, previousTenantId }: SupabaseSettings): string[] {
  if (previousTenantId !== undefined) {
    return [
      `previousTenantId allows the tenant id to change from ${previousTenantId} to ${tenantId}. After the change Storage does not find objects below ` +
        `${previousTenantId}/. Before you apply the new .env, stop Storage and copy them to ${tenantId}/.`,
    ];
  }
  if (tenantId !== "stub") return [];
  return [
    'tenantId is "stub", the value of Supabase\'s template. Keep it if the instance already has files. For a new instance choose another name.',
  ];
}

function backendWarnings(settings: SupabaseSettings, backend: Opened): Warning[] {
  const { isPlainHttp, region } = backend.store;
  const needs = supabaseNeeds(settings, backend.store);
  const ofStore = [
    ...(isPlainHttp
      ? [
          "The store is reached over plain http, so its bucket policy cannot refuse clear text. Browsers never connect to it, so this is " +
            "acceptable inside one container network.",
        ]
      : []),
    ...(settings.protocolEndpoint !== undefined
      ? [
          `REGION changes to ${region}. Clients of the protocol endpoint must sign for this region: Storage refuses those that use another ` +
            "one, such as the template's stub. It also accepts us-east-1 and auto.",
        ]
      : []),
  ];
  return [
    ...about("store", ofStore),
    ...about("bucketSource", existingBucketWarnings(backend, needs)),
    ...storeWarnings(backend.store, needs),
    ...writerWarnings(backend),
    ...about(
      "store",
      unfinishedUploadWarnings(backend, SUPABASE_ABORT_UPLOADS_AFTER_DAYS, leftUploads(settings)),
    ),
  ];
}

/** Without a version it may be an old one, and no other message says that the parts stay. */
function leftUploads({ version }: SupabaseSettings): string {
  if (version !== undefined && versionHas(version, SINCE.abortsUploads)) return "";
  return "Storage before 1.65 also leaves the parts of uploads that a client aborts at its S3 endpoint. ";
}

function protocolWarnings(settings: SupabaseSettings): string[] {
  const { protocolEndpoint, version } = settings;
  const endpoint = protocolEndpointUrl(settings);
  if (protocolEndpoint === undefined) {
    if (!versionHas(version, SINCE.protocolEndpoint)) return [];
    if (versionHas(version, SINCE.protocolEnabled)) {
      return [
        `The protocol endpoint ${endpoint} is disabled, so its clients (rclone, the AWS CLI) stop working. Set \`protocolEndpoint: {}\` to keep it enabled.`,
      ];
    }
    return [
      `Storage ${version ?? ""} has no S3_PROTOCOL_ENABLED, so its protocol endpoint is open to everyone who has the keys in .env, and the ` +
        "template's keys are public: set random ones there, or upgrade to 1.14.0 or later.",
    ];
  }
  const newPair = `The protocol endpoint ${endpoint} gets a new key pair and accepts no other: give the new pair to clients that use the pair in .env today.`;
  if (versionHas(version, SINCE.signedForPublicUrl)) return [newPair];
  return [
    newPair,
    `Storage ${version ?? ""} checks signatures for the Host header of the request and not for STORAGE_PUBLIC_URL, so proxies must not change ` +
      "the host and port. Since 1.45.2 this is not necessary.",
  ];
}
