/** What can be wrong with the args of a Supabase storage. */
import { ownMember } from "../../validation/own-member";
import { at, type Problem } from "../../validation/problem";
import { bool, isMap, known, map, missing, text, type Members } from "../../validation/shape";
import { addressingOf, storeOf, storeProductOf } from "../../stores";
import { versionHas } from "../../validation/version";
import { bucketPolicyProblems } from "../../storage/validate-policy";
import { unusedCredentialProblems } from "../../storage/validate-writer";
import { BUCKET_MEMBERS, otherStorageProblems, policyInputProblems } from "../../storage/validate";
import { supabasePolicyNeeds } from "./needs";
import { publicUrlProblems, tenantIdProblems } from "./names";
import type { BucketSettings } from "../../storage/args";
import type { SupabaseSettings } from "./args";
import { SUPABASE_ABORT_UPLOADS_AFTER_DAYS } from "./uploads";
import { SINCE } from "./versions";

const MEMBERS = [
  "publicUrl",
  "allowHttp",
  "tenantId",
  "previousTenantId",
  "protectTenantId",
  "version",
  "backend",
  "protocolEndpoint",
];

/** All problems of the arguments of SupabaseStorage, which may be of any type. Each path begins with `path`. */
export function supabaseProblems(settings: unknown, path = ""): Problem[] {
  if (settings === undefined) {
    const message = `is missing; set at least publicUrl, tenantId and ${FEATURES}`;
    return [{ code: "missing-member", path, message }];
  }
  return map(path, settings, (members) => {
    const tenant = text(at(path, "tenantId"), members["tenantId"], tenantIdProblems);
    return [
      ...unknownMembers(members, path),
      ...missing(path, members, ["publicUrl", "tenantId"]),
      ...features(members, path),
      ...tenant,
      ...backendProblems(members, at(path, "backend"), tenant.length === 0),
      ...text(at(path, "publicUrl"), members["publicUrl"], (url) =>
        publicUrlProblems(url, members["allowHttp"] === true),
      ),
      ...bool(at(path, "allowHttp"), members["allowHttp"]),
      ...bool(at(path, "protectTenantId"), members["protectTenantId"]),
      ...previousTenantId(members, at(path, "previousTenantId")),
      ...protocolEndpoint(members["protocolEndpoint"], at(path, "protocolEndpoint")),
      ...version(at(path, "version"), members["version"]),
      ...tooOld(members, path),
    ];
  });
}

const FEATURES =
  "at least one of `backend` (the bucket for the files) and `protocolEndpoint: {}` (the S3 API of Storage)";

/** What belongs to the bucket is a likely mistake here: the other apps have it at this place. */
function unknownMembers(members: Members, path: string): Problem[] {
  const ofBucket = BUCKET_MEMBERS.filter((member) => ownMember(members, member) !== undefined);
  const others = Object.entries(members).filter(([member]) => !ofBucket.includes(member));
  return [
    ...known(path, Object.fromEntries(others), MEMBERS),
    ...ofBucket.map((member): Problem => ({
      code: "backend-needed",
      path: at(path, member),
      message: `belongs to the bucket; move it to \`backend: { ${member}: ... }\``,
    })),
  ];
}

function features({ backend, protocolEndpoint }: Members, path: string): Problem[] {
  if (backend !== undefined || protocolEndpoint !== undefined) return [];
  return [
    {
      code: "feature-missing",
      path,
      message: `does not set a feature, so there is nothing to create; set ${FEATURES}`,
    },
  ];
}

function backendProblems(settings: Members, path: string, hasTenant: boolean): Problem[] {
  return map(path, settings["backend"], (members) => {
    const { corsOrigins, ...bucket } = members;
    const inputs = [...missing(path, bucket, ["bucket", "store"]), ...policyInputProblems(bucket, path)];
    return [
      ...known(path, bucket, BUCKET_MEMBERS),
      ...inputs,
      ...otherStorageProblems(bucket, path, SUPABASE_ABORT_UPLOADS_AFTER_DAYS),
      ...unusedCredentialProblems(bucket["writer"], at(path, "writer"), "Supabase Storage"),
      ...cors(corsOrigins, at(path, "corsOrigins")),
      ...(inputs.length > 0 || !hasTenant
        ? []
        : policy(settings as unknown as SupabaseSettings, members as unknown as BucketSettings, path)),
    ];
  });
}

/** Call only with a backend and a tenant id that have passed their own checks. */
function policy(settings: SupabaseSettings, backend: BucketSettings, path: string): Problem[] {
  const store = storeOf(backend.store);
  return bucketPolicyProblems(backend, supabasePolicyNeeds(settings, store), store, path);
}

function cors(corsOrigins: unknown, path: string): Problem[] {
  if (corsOrigins === undefined) return [];
  const message = "has no effect, because browsers use the API of Supabase and never the bucket; remove it";
  return [{ code: "cors-unused", path, message }];
}

function previousTenantId({ tenantId, previousTenantId: previous }: Members, path: string): Problem[] {
  const problems = text(path, previous, tenantIdProblems);
  if (problems.length > 0 || previous === undefined || previous !== tenantId) return problems;
  return [
    {
      code: "tenant-id-same",
      path,
      message: "is the same as tenantId; set the value before the change, or remove it",
    },
  ];
}

function protocolEndpoint(value: unknown, path: string): Problem[] {
  return map(path, value, (members) => [
    ...known(path, members, ["keyRotation"]),
    ...text(at(path, "keyRotation"), members["keyRotation"], (rotation) =>
      rotation === ""
        ? [
            {
              code: "key-rotation-empty",
              message: "is empty; set any string, such as the date of the rotation, or remove it",
            },
          ]
        : [],
    ),
  ]);
}

function version(path: string, value: unknown): Problem[] {
  const wanted = 'set the tag of your image supabase/storage-api, in quotes, such as "1.44.2"';
  if (typeof value === "number") {
    return [{ code: "unquoted-version", path, message: `is a number; ${wanted}` }];
  }
  return text(path, value, (one) =>
    /^v?\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?$/.test(one)
      ? []
      : [{ code: "version-format", message: `is not a version of Supabase Storage; ${wanted}` }],
  );
}

/** What the version cannot do. */
export function tooOld({ backend, protocolEndpoint, version: given }: Members, path: string): Problem[] {
  if (typeof given !== "string") return [];
  const lacks = (setting: keyof typeof SINCE, what: string): Problem[] =>
    versionHas(given, SINCE[setting])
      ? []
      : [
          {
            code: "version-too-old",
            path: at(path, "version"),
            message: `"${given}" has no ${what}, which exists since ${SINCE[setting].join(".")}; upgrade first`,
          },
        ];
  const store = isMap(backend) ? backend["store"] : undefined;
  const product = storeProductOf(store);
  return [
    ...lacks("tenantId", "TENANT_ID"),
    ...(backend !== undefined && addressingOf(store)?.pathStyle === true
      ? lacks(
          "forcePathStyle",
          "GLOBAL_S3_FORCE_PATH_STYLE, without which the bucket is looked for in the host name",
        )
      : []),
    ...(protocolEndpoint !== undefined ? lacks("protocolEndpoint", "S3 protocol endpoint") : []),
    ...(backend !== undefined && product?.can.objectTags === false
      ? lacks("tusAllowS3Tags", "TUS_ALLOW_S3_TAGS, without which resumable uploads need a store with tags")
      : []),
  ];
}
