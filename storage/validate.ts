/** What can be wrong with the args that every storage component takes. */
import { partition } from "../access/statements";
import { originProblems } from "../validation/names";
import { at, type Problem } from "../validation/problem";
import {
  bool,
  isMap,
  known,
  list,
  map,
  missing,
  number,
  oneOf,
  text,
  textOrOutput,
  type Members,
} from "../validation/shape";
import { bucketNameProblems, dottedHostProblems } from "../stores/bucket-names";
import { regionOf, storeProductOf } from "../stores";
import { storeProblems } from "../stores/problems";
import { BucketSource } from "./args";
import { additionalStatementProblems } from "./additional-statements";
import { MOST_DAYS, lifecycleProblems } from "./validate-lifecycle";
import { tagsProblems } from "./validate-tags";
import { writerProblems } from "./validate-writer";

/** The members of `BucketSettings`. */
export const BUCKET_MEMBERS = [
  "bucket",
  "bucketSource",
  "store",
  "data",
  "additionalStatements",
  "tags",
  "writer",
];

/** The members of `StorageSettings`. */
export const STORAGE_MEMBERS = [...BUCKET_MEMBERS, "corsOrigins"];

/** Problems of the settings that decide the bucket policy. The policy is checked only if there are none. */
export function policyInputProblems(settings: Members, path: string): Problem[] {
  return [
    ...text(at(path, "bucket"), settings["bucket"], (name) => bucketNameProblems(name, settings["store"])),
    ...storeProblems(settings["store"], at(path, "store")),
    ...dottedHostProblems(settings["bucket"], settings["store"]).map((reason) => ({
      ...reason,
      path: at(path, "store.s3.pathStyle"),
    })),
    ...writerProblems(settings["writer"], at(path, "writer"), storeProductOf(settings["store"])),
    ...list(at(path, "additionalStatements"), settings["additionalStatements"], additionalStatementProblems),
  ];
}

/** `uploadDays` is when the library's rule ends unfinished uploads of the app. */
export function otherStorageProblems(settings: Members, path: string, uploadDays: number): Problem[] {
  return [
    ...oneOf(at(path, "bucketSource"), settings["bucketSource"], Object.values(BucketSource)),
    ...dataProblems(settings["data"], at(path, "data"), uploadDays),
    ...corsProblems(settings["corsOrigins"], at(path, "corsOrigins")),
    ...tagsProblems(settings["tags"], at(path, "tags"), 50, textOrOutput),
    ...storeLacks(settings, path),
    ...boundaryPartition(settings, path),
  ];
}

/** What the store cannot do: the deployment would fail half way, or promise what nobody keeps. */
function storeLacks({ store, data, tags }: Members, path: string): Problem[] {
  const product = storeProductOf(store);
  if (product === undefined) return [];
  const { can, title, page } = product;
  const where = page === undefined ? "" : ` (${page})`;
  return [
    ...(can.lifecycle || !isMap(data) || data["versioning"] === undefined
      ? []
      : [
          {
            code: "store-lifecycle" as const,
            path: at(path, "data.versioning"),
            message: `is not supported on ${title}, because no rule would delete old versions; remove it`,
          },
        ]),
    ...(can.lifecycle || !isMap(data) || data["lifecycleRules"] === undefined
      ? []
      : [
          {
            code: "store-lifecycle" as const,
            path: at(path, "data.lifecycleRules"),
            message: `are not supported on ${title}; remove them, and set them with the key of the bucket's owner${where}`,
          },
        ]),
    ...(can.tags || tags === undefined
      ? []
      : [
          {
            code: "store-tags" as const,
            path: at(path, "tags"),
            message: `are not supported on ${title}; remove them`,
          },
        ]),
  ];
}

/** IAM finds a policy in its own partition only. */
function boundaryPartition({ store, writer }: Members, path: string): Problem[] {
  const keys = isMap(writer) ? writer["keys"] : undefined;
  const arn = isMap(keys) ? keys["permissionsBoundary"] : undefined;
  const region = regionOf(store);
  if (typeof arn !== "string" || region === undefined || storeProductOf(store)?.can.iam !== true) return [];
  const [, written] = /^arn:([a-z-]+):/.exec(arn) ?? [];
  const wanted = partition(region);
  if (written === undefined || written === wanted) return [];
  const message = `is a policy of the partition ${written}, but ${region} is in ${wanted}; use the ARN of a policy there, which begins with "arn:${wanted}:"`;
  return [
    { code: "permissions-boundary-partition", path: at(path, "writer.keys.permissionsBoundary"), message },
  ];
}

const DATA_MEMBERS = ["protect", "retainOnDelete", "versioning", "lifecycleRules"];

function dataProblems(data: unknown, path: string, uploadDays: number): Problem[] {
  return map(path, data, (members) => [
    ...known(path, members, DATA_MEMBERS),
    ...(["protect", "retainOnDelete"] as const).flatMap((member) => bool(at(path, member), members[member])),
    ...versioningProblems(members["versioning"], at(path, "versioning")),
    ...lifecycleProblems(members, path, uploadDays),
  ]);
}

function versioningProblems(versioning: unknown, path: string): Problem[] {
  return map(path, versioning, (members) => [
    ...known(path, members, ["enabled", "noncurrentDays"]),
    ...missing(path, members, ["enabled"]),
    ...bool(at(path, "enabled"), members["enabled"]),
    ...number(at(path, "noncurrentDays"), members["noncurrentDays"], (value) =>
      Number.isInteger(value) && value >= 1 && value <= MOST_DAYS
        ? []
        : [
            {
              code: "noncurrent-days",
              message: `which is not a valid number of days; set a whole number from 1 to ${MOST_DAYS}`,
            },
          ],
    ),
  ]);
}

function corsProblems(origins: unknown, path: string): Problem[] {
  if (Array.isArray(origins) && origins.length === 0) {
    return [{ code: "cors-empty", path, message: "is empty; add an origin, or remove it" }];
  }
  return list(path, origins, (at_, origin) =>
    text(at_, origin, (one) => originProblems(one, { wildcard: true })),
  );
}
