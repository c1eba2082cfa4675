/** What can be wrong with the args of a Supabase storage. */
import type { BucketSettings } from "../../storage/args";
import { BUCKET_RULES, lastBucketRules } from "../../storage/validate";
import { bucketPolicyRule } from "../../storage/validate-policy";
import { unusedCredentialRules } from "../../storage/validate-writer";
import { addressingOf, storeProductOf } from "../../stores";
import * as shapes from "../../validation/argument-shapes";
import { patternCheck } from "../../validation/editor-check";
import { ORIGIN_CHECK } from "../../validation/name-patterns";
import type { Problem, Reason } from "../../validation/problem";
import { argsProblems, nested, type Checks, type Rule, type Rules } from "../../validation/rules";
import { unsupportedReasons, versionHas } from "../../validation/version";
import { versionPattern } from "../../validation/version-pattern";
import type { SupabaseSettings } from "./args";
import { CANNOT_BE_TENANT_ID, publicUrlProblems, TENANT_ID, tenantIdProblems } from "./names";
import { supabasePolicyNeeds } from "./needs";
import { SUPABASE_ABORT_UPLOADS_AFTER_DAYS } from "./uploads";
import { SINCE, SUPABASE_VERSIONS } from "./versions";

const FEATURES =
  "at least one of `backend` (the bucket for the files) and `protocolEndpoint: {}` (the S3 API of Storage)";
const WANTED_VERSION = 'set the tag of your image supabase/storage-api, in quotes, such as "1.44.2"';

/** The rules about how the settings of the bucket fit together and fit Storage. */
const LAST_BACKEND_RULES: Rules<BucketSettings, SupabaseSettings> = [
  ...lastBucketRules(SUPABASE_ABORT_UPLOADS_AFTER_DAYS),
  ...unusedCredentialRules("Supabase Storage"),
  bucketPolicyRule((_, store, settings) => supabasePolicyNeeds(settings, store)),
];

const SERVES_ITSELF: Reason = {
  code: "media-host-unsupported",
  message:
    "is not supported, because Supabase Storage serves its files itself, at publicUrl; remove it (a CDN belongs in front of publicUrl)",
};

export const SUPABASE_CHECKS: Checks<SupabaseSettings> = {
  shape: shapes.SupabaseStorageArgs,
  rules: [
    ...["mediaHost", "backend.mediaHost"].map((at) => ({ at, instead: () => SERVES_ITSELF })),
    {
      at: "publicUrl",
      reasons: (url: string, { allowHttp }) => publicUrlProblems(url, allowHttp),
      editor: [
        ORIGIN_CHECK,
        {
          pattern: /^(?!http:)/,
          when: [{ at: "allowHttp", is: true, isNot: true }],
          message: "The URL is plain http; use https://, or set `allowHttp: true` for a private network.",
        },
      ],
    },
    ...["tenantId", "previousTenantId"].map((at) => ({
      at,
      reasons: tenantIdProblems,
      editor: patternCheck(TENANT_ID, CANNOT_BE_TENANT_ID),
    })),
    {
      at: "protocolEndpoint.keyRotation",
      code: "key-rotation-empty",
      isValid: (rotation) => rotation !== "",
      editor: { least: 1 },
      message: "is empty; set any string, such as the date of the rotation, or remove it",
    },
    {
      at: "version",
      instead: ({ value }) =>
        typeof value === "number"
          ? { code: "unquoted-version", message: `is a number; ${WANTED_VERSION}` }
          : undefined,
    },
    {
      at: "version",
      code: "version-format",
      isValid: (version: string) => /^v?\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?$/.test(version),
      message: `is not a version of Supabase Storage; ${WANTED_VERSION}`,
      editor: [
        patternCheck(
          versionPattern(SUPABASE_VERSIONS.lowest),
          `is not a version of Supabase Storage from ${SUPABASE_VERSIONS.lowest.join(".")} on; ${WANTED_VERSION}`,
        ),
        patternCheck(/^(?!v?\d+\.\d+$)/, `is not a version of Supabase Storage; ${WANTED_VERSION}`),
      ],
    },
    { at: "version", reasons: (version: string) => unsupportedReasons(version, SUPABASE_VERSIONS) },
    {
      at: "backend.corsOrigins",
      instead: () => ({
        code: "cors-unused",
        message: "has no effect, because browsers use the API of Supabase and never the bucket; remove it",
      }),
    },
    nested("backend", BUCKET_RULES),
  ],
  lastRules: [
    {
      at: "",
      code: "feature-missing",
      when: ({ backend, protocolEndpoint }) => backend === undefined && protocolEndpoint === undefined,
      message: `does not set a feature, so there is nothing to create; set ${FEATURES}`,
      editor: { atLeastOne: ["backend", "protocolEndpoint"] },
    },
    {
      at: "previousTenantId",
      code: "tenant-id-same",
      when: ({ tenantId, previousTenantId }) => previousTenantId === tenantId,
      message: "is the same as tenantId; set the value before the change, or remove it",
    },
    tooOldRule(
      "forcePathStyle",
      ({ backend }) => addressingOf(backend?.store)?.pathStyle === true,
      "GLOBAL_S3_FORCE_PATH_STYLE, without which the bucket is looked for in the host name",
    ),
    tooOldRule(
      "protocolEndpoint",
      ({ protocolEndpoint }) => protocolEndpoint !== undefined,
      "S3 protocol endpoint",
    ),
    tooOldRule(
      "tusAllowS3Tags",
      ({ backend }) => storeProductOf(backend?.store)?.can.objectTags === false,
      "TUS_ALLOW_S3_TAGS, without which resumable uploads need a store with tags",
    ),
    tooOldRule(
      "tusPartSize",
      ({ backend }) => storeProductOf(backend?.store)?.can.unequalParts === false,
      "TUS_PART_SIZE, without which resumable uploads need a store that accepts parts of different sizes",
    ),
    nested("backend", LAST_BACKEND_RULES, (settings) => settings),
  ],
};

/** All problems of the arguments of SupabaseStorage, which may be of any type. Each path begins with `path`. */
export function supabaseProblems(settings: unknown, path = ""): Problem[] {
  if (settings !== undefined) return argsProblems(SUPABASE_CHECKS, settings, path);
  const message = `is missing; set at least publicUrl, tenantId and ${FEATURES}`;
  return [{ code: "missing-member", path, message }];
}

/** A setting that the version does not have. */
function tooOldRule(
  setting: keyof typeof SINCE,
  isUsed: (settings: SupabaseSettings) => boolean,
  what: string,
): Rule<SupabaseSettings> {
  const since = SINCE[setting];
  return {
    at: "version",
    code: "version-too-old",
    when: (settings) => !versionHas(settings.version, since) && isUsed(settings),
    message: ({ version }) =>
      `"${version}" has no ${what}, which exists since ${since.join(".")}; upgrade first`,
  };
}
