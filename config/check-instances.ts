import { APPS } from "../apps";
import { withBucket } from "../apps/app";
import { problemsOfFixed } from "../apps/checked-args";
import { APP_NAMES, type AppName } from "../apps/names";
import { hostnamesOf, isManagedHost } from "../hosts";
import { at, type Problem } from "../validation/problem";
import { bucketNamespace, storeCredentialsOf } from "../stores";
import { isMap, object, problemAt, shapeProblems, unknownMembers, type Members } from "../validation/shape";
import { sharedOutputs } from "./outputs";
import { withoutSecrets } from "../validation/without-secrets";
import { bucketOfInstance, bucketPath, bucketSettings } from "./bucket-settings";
import { secretKeyOf, sessionTokenOf, storeKeyOf } from "./key-names";

/**
 * All problems of the config's map of instances, which may be of any type. Each path begins with `path`. No message shows what may
 * be a secret.
 */
export function instancesProblems(value: unknown, path: string): Problem[] {
  return withoutSecrets(allProblems(value, path), value);
}

function allProblems(value: unknown, path: string): Problem[] {
  if (value === undefined || value === null) {
    return [
      {
        code: "missing-member",
        path,
        message: "is missing; add an instance (Pulumi.dev.yaml has an example)",
      },
    ];
  }
  if (!isMap(value)) return notObject(value, path);
  const names = Object.keys(value);
  if (names.length === 0) {
    const message = "is empty; add an instance (Pulumi.dev.yaml has an example)";
    return [{ code: "instances-empty", path, message }];
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
  if (/^[a-z][A-Za-z0-9]*$/.test(name)) return [];
  const message =
    "is not a valid instance name (the names of outputs begin with it); use letters and digits only, the first from a to z";
  return [{ code: "instance-name", path, message }];
}

function instanceProblems(instance: unknown, name: string, path: string): Problem[] {
  if (!isMap(instance)) return notObject(instance, path);
  const unknown = unknownMembers(instance, APP_NAMES).map((problem) => problemAt(path, problem));
  const apps = APP_NAMES.filter((app) => instance[app] !== undefined);
  const problems = apps.flatMap((app) => {
    const where = at(path, app);
    const { settings, problems } = withPlaceholderSecret(instance[app], app, name, where);
    const ofStore = storeProviderProblems(bucketSettings(app, settings), name, bucketPath(app, where));
    return [...problems, ...ofStore, ...problemsOfFixed(APPS[app], settings, where)];
  });
  if (apps.length > 1) {
    const message = `sets ${apps.join(" and ")}; create one instance for each app`;
    problems.push({ code: "instance-apps", path, message });
  }
  // An unknown member is already reported, and is probably a misspelling of the missing one.
  if (apps.length === 0 && unknown.length === 0) {
    const message = `does not set an app; set ${APP_NAMES.map((app) => `\`${app}:\``).join(" or ")} with its settings`;
    problems.push({ code: "instance-app-missing", path, message });
  }
  return [...unknown, ...problems];
}

function notObject(value: unknown, path: string): Problem[] {
  return shapeProblems(object({}), value).map((problem) => problemAt(path, problem));
}

/**
 * The settings with a placeholder for the secret of a given key, which is a config value of its own; reports secrets that were
 * written here.
 */
function withPlaceholderSecret(
  settings: unknown,
  app: AppName,
  instance: string,
  path: string,
): { settings: unknown; problems: Problem[] } {
  const bucket = bucketSettings(app, settings);
  const writer = bucket?.["writer"];
  const given = isMap(writer) ? writer["given"] : undefined;
  if (!isMap(settings) || !isMap(writer) || !isMap(given)) return { settings, problems: [] };
  const keyOf = (member: string): string | undefined => {
    if (/^secret/i.test(member)) return secretKeyOf(instance);
    return APPS[app].readsSessionToken && /^session/i.test(member) ? sessionTokenOf(instance) : undefined;
  };
  const secrets = Object.keys(given).filter((member) => keyOf(member) !== undefined);
  const others = Object.entries(given).filter(([member]) => !secrets.includes(member));
  const whole = { ...Object.fromEntries(others), secretAccessKey: "elsewhere" };
  return {
    settings: withBucket(APPS[app], settings, { ...bucket, writer: { ...writer, given: whole } }),
    problems: secrets.map((member) => ({
      code: "secret-misplaced",
      path: at(bucketPath(app, path), `writer.given.${member}`),
      message: `would not stay secret here; remove it and run \`pulumi config set --secret ${keyOf(member) ?? ""}\``,
    })),
  };
}

/** The credentials that Pulumi uses at the store are config values of their own too. */
function storeProviderProblems(bucket: Members | undefined, instance: string, path: string): Problem[] {
  const { kind, credentials, given } = storeCredentialsOf(bucket?.["store"]) ?? {};
  if (kind === undefined || credentials === undefined || given === undefined) return [];
  const commands = credentials.keys.map(
    (key) => `\`pulumi config set ${key.isSecret ? "--secret " : ""}${storeKeyOf(instance, key)}\``,
  );
  const message = `would be stored in plain text here; remove it and run ${commands.join(" and ")}`;
  return [{ code: "secret-misplaced", path: at(path, `store.${kind}.${credentials.member}`), message }];
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
