import { hostnamesOf, isManagedHost } from "../hosts";
import { at, type Problem } from "../validation/problem";
import { bucketNamespace } from "../stores";
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
    ...sharedBuckets(value, path),
    ...sharedHosts(value, path),
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

/** An app may delete objects that it does not know, so each instance needs its own bucket. */
function sharedBuckets(instances: Members, path: string): Problem[] {
  const owners = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [name, instance] of Object.entries(instances)) {
    const { app, bucket: settings } = bucketOfInstance(instance) ?? {};
    const bucket = settings?.["bucket"];
    if (app === undefined || typeof bucket !== "string") continue;
    const where = `${bucketNamespace(settings?.["store"])} ${bucket}`;
    const owner = owners.get(where);
    if (owner === undefined) owners.set(where, name);
    else {
      problems.push({
        code: "bucket-shared",
        path: at(bucketPath(app, at(path, `${name}.${app}`)), "bucket"),
        message: `"${bucket}" is also the bucket of ${owner}, and each app would delete or overwrite files of the other; change the name of one bucket`,
      });
    }
  }
  return problems;
}

/** Two distributions cannot have one alias, and a proxy tells two buckets apart by their paths only. */
function sharedHosts(instances: Members, path: string): Problem[] {
  const earlier: { name: string; host: Members }[] = [];
  return Object.entries(instances).flatMap(([name, instance]): Problem[] => {
    const { app, bucket } = bucketOfInstance(instance) ?? {};
    const host = bucket?.["mediaHost"];
    if (app === undefined || !isMap(host) || typeof host["hostname"] !== "string") return [];
    const owner = earlier.find((one) => isSameHost(one.host, host));
    earlier.push({ name, host });
    if (owner === undefined) return [];
    return [
      {
        code: "media-host-shared",
        path: at(bucketPath(app, at(path, `${name}.${app}`)), "mediaHost.hostname"),
        message: `"${host["hostname"]}" is also the media host of ${owner.name}, and it can serve only one bucket; change one of the two`,
      },
    ];
  });
}

function isSameHost(one: Members, other: Members): boolean {
  const names = hostnamesOf(other);
  if (!hostnamesOf(one).some((name) => names.includes(name))) return false;
  const pathOf = ({ external }: Members): unknown => (isMap(external) ? external["path"] : undefined);
  return isManagedHost(one) || isManagedHost(other) || pathOf(one) === pathOf(other);
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
