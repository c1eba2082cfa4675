import { at, type Problem } from "../validation/problem";
import { Owners } from "../storage/owners";
import { exampleAt } from "../validation/examples";
import { isMap, type Members } from "../validation/shape";
import { sharedOutputs } from "./outputs";
import { withoutSecrets } from "../validation/without-secrets";
import { bucketOfInstance, bucketPath } from "./bucket-settings";
import { instanceProblems } from "./instance-problems";
import { INSTANCES, typeProblems } from "./instance-shape";
import { INSTANCE_NAME } from "./key-names";

/**
 * All problems of the config's map of instances, which may be of any type. Each path begins with `path`. No message shows what may
 * be a secret.
 */
export function instancesProblems(value: unknown, path: string): Problem[] {
  return withoutSecrets(allProblems(value, path), value);
}

function allProblems(value: unknown, path: string): Problem[] {
  const remedy = `add an instance below \`config:\` in the stack's file, such as \`${path}: { ${exampleAt(["social"])} }\``;
  if (value === undefined || value === null)
    return [{ code: "missing-member", path, message: `is missing; ${remedy}` }];
  if (!isMap(value)) return typeProblems("instances", INSTANCES, value, path);
  const names = Object.keys(value);
  if (names.length === 0) {
    return [{ code: "instances-empty", path, message: `is empty; ${remedy}` }];
  }
  return [
    ...Object.entries(value).flatMap(([name, instance]) => [
      ...nameProblems(name, at(path, name)),
      ...instanceProblems(instance, name, at(path, name)),
    ]),
    ...sharedPlaces(value, path),
    ...sharedKeys(names, path),
    ...sharedOutputs(names, path),
  ];
}

function nameProblems(name: string, path: string): Problem[] {
  if (INSTANCE_NAME.test(name)) return [];
  const message =
    "is not a valid instance name (the names of outputs begin with it); use letters and digits only, the first from a to z";
  return [{ code: "instance-name", path, message }];
}

/** What two instances share. First all buckets, then all hostnames. */
function sharedPlaces(instances: Members, path: string): Problem[] {
  const owners = new Owners();
  const all = Object.entries(instances).flatMap(([name, instance]) => {
    const { app, bucket } = bucketOfInstance(instance) ?? {};
    if (app === undefined || bucket === undefined) return [];
    return [{ name, bucket, where: bucketPath(app, at(path, `${name}.${app}`)) }];
  });
  return [
    ...all.flatMap(({ name, bucket, where }) => owners.bucketProblems(name, bucket, where)),
    ...all.flatMap(({ name, bucket, where }) => owners.hostProblems(name, bucket, where)),
  ];
}

/** The key of `socialStore` and the store's key of `social` would be one value of the config. */
function sharedKeys(names: string[], path: string): Problem[] {
  return names.flatMap((name) => {
    const other = name.replace(/Store$/, "");
    if (other === name || !names.includes(other)) return [];
    const message = `is the name of the instance ${other} followed by "Store", so both would use the same config keys; rename one of them`;
    return [{ code: "instance-name-keys", path: at(path, name), message }];
  });
}
