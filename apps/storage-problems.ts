/** What can be wrong with the args that every storage component takes. */
import { bucketNameProblems, originProblems } from "../problems/names";
import { at, type Problem } from "../problems/problem";
import { bool, list, map, shown, text } from "../problems/shape";
import { regionProblems } from "../stores/aws";
import { additionalStatementProblems } from "./additional-statements";
import type { StorageSettings } from "./settings";
import { writerProblems } from "./writer-problems";

/** What decides the bucket policy: while something is wrong with that, nothing can be said of the policy. */
export function policyInputProblems(settings: StorageSettings, path: string): Problem[] {
  const { bucket, store, writer, additionalStatements } = settings as Partial<StorageSettings>;
  return [
    ...text(at(path, "bucket"), bucket, bucketNameProblems),
    ...storeProblems(store, at(path, "store")),
    ...writerProblems(writer, at(path, "writer")),
    ...list(at(path, "additionalStatements"), additionalStatements, additionalStatementProblems),
  ];
}

export function otherStorageProblems(settings: StorageSettings, path: string): Problem[] {
  return [
    ...dataProblems(settings, at(path, "data")),
    ...corsProblems(settings.corsOrigins, at(path, "corsOrigins")),
    ...map(at(path, "tags"), settings.tags, (tags) =>
      Object.entries(tags).flatMap(([name, value]) =>
        text(at(path, `tags.${name}`), value ?? null, () => []),
      ),
    ),
  ];
}

function storeProblems(store: unknown, path: string): Problem[] {
  return map(path, store, ({ aws }) => {
    if (aws === undefined) {
      const message = 'does not say where the bucket lives; write `aws: { region: "eu-central-1" }`';
      return [{ path, message }];
    }
    return map(at(path, "aws"), aws, ({ region }) =>
      region === undefined
        ? [{ path: at(path, "aws.region"), message: 'is missing; write it, such as "eu-central-1"' }]
        : text(at(path, "aws.region"), region, regionProblems),
    );
  });
}

function dataProblems({ bucket, data }: StorageSettings, path: string): Problem[] {
  return map(path, data, ({ protect, retainOnDelete, versioning, noncurrentDays, importId }) => {
    const problems = [
      ...bool(at(path, "protect"), protect),
      ...bool(at(path, "retainOnDelete"), retainOnDelete),
      ...bool(at(path, "versioning"), versioning),
      ...text(at(path, "importId"), importId, (id) =>
        typeof bucket !== "string" || id === bucket
          ? []
          : [`is not the bucket "${bucket}", so the wrong one would be adopted; write the same name in both`],
      ),
    ];
    if (noncurrentDays === undefined) return problems;
    const days = at(path, "noncurrentDays");
    if (!Number.isInteger(noncurrentDays) || Number(noncurrentDays) < 1) {
      const message = `is ${shown(noncurrentDays)}, which is no number of days; write a whole number from 1 on`;
      problems.push({ path: days, message });
    }
    if (versioning === undefined) {
      const message = "has no effect without versions; write `versioning: true` beside it, or leave it out";
      problems.push({ path: days, message });
    }
    return problems;
  });
}

function corsProblems(origins: unknown, path: string): Problem[] {
  if (Array.isArray(origins) && origins.length === 0) {
    return [
      { path, message: "is empty, so no web client could read media; write an origin, or leave it out" },
    ];
  }
  return list(path, origins, (at_, origin) =>
    text(at_, origin, (one) => originProblems(one, { wildcard: true })),
  );
}
