import { authentikProblems } from "../apps/authentik/validate";
import { mastodonProblems } from "../apps/mastodon/validate";
import { supabaseProblems } from "../apps/supabase/validate";
import { at, type Problem } from "../validation/problem";
import { bucketNamespace } from "../stores";
import { isMap, known, map, type Members } from "../validation/shape";
import { APPS, type AppName } from "./types";
import { withoutSecrets } from "../validation/without-secrets";

/** What is wrong with an app's settings; a new app has its row here. */
const PROBLEMS: Record<AppName, (settings: unknown, path: string) => Problem[]> = {
  mastodon: mastodonProblems,
  authentik: authentikProblems,
  supabase: supabaseProblems,
};

/**
 * Everything that is wrong with the config's map of instances, whatever it is, each with its path below `path`. No message shows
 * what may be a secret.
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
        message: "is missing; name your instances there (Pulumi.dev.yaml has an example)",
      },
    ];
  }
  return map(path, value, (instances) => {
    const entries = Object.entries(instances);
    if (entries.length === 0) {
      return [
        {
          code: "instances-empty",
          path,
          message: "is empty; name an instance (Pulumi.dev.yaml has an example)",
        },
      ];
    }
    return [
      ...entries.flatMap(([name, instance]) => [
        ...nameProblems(name, at(path, name)),
        ...instanceProblems(instance, name, at(path, name)),
      ]),
      ...sharedBuckets(instances, path),
      ...sharedKeys(Object.keys(instances), path),
    ];
  });
}

function nameProblems(name: string, path: string): Problem[] {
  if (/^[a-z][A-Za-z0-9]*$/.test(name)) return [];
  const message =
    "is no name for an instance; begin with a-z and go on with letters and digits, for it begins the names of outputs";
  return [{ code: "instance-name", path, message }];
}

function instanceProblems(instance: unknown, name: string, path: string): Problem[] {
  return map(path, instance, (members) => {
    const strange = known(path, members, APPS);
    const apps = APPS.filter((app) => members[app] !== undefined);
    const wrong = apps.flatMap((app) => {
      const { settings, problems } = withSecret(members[app], app, name, at(path, app));
      const ofStore = storeProviderProblems(settings, name, at(path, app));
      return [...problems, ...ofStore, ...PROBLEMS[app](settings, at(path, app))];
    });
    if (apps.length > 1) {
      const message = `names ${apps.join(" and ")}; write one instance for each`;
      wrong.push({ code: "instance-apps", path, message });
    }
    // An unknown member is said already, and is probably the app that is missed.
    if (apps.length === 0 && strange.length === 0) {
      const message = `names no app; write ${APPS.map((app) => `\`${app}:\``).join(" or ")} with its settings`;
      wrong.push({ code: "instance-app-missing", path, message });
    }
    return [...strange, ...wrong];
  });
}

/**
 * The settings as a component takes them: the secret of a given key is a config value of its own, which is checked where
 * it is read, and has no place here.
 */
function withSecret(
  settings: unknown,
  app: AppName,
  instance: string,
  path: string,
): { settings: unknown; problems: Problem[] } {
  if (!isMap(settings)) return { settings, problems: [] };
  const misplaced = (where: string, key: string): Problem => ({
    code: "secret-misplaced",
    path: at(path, where),
    message: `does not belong here, where it would lose its mark as a secret; run \`pulumi config set --secret ${instance}${key}\``,
  });
  const { sessionToken, ...rest } = settings;
  // Only authentik takes one; to the others it is unknown.
  const takesToken = app === "authentik";
  const outer = takesToken ? rest : settings;
  const token = takesToken && sessionToken !== undefined ? [misplaced("sessionToken", "SessionToken")] : [];
  const writer = outer["writer"];
  const given = isMap(writer) ? writer["given"] : undefined;
  if (!isMap(writer) || !isMap(given)) return { settings: outer, problems: token };
  const keyOf = (member: string): string | undefined => {
    if (/^secret/i.test(member)) return "SecretAccessKey";
    return takesToken && /^session/i.test(member) ? "SessionToken" : undefined;
  };
  const secrets = Object.keys(given).filter((member) => keyOf(member) !== undefined);
  const others = Object.entries(given).filter(([member]) => !secrets.includes(member));
  const whole = { ...Object.fromEntries(others), secretAccessKey: "elsewhere" };
  return {
    settings: { ...outer, writer: { ...writer, given: whole } },
    problems: [
      ...token,
      ...secrets.map((member) => misplaced(`writer.given.${member}`, keyOf(member) ?? "")),
    ],
  };
}

/** The credentials that Pulumi uses at the store are config values of their own too. */
function storeProviderProblems(settings: unknown, instance: string, path: string): Problem[] {
  const store = isMap(settings) ? settings["store"] : undefined;
  const s3 = isMap(store) ? store["s3"] : undefined;
  if (!isMap(s3) || s3["provider"] === undefined) return [];
  const message = `does not belong here, where its secret would be plain text; remove it and run \`pulumi config set ${instance}StoreAccessKeyId\` and \`pulumi config set --secret ${instance}StoreSecretAccessKey\``;
  return [{ code: "secret-misplaced", path: at(path, "store.s3.provider"), message }];
}

/** Each app deletes what it does not know of, so a bucket belongs to one instance. */
function sharedBuckets(instances: Members, path: string): Problem[] {
  const owners = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [name, instance] of Object.entries(instances)) {
    const app = isMap(instance) ? APPS.find((one) => instance[one] !== undefined) : undefined;
    const settings = app && (instance as Members)[app];
    const bucket = isMap(settings) ? settings["bucket"] : undefined;
    if (typeof bucket !== "string") continue;
    const where = `${bucketNamespace((settings as Members)["store"])} ${bucket}`;
    const owner = owners.get(where);
    if (owner === undefined) owners.set(where, name);
    else {
      problems.push({
        code: "bucket-shared",
        path: at(path, `${name}.${app}.bucket`),
        message: `"${bucket}" is the bucket of ${owner} too; one would delete or overwrite what the other keeps: write another name`,
      });
    }
  }
  return problems;
}

/** The key of `socialStore` and the store's key of `social` would be one value of the config. */
function sharedKeys(names: string[], path: string): Problem[] {
  return names.flatMap((name) => {
    const other = name.replace(/Store$/, "");
    if (other === name || !names.includes(other)) return [];
    const message = `is the name of ${other} with "Store" behind it, so that the keys of both would be one; write another name`;
    return [{ code: "instance-name-keys", path: at(path, name), message }];
  });
}
