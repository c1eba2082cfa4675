/** What can be wrong with the args that every storage component takes. */
import { partition } from "../access/statements";
import { originProblems } from "../problems/names";
import { at, type Problem } from "../problems/problem";
import { bool, isMap, known, list, map, number, text, type Members } from "../problems/shape";
import { bucketNameProblems, dottedHostProblems } from "../stores/bucket-names";
import { capabilitiesOf } from "../stores/capabilities";
import { storeKind, storeProblems } from "../stores/problems";
import { additionalStatementProblems } from "./additional-statements";
import { writerProblems } from "./writer-problems";

/** What every storage component takes. */
export const STORAGE_MEMBERS = [
  "bucket",
  "store",
  "data",
  "corsOrigins",
  "additionalStatements",
  "tags",
  "writer",
];

/** What decides the bucket policy: while something is wrong with that, nothing can be said of the policy. */
export function policyInputProblems(settings: Members, path: string): Problem[] {
  return [
    ...text(at(path, "bucket"), settings["bucket"], (name) => bucketNameProblems(name, settings["store"])),
    ...storeProblems(settings["store"], at(path, "store")),
    ...dottedHostProblems(settings["bucket"], settings["store"]).map((reason) => ({
      ...reason,
      path: at(path, "store.s3.pathStyle"),
    })),
    ...writerProblems(settings["writer"], at(path, "writer"), storeKind(settings["store"])),
    ...list(at(path, "additionalStatements"), settings["additionalStatements"], additionalStatementProblems),
  ];
}

export function otherStorageProblems(settings: Members, path: string): Problem[] {
  return [
    ...dataProblems(settings["data"], settings["bucket"], at(path, "data")),
    ...corsProblems(settings["corsOrigins"], at(path, "corsOrigins")),
    ...tagsProblems(settings["tags"], at(path, "tags")),
    ...storeLacks(settings, path),
    ...boundaryPartition(settings, path),
  ];
}

/** What the store cannot do: the deployment would fail half way, or promise what nobody keeps. */
function storeLacks({ store, data, tags }: Members, path: string): Problem[] {
  const kind = storeKind(store);
  const can = capabilitiesOf(kind);
  if (can === undefined) return [];
  const versions = (["versioning", "noncurrentDays"] as const).filter(
    (member) => isMap(data) && data[member] !== undefined,
  );
  return [
    ...(can.lifecycle
      ? []
      : versions.map((member) => ({
          code: "store-lifecycle" as const,
          path: at(path, `data.${member}`),
          message: `cannot be managed on ${kind}, where no rule would ever end a deleted version; leave it out`,
        }))),
    ...(can.tags || tags === undefined
      ? []
      : [
          {
            code: "store-tags" as const,
            path: at(path, "tags"),
            message: `cannot be managed on ${kind}; leave them out`,
          },
        ]),
  ];
}

/** IAM finds a policy in its own partition only. */
function boundaryPartition({ store, writer }: Members, path: string): Problem[] {
  const keys = isMap(writer) ? writer["keys"] : undefined;
  const arn = isMap(keys) ? keys["permissionsBoundary"] : undefined;
  const aws = isMap(store) ? store["aws"] : undefined;
  const region = isMap(aws) ? aws["region"] : undefined;
  if (typeof arn !== "string" || typeof region !== "string") return [];
  const [, written] = /^arn:([a-z-]+):/.exec(arn) ?? [];
  const wanted = partition(region);
  if (written === undefined || written === wanted) return [];
  const message = `is a policy of the partition ${written}, and ${region} is in ${wanted}; write the ARN of a policy there, which begins with "arn:${wanted}:"`;
  return [
    { code: "permissions-boundary-partition", path: at(path, "writer.keys.permissionsBoundary"), message },
  ];
}

const DATA_MEMBERS = ["protect", "retainOnDelete", "versioning", "noncurrentDays", "importId"];

/** S3 keeps the days as a signed number of 32 bits. */
const MOST_DAYS = 2 ** 31 - 1;

function dataProblems(data: unknown, bucket: unknown, path: string): Problem[] {
  return map(path, data, (members) => {
    const { versioning, noncurrentDays, importId } = members;
    const days = at(path, "noncurrentDays");
    const problems = [
      ...known(path, members, DATA_MEMBERS),
      ...(["protect", "retainOnDelete", "versioning"] as const).flatMap((member) =>
        bool(at(path, member), members[member]),
      ),
      ...text(at(path, "importId"), importId, (id) =>
        typeof bucket !== "string" || id === bucket
          ? []
          : [
              {
                code: "import-id",
                message: `is not the bucket "${bucket}", so the wrong one would be adopted; write the same name in both`,
              },
            ],
      ),
      ...number(days, noncurrentDays, (value) =>
        Number.isInteger(value) && value >= 1 && value <= MOST_DAYS
          ? []
          : [
              {
                code: "noncurrent-days",
                message: `which is no number of days; write a whole number from 1 to ${MOST_DAYS}`,
              },
            ],
      ),
    ];
    if (noncurrentDays !== undefined && versioning === undefined) {
      const message = "has no effect without versions; write `versioning: true` beside it, or leave it out";
      problems.push({ code: "versioning-needed", path: days, message });
    }
    return problems;
  });
}

/** The limits that S3 and IAM share: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
function tagsProblems(tags: unknown, path: string): Problem[] {
  return map(path, tags, (members) => {
    const entries = Object.entries(members);
    const problems = entries.flatMap(([name, value]) => tagProblems(name, value ?? null, at(path, name)));
    if (entries.length > 50) {
      problems.push({ code: "tags-many", path, message: `has ${entries.length} tags; AWS takes at most 50` });
    }
    return problems;
  });
}

/**
 * Names that Pulumi cannot carry to AWS. The SDK copies maps by assignment, which loses "__proto__"; it writes them into a label,
 * which "toString" turns into a TypeError; and it takes a map with the third key for a secret or an asset (runtime/rpc.ts in
 * https://github.com/pulumi/pulumi/tree/master/sdk/nodejs). The bridge to the AWS provider drops the others
 * (https://github.com/pulumi/pulumi-terraform-bridge/blob/main/pkg/reservedkeys/keys.go).
 */
const LOST_NAMES: ReadonlySet<string> = new Set([
  "__proto__",
  "toString",
  "4dabf18193072939515e22adb298388d",
  "__defaults",
  "__meta",
  "__pulumi_raw_state_delta",
]);

function tagProblems(name: string, value: unknown, path: string): Problem[] {
  const problems = text(path, value, () => []);
  if (name === "") {
    problems.push({
      code: "tag-name-empty",
      path,
      message: "has a tag without a name; name it, or leave it out",
    });
  }
  if (/^aws:/i.test(name)) {
    problems.push({
      code: "tag-name-reserved",
      path,
      message: 'begins with "aws:", which AWS reserves; write another name',
    });
  }
  if (LOST_NAMES.has(name)) {
    problems.push({
      code: "tag-name-lost",
      path,
      message: "is a name that Pulumi cannot carry to AWS; write another name",
    });
  }
  if (name.length > 128) {
    problems.push({
      code: "tag-name-length",
      path,
      message: `has a name of ${name.length} characters; AWS takes at most 128`,
    });
  }
  if (typeof value === "string" && value.length > 256) {
    problems.push({
      code: "tag-value-length",
      path,
      message: `has a value of ${value.length} characters; AWS takes at most 256`,
    });
  }
  return problems;
}

function corsProblems(origins: unknown, path: string): Problem[] {
  if (Array.isArray(origins) && origins.length === 0) {
    return [
      { code: "cors-empty", path, message: "is empty and says nothing; write an origin, or leave it out" },
    ];
  }
  return list(path, origins, (at_, origin) =>
    text(at_, origin, (one) => originProblems(one, { wildcard: true })),
  );
}
