/** The `.env` of Supabase's compose project (https://github.com/supabase/supabase, docker/.env.example). */
import { isLoopback } from "../../validation/loopback";
import { parseUrl } from "../../validation/url";
import type { Applied, EnvFileRules } from "../../storage/env-file";
import { ownMember } from "../../validation/own-member";

/** The example credentials in the template that Supabase publishes. */
export const PUBLISHED = {
  S3_PROTOCOL_ACCESS_KEY_ID: "625729a08b95bf1b7ff351a663f3a23c",
  S3_PROTOCOL_ACCESS_KEY_SECRET: "850181e4652dd023b7a98c58ae0d2d34bd487ee0cc3254aed6eda37307425907",
  JWT_SECRET: "your-super-secret-jwt-token-with-at-least-32-characters-long",
};

export const SUPABASE_ENV_FILE: EnvFileRules = {
  unwanted: () => ({
    STORAGE_AWS_ACCESS_KEY_ID: "The writer is a role, so nothing reads this key.",
    STORAGE_AWS_SECRET_ACCESS_KEY: "The writer is a role, so nothing reads this key.",
  }),
  reads: (name) => READ.has(name),
  warnings: (applied) => [
    ...published(applied),
    ...localUrl(applied),
    ...stubRegion(applied),
    ...otherTenant(applied),
    ...winningTwins(applied),
    ...profilingBucket(applied),
  ],
  restart: [
    "docker compose -f docker-compose.yml -f compose.media-storage.yml up -d --no-deps storage    # restart reads no file again",
    "# Files of your own come before ours. Every later up needs the same -f list (or COMPOSE_FILE), or Storage goes back to local files.",
  ],
};

const valueIn = ({ entries }: Applied, name: string): string | undefined =>
  entries.find((entry) => entry.name === name)?.value;

const isClosed = (applied: Applied): boolean => valueIn(applied, "S3_PROTOCOL_ENABLED") === "false";

function published(applied: Applied): string[] {
  return Object.entries(PUBLISHED)
    .filter(([name, value]) => ownMember(applied.after, name) === value)
    .filter(([name]) => name === "JWT_SECRET" || !isClosed(applied))
    .map(
      ([name]) =>
        `${name} is the example that Supabase publishes: with it anybody can act as service_role and bypass row-level security for all files. Create a new one.`,
    );
}

function localUrl({ after }: Applied): string[] {
  const url = after["SUPABASE_PUBLIC_URL"] ?? "";
  const host = parseUrl(url)?.host;
  if (host === undefined || !isLoopback(host)) return [];
  return [
    `SUPABASE_PUBLIC_URL is ${url}: resumable uploads and signatures of the S3 endpoint use it, so they work on this machine only. Set the URL that clients use for Supabase.`,
  ];
}

/** The S3 endpoint expects clients to sign with the region of the backend. */
function stubRegion(applied: Applied): string[] {
  const { before, after } = applied;
  if (after["REGION"] === "stub" && valueIn(applied, "STORAGE_BACKEND") === "s3")
    return ["REGION is stub, so the SDK uses the host s3.stub.amazonaws.com: set the region of the bucket."];
  if (before["REGION"] !== "stub" || after["REGION"] === "stub" || isClosed(applied)) return [];
  return [
    `REGION changes from stub: Storage refuses clients of /storage/v1/s3 that still sign with the region stub; tell them to use ${after["REGION"] ?? "the new one"}.`,
  ];
}

/** The tenant ID is the first part of every object key. */
function otherTenant(applied: Applied): string[] {
  const { before, after } = applied;
  const was = before["STORAGE_TENANT_ID"];
  const now = valueIn(applied, "TENANT_ID") ?? after["STORAGE_TENANT_ID"];
  if (was === undefined || now === undefined || was === now) return [];
  return [
    `STORAGE_TENANT_ID changes from "${was}" to "${now}", and Storage would find none of its files. Set tenantId in the stack to "${was}", unless this Supabase is new.`,
  ];
}

/** Storage reads the first of each pair before the second (src/config.ts L250-258). */
const WINNING_TWINS: Record<string, string> = {
  STORAGE_S3_BUCKET: "GLOBAL_S3_BUCKET",
  STORAGE_S3_REGION: "REGION",
  STORAGE_S3_ENDPOINT: "GLOBAL_S3_ENDPOINT",
  STORAGE_S3_FORCE_PATH_STYLE: "GLOBAL_S3_FORCE_PATH_STYLE",
  PROJECT_REF: "TENANT_ID",
};

const READ = new Set([
  ...Object.keys(PUBLISHED),
  ...Object.keys(WINNING_TWINS),
  "SUPABASE_PUBLIC_URL",
  "REGION",
  "STORAGE_TENANT_ID",
  "PROFILING_S3_BUCKET",
]);

function winningTwins(applied: Applied): string[] {
  return Object.entries(WINNING_TWINS)
    .filter(([name, twin]) => {
      const value = ownMember(applied.after, name) ?? "";
      return value !== "" && value !== (valueIn(applied, twin) ?? "");
    })
    .map(
      ([name, twin]) =>
        `${name} overrides ${twin} of the block without a warning, if the container storage gets it: remove it.`,
    );
}

/** Storage does not start if both buckets are the same. */
function profilingBucket(applied: Applied): string[] {
  const bucket = valueIn(applied, "GLOBAL_S3_BUCKET");
  if (bucket === undefined || applied.after["PROFILING_S3_BUCKET"] !== bucket) return [];
  return [
    `PROFILING_S3_BUCKET is the bucket of the files (${bucket}), and Storage does not start with it: use another bucket or remove it.`,
  ];
}
