/**
 * The two pieces by which Supabase's compose project reads the block, since its services have no `env_file`: an overlay with
 * the variables of the container `storage`, and the lines of `.env` that the overlay takes its values from.
 */
import { composeEnvFile, composeOverlay } from "../../env/formats/compose";
import { SUPABASE_COMPOSE } from "./deployment";
import type { EnvEntry } from "../../env/entry";
import type { Opened } from "../../storage/opened";
import { supabaseEnv } from "./env";
import type { SupabaseSettings } from "./args";
import type { OpenedSupabase } from "./opened";

/** The lines of `.env`. Throws an error that names, never shows, a value they cannot carry. */
export function supabaseDotenv(title: string, entries: EnvEntry[]): string {
  // The tenant id is among them in any case.
  return composeEnvFile(title, entries, SUPABASE_COMPOSE) ?? "";
}

/** The overlay, in which no value is a secret: it is known before anything is created. */
export function supabaseOverlay(opened: OpenedSupabase): string {
  const { settings } = opened;
  const key = { accessKeyId: "in .env", secretAccessKey: "in .env" };
  const entries = supabaseEnv<string>(opened, {
    writer: settings.backend?.writer?.role === undefined ? key : undefined,
    protocol: settings.protocolEndpoint !== undefined ? key : undefined,
  });
  return composeOverlay(overlayTitle(opened), entries, SUPABASE_COMPOSE);
}

/** What the block is of, as the first line of what is pasted. */
export function supabaseTitle(settings: SupabaseSettings): string {
  const { backend } = settings;
  if (backend === undefined) return `S3 protocol endpoint of Supabase Storage at ${settings.publicUrl}`;
  const source = backend.writer?.role === undefined ? "" : "; the SDK takes its credentials from the role";
  return `Supabase Storage at ${settings.publicUrl} in the bucket ${backend.bucket}${source}`;
}

/** With how it is applied, which decides what it does: Supabase ships overlays for RustFS and MinIO that say something else. */
function overlayTitle({ settings, backend }: OpenedSupabase): string {
  const shipped = "docker-compose.rustfs.yml or docker-compose.s3.yml";
  return [
    supabaseTitle(settings),
    "In every call: docker compose -f docker-compose.yml -f compose.media-storage.yml up -d --no-deps storage",
    hasEndpoint(backend)
      ? `Last of all -f, behind ${shipped} where one of them is used.`
      : `Last of all -f, and without ${shipped}: their endpoint would stay.`,
  ].join("\n ");
}

/** Whether the block replaces the endpoint of an overlay before it; without a backend it leaves the endpoint alone. */
function hasEndpoint(backend: Opened | undefined): boolean {
  return backend === undefined || backend.store.endpoint !== undefined;
}
