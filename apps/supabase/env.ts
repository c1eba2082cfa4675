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
 * Only the variables that this deployment needs, with the names that every release reads. `STORAGE_S3_*` silently overrides
 * `GLOBAL_S3_*` (L250-258), and nothing reads `GLOBAL_S3_PROTOCOL` any more.
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
      "The first part of every key. If the instance already has files, it must not change.",
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
    // With any value except "s3", most of the code uses S3, but resumable uploads use files (src/http/routes/tus/index.ts L62).
    plain("STORAGE_BACKEND", "s3"),
    plain("GLOBAL_S3_BUCKET", settings.bucket),
    plain(
      "REGION",
      store.region,
      protocolEndpoint !== undefined ? "Clients of the protocol endpoint must sign for it." : "",
    ),
    // Not on AWS, where the SDK finds the host by the region.
    ...(store.endpoint === undefined
      ? []
      : [
          plain("GLOBAL_S3_ENDPOINT", store.appEndpoint ?? store.endpoint, "Without the bucket."),
          // Always set, because another overlay may set a different value.
          plain("GLOBAL_S3_FORCE_PATH_STYLE", String(store.pathStyle)),
        ]),
    ...caFileLines(store, "node"),
    // Without keys the SDK uses a role. With empty keys it does not.
    ...(credentials === undefined ? [] : pair("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", credentials)),
    // The SDK's own variables, because Storage does not pass its own to resumable uploads.
    ...checksumLines(store, "the SDK", "WHEN_REQUIRED"),
    ...(store.can.objectTags
      ? []
      : [
          plain(
            "TUS_ALLOW_S3_TAGS",
            "false",
            "The store does not support tags, so resumable uploads would fail with them.",
          ),
        ]),
    ...(store.can.unequalParts
      ? []
      : [
          plain(
            "TUS_PART_SIZE",
            SMALLEST_PART_MIB,
            "The store needs parts of one size, and with larger ones an interrupted resumable upload could not be completed.",
          ),
        ]),
  ];
}

/**
 * Storage cuts each request of a resumable upload at `TUS_PART_SIZE` MiB, and uploads the rest as a part too if it has 5 MiB or more
 * (`minPartSize` in @tus/s3-store), so a request that was interrupted leaves a part of another size. Only with 5 MiB no rest is a part.
 * https://github.com/tus/tus-node-server/issues/632
 */
const SMALLEST_PART_MIB = "5";

function protocolLines<V>({ version }: SupabaseSettings, credentials?: Credentials<V>): EnvLine<V>[] {
  if (credentials !== undefined) {
    return pair(
      "S3_PROTOCOL_ACCESS_KEY_ID",
      "S3_PROTOCOL_ACCESS_KEY_SECRET",
      credentials,
      "Everyone who has this key pair acts as service_role and bypasses row-level security. It replaces the old pair.",
    );
  }
  if (!versionHas(version, SINCE.protocolEnabled)) return [];
  return [
    plain(
      "S3_PROTOCOL_ENABLED",
      "false",
      "If enabled, the endpoint would accept the keys of Supabase's template, which are public.",
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
