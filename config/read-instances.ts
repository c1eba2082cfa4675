import { createHash } from "node:crypto";
import { Config, runtime, secret, type Input, type Output } from "@pulumi/pulumi";
import { closest } from "fastest-levenshtein";
import { APPS } from "../apps";
import { withBucket } from "../apps/app";
import { APP_NAMES, type AppName } from "../apps/names";
import type {
  AuthentikStorageArgs,
  MastodonStorageArgs,
  StoreArgs,
  SupabaseStorageArgs,
} from "../components";
import { credentialProblems } from "../storage/credentials";
import type { StoreKey } from "../components/stores";
import { isSecretConfig, secretConfigTexts } from "../components/secret-config";
import { problemLines, type Problem, type Reason } from "../validation/problem";
import { isMap } from "../validation/shape";
import { STORE_DEFINITIONS, STORE_KINDS, storeCredentialsOf } from "../stores";
import { UserError } from "../validation/user-error";
import { withoutSecrets } from "../validation/without-secrets";
import { instancesProblems } from "./check-instances";
import { bucketOfInstance, bucketSettings } from "./bucket-settings";
import { secretKeyOf, sessionTokenOf, storeKeyOf } from "./key-names";
import type { InstanceConfig, InstancesConfig } from "./types";

/** What the component of each app takes. */
export interface AppArgs {
  mastodon: MastodonStorageArgs;
  authentik: AuthentikStorageArgs;
  supabase: SupabaseStorageArgs;
}

export interface Instance<A extends AppName = AppName> {
  name: string;
  app: A;
  args: AppArgs[A];
  /** Where the instance's bucket lives; undefined for an instance without a bucket. */
  store: StoreArgs | undefined;
  /** The credentials that Pulumi uses at the store; by default those that the store's provider finds itself. */
  storeKey?: StoreKey;
}

/** The instances of the stack's config, or one error that says everything that is wrong with it. */
export function readInstances(config = new Config()): Instance[] {
  const key = `${config.name}:instances`;
  // The offline preview reads the stack file and refuses it too.
  if (isSecretConfig(key)) throw configError([{ ...NESTED_SECRET, path: key }]);
  // Read once: the SDK parses the whole config again for each value that it is asked for.
  const values: ConfigValues = new Map(Object.entries(runtime.allConfig()));
  const value = parsed(values.get(key));
  const problems = instancesProblems(value, key);
  const instances = Object.entries((value ?? {}) as InstancesConfig);
  const keys = instances.flatMap((instance) => configKeysOf(instance));
  problems.push(...unknownKeys(values, config.name, instances, keys));
  for (const key of keys) problems.push(...keyProblems(values, config.name, key));
  problems.push(...storeSecretProblems(values, config.name, instances));
  // A secret value of the config may stand at another place in plain text too.
  if (problems.length > 0) throw configError(withoutSecrets(problems, value, secretConfigTexts()));
  return instances.map(([name, instance]) => {
    const app = APP_NAMES.find((one) => instance[one] !== undefined);
    if (app === undefined)
      throw new Error(`bug: ${name} has no app, although instancesProblems found nothing`);
    return instanceOf(name, app, instance[app] as AppConfig, values, config.name);
  });
}

/** The stack's config: full keys and texts. */
type ConfigValues = ReadonlyMap<string, string>;

const NESTED_SECRET: Reason = {
  code: "nested-secret",
  message:
    "is encrypted, or contains a secret that Pulumi would not treat as one; set it in plain text and store each secret in its own config value (`pulumi config set --secret`)",
};

type AppConfig = NonNullable<InstanceConfig[AppName]>;
type BucketConfig = Extract<AppConfig, { bucket: string }>;

/** Maps of config arrive as JSON; anything else is a text, which the check then says. */
function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** A config value beside the instances, of one of them. */
interface Key {
  name: string;
  isSecret: boolean;
  /** Only together with these; missing without them is fine. */
  onlyWith?: string[];
  isOptional?: true;
}

/** The settings that a session token is used with. */
const READS_SESSION_TOKEN = APP_NAMES.filter((app) => APPS[app].readsSessionToken)
  .map((app) => `\`${app}: { writer: { given: ... } }\``)
  .join(" or ");

/** The credentials of an instance's store, if its kind has any. */
const credentialsOf = (instance: unknown): ReturnType<typeof storeCredentialsOf> =>
  storeCredentialsOf(bucketOfInstance(instance)?.bucket["store"]);

/** The keys that an instance may have. `unknownKeys` reports all others. */
function configKeysOf([name, instance]: [string, unknown]): Key[] {
  const { app, bucket } = bucketOfInstance(instance) ?? {};
  const writer = bucket?.["writer"];
  const keys: Key[] = [];
  if (app !== undefined && isMap(writer) && isMap(writer["given"])) {
    keys.push({ name: secretKeyOf(name), isSecret: true });
    if (APPS[app].readsSessionToken) {
      keys.push({ name: sessionTokenOf(name), isSecret: true, isOptional: true });
    }
  }
  const ofStore = credentialsOf(instance)?.credentials.keys ?? [];
  for (const key of ofStore) {
    const onlyWith = ofStore.filter((other) => other !== key).map((other) => storeKeyOf(name, other));
    keys.push({ name: storeKeyOf(name, key), isSecret: key.isSecret, onlyWith });
  }
  return keys;
}

function unknownKeys(
  values: ConfigValues,
  project: string,
  instances: [string, unknown][],
  keys: Key[],
): Problem[] {
  const known = ["instances", ...keys.map(({ name }) => name)];
  const names = instances.map(([name]) => name);
  const ofGiven = names.map(secretKeyOf);
  const ofSessions = names.map(sessionTokenOf);
  return [...values.keys()]
    .filter((path) => path.startsWith(`${project}:`))
    .flatMap((path): Problem[] => {
      const key = path.slice(project.length + 1);
      if (known.includes(key)) return [];
      const unused = (needs: string): string =>
        `is not used, because its instance has no ${needs}; set that, or run \`pulumi config rm ${key}\``;
      const needs = ofGiven.includes(key)
        ? "`writer: { given: { accessKeyId: ... } }`"
        : ofSessions.includes(key)
          ? READS_SESSION_TOKEN
          : kindOfKey(key, names);
      if (needs !== undefined) return [{ code: "config-key-unused", path, message: unused(needs) }];
      const message = `is unknown; did you mean ${project}:${closest(key, known)}?`;
      return [{ code: "config-key-unknown", path, message }];
    });
}

/** The store that a config value with this name is for; undefined if it is for none. */
function kindOfKey(key: string, instances: string[]): string | undefined {
  const kind = STORE_KINDS.find((one) =>
    STORE_DEFINITIONS[one].credentials?.keys.some((credential) =>
      instances.some((instance) => storeKeyOf(instance, credential) === key),
    ),
  );
  return kind && `\`store: { ${kind}: ... }\``;
}

function keyProblems(
  values: ConfigValues,
  project: string,
  { name, isSecret, onlyWith, isOptional }: Key,
): Problem[] {
  const path = `${project}:${name}`;
  const value = values.get(path);
  if (value === undefined) {
    if (isOptional) return [];
    if (onlyWith?.some((other) => values.has(`${project}:${other}`)) === false) return [];
    const message = `is missing; run \`pulumi config set ${isSecret ? "--secret " : ""}${name}\``;
    return [{ code: "config-key-missing", path, message }];
  }
  // A store's own key never stands in an env file.
  return (value === "" || onlyWith === undefined ? credentialProblems(value) : []).map((reason) => ({
    ...reason,
    path,
  }));
}

/** The instances of a store share a provider for each key, and a key has one secret. */
function storeSecretProblems(
  values: ConfigValues,
  project: string,
  instances: [string, unknown][],
): Problem[] {
  const first = new Map<string, { key: string; secret: string | undefined }>();
  return instances.flatMap(([name, instance]) => {
    const { kind, settings, credentials } = credentialsOf(instance) ?? {};
    const idKey = credentials?.keys.find(({ isSecret }) => !isSecret);
    const id = idKey && values.get(`${project}:${storeKeyOf(name, idKey)}`);
    if (credentials === undefined || settings === undefined || id === undefined) return [];
    return credentials.keys.flatMap((credential): Problem[] => {
      if (!credential.isSecret) return [];
      const key = storeKeyOf(name, credential);
      const where = JSON.stringify([kind, credentials.realm(settings), id, credential.configKey]);
      const secret = values.get(`${project}:${key}`);
      const other = first.get(where);
      if (other === undefined) first.set(where, { key, secret });
      if (other === undefined || secret === undefined || other.secret === secret) return [];
      const message = `differs from ${other.key}, but both belong to the same access key of the same store; set both to the same secret`;
      return [{ code: "store-key-secrets", path: `${project}:${key}`, message }];
    });
  });
}

function instanceOf(
  name: string,
  app: AppName,
  settings: AppConfig,
  values: ConfigValues,
  project: string,
): Instance {
  const bucket = bucketSettings(app, settings) as BucketConfig | undefined;
  // The very settings that were checked, unless a secret is added, so that the component need not check them again.
  const args = (bucket?.writer?.given === undefined
    ? settings
    : withBucket(
        APPS[app],
        settings,
        withSecretsOf(bucket, name, values, project),
      )) as unknown as AppArgs[AppName];
  const store = bucket?.store;
  const storeKey = storeKeyOfInstance(name, store, values, project);
  return { name, app, args, store, ...(storeKey && { storeKey }) };
}

/** The credentials that Pulumi uses at the instance's store; undefined if the config has none. */
function storeKeyOfInstance(
  name: string,
  store: StoreArgs | undefined,
  values: ConfigValues,
  project: string,
): StoreKey | undefined {
  const keys = storeCredentialsOf(store)?.credentials.keys ?? [];
  const found = keys.map((key) => ({ ...key, path: `${project}:${storeKeyOf(name, key)}` }));
  const id = found.find(({ isSecret }) => !isSecret) ?? found[0];
  const text = id && values.get(id.path);
  if (id === undefined || text === undefined) return undefined;
  const isShown = (key: (typeof found)[number]): boolean => !key.isSecret && !isSecretConfig(key.path);
  return {
    name: isShown(id) ? text : createHash("sha256").update(text).digest("hex").slice(0, 16),
    credentials: Object.fromEntries(
      found.map((key): [string, Input<string>] => {
        const value = secretOf(values, key.path);
        return [key.member, isShown(key) ? (values.get(key.path) ?? "") : value];
      }),
    ),
  };
}

/** The bucket's settings with the secrets of a given key, which are config values of their own. */
function withSecretsOf(
  { writer, ...others }: BucketConfig,
  name: string,
  values: ConfigValues,
  project: string,
): object {
  const sessionToken = values.get(`${project}:${sessionTokenOf(name)}`);
  const given = {
    ...writer?.given,
    secretAccessKey: secretOf(values, `${project}:${secretKeyOf(name)}`),
    ...(sessionToken !== undefined && { sessionToken: secret(sessionToken) }),
  };
  return { ...others, writer: { ...writer, given } };
}

/** A value of the config that `keyProblems` has not found missing. */
function secretOf(values: ConfigValues, path: string): Output<string> {
  const value = values.get(path);
  if (value === undefined) throw new Error(`bug: ${path} is missing, although keyProblems found nothing`);
  return secret(value);
}

function configError(problems: Problem[]): UserError {
  const many = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return new UserError(
    `${many} in the stack's config; nothing was created.${problemLines(problems)}`,
    problems,
  );
}
