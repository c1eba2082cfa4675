/** What can be wrong with the args of a Supabase storage. */
import { ownMember } from "../../validation/own-member";
import { at, type Problem } from "../../validation/problem";
import { bool, isMap, known, map, missing, text, type Members } from "../../validation/shape";
import { addressingOf, storeOf, storeTypeOf } from "../../stores";
import { versionHas } from "../../validation/version";
import { bucketPolicyProblems } from "../../storage/validate-policy";
import { ABORT_UPLOADS_AFTER_DAYS } from "../../storage/needs";
import { STORAGE_MEMBERS, otherStorageProblems, policyInputProblems } from "../../storage/validate";
import { supabasePolicyNeeds } from "./needs";
import { publicUrlProblems, tenantIdProblems } from "./names";
import { backendOf, type SupabaseSettings } from "./args";
import { SINCE } from "./versions";

const FEATURES = ["s3Backend", "protocolEndpoint"] as const;
/** What is about a bucket, and means nothing without one. */
const OF_BUCKET = STORAGE_MEMBERS.filter((member) => !["data", "corsOrigins"].includes(member));
const MEMBERS = [
  ...OF_BUCKET,
  "data",
  ...FEATURES,
  "publicUrl",
  "allowHttp",
  "tenantId",
  "tenantIdChangeFrom",
  "version",
  "protocolKeyRotation",
];

/** Everything that is wrong with the args of a Supabase storage, whatever they are, each with its path below `path`. */
export function supabaseProblems(settings: unknown, path = ""): Problem[] {
  if (settings === undefined) {
    const message =
      "is missing; write at least publicUrl, tenantId and one of `s3Backend: true` and `protocolEndpoint: true`";
    return [{ code: "missing-member", path, message }];
  }
  return map(path, settings, (members) => {
    const { corsOrigins, ...others } = members;
    const isBackend = others["s3Backend"] === true;
    const inputs = [
      ...(isBackend ? missing(path, others, ["bucket", "store"]) : []),
      ...policyInputProblems(others, path),
      ...text(at(path, "tenantId"), others["tenantId"], tenantIdProblems),
    ];
    return [
      ...known(path, others, MEMBERS),
      ...missing(path, others, ["publicUrl", "tenantId"]),
      ...features(others, path),
      ...inputs,
      ...otherStorageProblems(others, path, ABORT_UPLOADS_AFTER_DAYS.supabase),
      ...cors(corsOrigins, at(path, "corsOrigins")),
      ...text(at(path, "publicUrl"), others["publicUrl"], (url) =>
        publicUrlProblems(url, others["allowHttp"] === true),
      ),
      ...bool(at(path, "allowHttp"), others["allowHttp"]),
      ...tenantIdChange(others, at(path, "tenantIdChangeFrom")),
      ...keyRotation(others, at(path, "protocolKeyRotation")),
      ...version(at(path, "version"), others["version"]),
      ...tooOld(others, path),
      ...(inputs.length > 0 ? [] : policy(others as unknown as SupabaseSettings, path)),
    ];
  });
}

/** With inputs that are sound, so that they are what their types say. */
function policy(settings: SupabaseSettings, path: string): Problem[] {
  const backend = backendOf(settings);
  if (backend === undefined) return [];
  const store = storeOf(backend.store);
  return bucketPolicyProblems(backend, supabasePolicyNeeds(backend, store), store, path);
}

function features(members: Members, path: string): Problem[] {
  const { data, protocolEndpoint, s3Backend } = members;
  const wrong = FEATURES.flatMap((feature) => bool(at(path, feature), members[feature]));
  if (wrong.length > 0 || s3Backend === true) return wrong;
  if (protocolEndpoint !== true) {
    const message =
      "has neither feature, so there is nothing to make; write `s3Backend: true` with a bucket and a store, `protocolEndpoint: true`, or both";
    return [{ code: "feature-missing", path, message }];
  }
  const unused = [
    ...OF_BUCKET.filter((member) => ownMember(members, member) !== undefined),
    ...(isMap(data) ? Object.keys(data).filter((member) => member !== "protect") : []).map(
      (member) => `data.${member}`,
    ),
  ];
  return unused.map((member) => ({
    code: "backend-needed",
    path: at(path, member),
    message: "is about a bucket, which only the S3 backend has; write `s3Backend: true` too, or leave it out",
  }));
}

function cors(corsOrigins: unknown, path: string): Problem[] {
  if (corsOrigins === undefined) return [];
  const message =
    "has no effect: browsers talk to Supabase's API and never to the bucket, so that needs no CORS; leave it out";
  return [{ code: "cors-unused", path, message }];
}

function tenantIdChange({ tenantId, tenantIdChangeFrom }: Members, path: string): Problem[] {
  const problems = text(path, tenantIdChangeFrom, tenantIdProblems);
  if (problems.length > 0 || tenantIdChangeFrom === undefined || tenantIdChangeFrom !== tenantId)
    return problems;
  return [
    {
      code: "tenant-id-same",
      path,
      message: "is the tenant id itself; write the one that it was before, or leave it out",
    },
  ];
}

function keyRotation({ protocolEndpoint, protocolKeyRotation }: Members, path: string): Problem[] {
  const problems = text(path, protocolKeyRotation, (rotation) =>
    rotation === ""
      ? [
          {
            code: "key-rotation-empty",
            message: "is empty; write any text, such as the day of the rotation, or leave it out",
          },
        ]
      : [],
  );
  if (problems.length > 0 || protocolKeyRotation === undefined || protocolEndpoint === true) return problems;
  const message =
    "has no effect without the protocol endpoint; write `protocolEndpoint: true`, or leave it out";
  return [{ code: "protocol-endpoint-needed", path, message }];
}

function version(path: string, value: unknown): Problem[] {
  const wanted = 'write the tag of your image supabase/storage-api, in quotes, such as "1.44.2"';
  if (typeof value === "number") {
    return [{ code: "unquoted-version", path, message: `is a number; ${wanted}` }];
  }
  return text(path, value, (one) =>
    /^v?\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?$/.test(one)
      ? []
      : [{ code: "version-format", message: `is no version of Supabase Storage; ${wanted}` }],
  );
}

/** What the version cannot do. */
export function tooOld(
  { protocolEndpoint, s3Backend, store, version: given }: Members,
  path: string,
): Problem[] {
  if (typeof given !== "string") return [];
  const lacks = (setting: keyof typeof SINCE, what: string): Problem[] =>
    versionHas(given, SINCE[setting])
      ? []
      : [
          {
            code: "version-too-old",
            path: at(path, "version"),
            message: `"${given}" has no ${what}, which exists from ${SINCE[setting].join(".")}: upgrade first`,
          },
        ];
  const type = storeTypeOf(store);
  return [
    ...lacks("tenantId", "TENANT_ID"),
    ...(s3Backend === true && addressingOf(store)?.pathStyle === true
      ? lacks(
          "forcePathStyle",
          "GLOBAL_S3_FORCE_PATH_STYLE, without which the bucket is looked for in the host name",
        )
      : []),
    ...(protocolEndpoint === true ? lacks("protocolEndpoint", "S3 protocol endpoint") : []),
    ...(s3Backend === true && type?.can.objectTags === false
      ? lacks("tusAllowS3Tags", "TUS_ALLOW_S3_TAGS, without which resumable uploads need a store with tags")
      : []),
  ];
}
