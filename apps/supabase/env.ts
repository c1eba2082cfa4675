/** The variables of the container `storage`, as src/config.ts of supabase/storage at v1.70.6 reads them. */
import type { EnvLine } from "../../env/entry";
import { versionHas } from "../../validation/version";
import { caFileLines } from "../../storage/ca-file";
import { checksumLines } from "../../storage/checksums";
import type { Credentials } from "../../storage/args";
import type { Opened } from "../../storage/opened";
import type { StorageCredentials } from "../../storage/plan";
import type { SupabaseSettings } from "./args";
import type { OpenedSupabase } from "./opened";
import { SINCE } from "./versions";

/**
 * Only what this deployment needs, and the names that every release reads: `STORAGE_S3_*` silently wins over `GLOBAL_S3_*`
 * where both are set (L250-258), and nothing reads `GLOBAL_S3_PROTOCOL` any more.
 */
export function supabaseEnv<V>(
  { settings, backend }: OpenedSupabase,
  keys: StorageCredentials<V>,
): EnvLine<V>[] {
  return [
    ...(backend === undefined ? [] : backendLines(settings, backend, keys.writer)),
    plain(
      "TENANT_ID",
      settings.tenantId,
      "The first part of every key: an instance that has files keeps the one that it has run with.",
    ),
    ...protocolLines(settings, keys.protocol),
  ];
}

function backendLines<V>(
  { protocolEndpoint }: SupabaseSettings,
  { settings, store }: Opened,
  credentials?: Credentials<V>,
): EnvLine<V>[] {
  return [
    // Anything else but "s3" still means S3 to most of the code, and files to resumable uploads
    // (src/http/routes/tus/index.ts L62).
    plain("STORAGE_BACKEND", "s3"),
    plain("GLOBAL_S3_BUCKET", settings.bucket),
    plain(
      "REGION",
      store.region,
      protocolEndpoint !== undefined ? "Clients of the protocol endpoint sign for it too." : "",
    ),
    // None on AWS, where the SDK finds the host by the region.
    ...(store.endpoint === undefined
      ? []
      : [
          plain("GLOBAL_S3_ENDPOINT", store.endpoint, "Without the bucket."),
          // In any case, for an overlay below this one may say otherwise.
          plain("GLOBAL_S3_FORCE_PATH_STYLE", String(store.pathStyle)),
        ]),
    ...caFileLines(store, "node"),
    // Without keys the SDK looks for a role; with blank ones it would not.
    ...(credentials === undefined ? [] : pair("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", credentials)),
    // The SDK's own names, for Storage's are not handed on to resumable uploads.
    ...checksumLines(store, "The SDK", "WHEN_REQUIRED"),
    ...(store.can.objectTags
      ? []
      : [plain("TUS_ALLOW_S3_TAGS", "false", "The store has no tags, and resumable uploads would fail.")]),
  ];
}

function protocolLines<V>({ version }: SupabaseSettings, credentials?: Credentials<V>): EnvLine<V>[] {
  if (credentials !== undefined) {
    return pair(
      "S3_PROTOCOL_ACCESS_KEY_ID",
      "S3_PROTOCOL_ACCESS_KEY_SECRET",
      credentials,
      "Whoever has this pair acts as service_role, past row level security. There is one only: the one before it ends.",
    );
  }
  if (!versionHas(version, SINCE.protocolEnabled)) return [];
  return [
    plain(
      "S3_PROTOCOL_ENABLED",
      "false",
      "Open, it would take the keys of Supabase's template, which are public.",
    ),
  ];
}

function plain(name: string, value: string, comment = ""): EnvLine<never> {
  return { name, value, secret: false, comment };
}

function pair<V>(
  id: string,
  secret: string,
  { accessKeyId, secretAccessKey }: Credentials<V>,
  comment = "",
): EnvLine<V>[] {
  return [
    { name: id, value: accessKeyId, secret: true, comment },
    { name: secret, value: secretAccessKey, secret: true, comment: "" },
  ];
}
