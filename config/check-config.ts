import { hasPlaceholder } from "../validation/placeholder";
import { APPS } from "../apps";
import { APP_NAMES } from "../apps/names";
import { credentialProblems } from "../storage/credentials";
import { STORE_DEFINITIONS, STORE_KINDS, storeCredentialsOf } from "../stores";
import { misspelledName } from "../validation/near-miss";
import type { Problem } from "../validation/problem";
import { isMap } from "../validation/shape";
import { withoutSecrets } from "../validation/without-secrets";
import { instancesProblems } from "./check-instances";
import { bucketOfInstance } from "./bucket-settings";
import { secretKeyOf, sessionTokenOf, storeKeyOf } from "./key-names";
import { providerRegionProblems } from "./provider-region";
import { meantKey, unknownKeyMessage } from "./unknown-key";

/** The stack's config: full keys and texts. */
export type ConfigValues = ReadonlyMap<string, string>;

/** What a stack's config says, and everything that is wrong with it. */
export interface CheckedConfig {
  /** The value of `instances`, which may be anything if there are problems. */
  instances: unknown;
  problems: Problem[];
}

/**
 * Checks a stack's config: the instances, and the values beside them. `project` is the namespace of its keys. No message contains
 * one of the `secrets`, which are read only if there are problems, because a secret value may be in plain text at another place too.
 * The commands in the messages name the `stack`, because another one may be selected.
 */
export function checkConfig(
  values: ConfigValues,
  project: string,
  secrets: () => readonly string[],
  stack: string,
): CheckedConfig {
  const path = `${project}:instances`;
  const value = parsed(values.get(path));
  const misnamed = value === undefined ? misnamedInstances(values, project) : [];
  if (misnamed.length > 0)
    return { instances: undefined, problems: withoutSecrets(misnamed, value, secrets()) };
  const problems = instancesProblems(value, path);
  // Without instances nobody knows what the other keys are for.
  const instances = isMap(value) ? Object.entries(value) : [];
  const keys = instances.flatMap((instance) => configKeysOf(instance));
  const unknown = isMap(value) ? unknownKeys(values, project, instances, keys, problems) : [];
  problems.push(...unknown.map(({ problem }) => problem));
  // A secret that is in the instances is reported there, with the command that sets it here.
  const toMove = problems.filter(({ code }) => code === "secret-misplaced").map(({ message }) => message);
  for (const key of keys) {
    // A misspelled key is not missing too.
    const isMisspelled =
      unknown.some(({ meant }) => meant === key.name) && !values.has(`${project}:${key.name}`);
    if (!isMisspelled && !toMove.some((message) => message.includes(` ${key.name}\``)))
      problems.push(...keyProblems(values, project, key));
  }
  problems.push(...storeSecretProblems(values, project, instances));
  problems.push(...providerRegionProblems(values, value));
  return {
    instances: value,
    problems: problems.length === 0 ? [] : withoutSecrets(withStack(problems, stack), value, secrets()),
  };
}

function withStack(problems: readonly Problem[], stack: string): Problem[] {
  return problems.map((problem) => ({
    ...problem,
    message: problem.message.replace(/`pulumi config [^`]+(?=`)/g, `$& --stack ${stack}`),
  }));
}

/** The instances under another key than the one that the program reads. */
function misnamedInstances(values: ConfigValues, project: string): Problem[] {
  const wanted = `${project}:instances`;
  const isInstances = (name: string, value: unknown): boolean =>
    misspelledName(name, ["instances"]) !== undefined && isMap(value);
  return [...values].flatMap(([path, text]): Problem[] => {
    const value = parsed(text);
    const [namespace = "", name = ""] = path.split(":");
    const problem = (message: string): Problem[] => [{ code: "config-key-unknown", path, message }];
    if (isInstances(name, value))
      return problem(
        namespace === project
          ? `is unknown; did you mean ${wanted}?`
          : `is not read, because Pulumi.yaml names this project "${project}"; rename it to ${wanted}`,
      );
    const inside = isMap(value) ? Object.entries(value).find((member) => isInstances(...member)) : undefined;
    return inside === undefined
      ? []
      : problem(
          `has the instances in its member ${inside[0]}; write one line \`${wanted}:\` in place of the two`,
        );
  });
}

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

/** A problem of a key that nothing reads, and the key that was probably meant. */
interface UnknownKey {
  problem: Problem;
  meant?: string;
}

function unknownKeys(
  values: ConfigValues,
  project: string,
  instances: [string, unknown][],
  keys: Key[],
  problems: readonly Problem[],
): UnknownKey[] {
  const known = [{ name: "instances", isSecret: false }, ...keys].map(({ name, isSecret }) => ({
    name,
    isSecret,
    isSet: values.has(`${project}:${name}`),
  }));
  const names = instances.map(([name]) => name);
  // An instance with a problem may use the key once that is solved.
  const inDoubt = names.filter((name) =>
    problems.some(({ path }) => `${path}.`.startsWith(`${project}:instances.${name}.`)),
  );
  const ofGiven = names.map(secretKeyOf);
  const ofSessions = names.map(sessionTokenOf);
  return [...values.keys()]
    .filter((path) => path.startsWith(`${project}:`))
    .flatMap((path): UnknownKey[] => {
      const key = path.slice(project.length + 1);
      if (known.some(({ name }) => name === key) || inDoubt.some((name) => key.startsWith(name))) return [];
      const unused = (needs: string): string =>
        `is not used, because its instance has no ${needs}; set that, or run \`pulumi config rm ${key}\``;
      const needs = ofGiven.includes(key)
        ? "`writer: { given: { accessKeyId: ... } }`"
        : ofSessions.includes(key)
          ? READS_SESSION_TOKEN
          : kindOfKey(key, names);
      if (needs !== undefined)
        return [{ problem: { code: "config-key-unused", path, message: unused(needs) } }];
      const meant = meantKey(key, known);
      const message = unknownKeyMessage(key, meant, project);
      return [
        {
          problem: { code: "config-key-unknown", path, message },
          ...(meant !== undefined && { meant: meant.name }),
        },
      ];
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
    const elsewhere = [...values.keys()].find((other) => other.endsWith(`:${name}`));
    const remedy =
      elsewhere === undefined
        ? `run \`pulumi config set ${isSecret ? "--secret " : ""}${name}\``
        : `rename ${elsewhere}, which is not read in a project with the name "${project}"`;
    return [{ code: "config-key-missing", path, message: `is missing; ${remedy}` }];
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
  const first = new Map<string, { key: string; secret: string }>();
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
      // Offline nobody can decrypt them.
      if (secret === undefined || hasPlaceholder(secret)) return [];
      const other = first.get(where);
      if (other === undefined) first.set(where, { key, secret });
      if (other === undefined || other.secret === secret) return [];
      const message = `differs from ${other.key}, but both belong to the same access key of the same store; set both to the same secret`;
      return [{ code: "store-key-secrets", path: `${project}:${key}`, message }];
    });
  });
}
