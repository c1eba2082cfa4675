import { createHash } from "node:crypto";
import { Config, getStack, runtime, secret, type Input, type Output } from "@pulumi/pulumi";
import { APP_NAMES, type AppName } from "../apps/names";
import type {
  AuthentikStorageArgs,
  MastodonStorageArgs,
  StoreArgs,
  SupabaseStorageArgs,
} from "../components";
import type { StoreKey } from "../components/stores";
import { isSecretConfig, secretConfigTexts } from "../components/secret-config";
import { counted } from "../validation/counted";
import { problemLines, type Problem, type Reason } from "../validation/problem";
import { storeCredentialsOf } from "../stores";
import { UserError } from "../validation/user-error";
import { bucketSettings } from "./bucket-settings";
import { checkConfig, type ConfigValues } from "./check-config";
import { storeKeyOf } from "./key-names";
import type { InstanceConfig, InstancesConfig } from "./types";
import { withSecrets } from "./with-secrets";

/** The args of each app's component. */
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
  /** The credentials that Pulumi uses at the store; default: those that the store's provider finds itself. */
  storeKey?: StoreKey;
}

/** The instances of the stack's config. Throws one error that lists all problems. */
export function readInstances(config = new Config()): Instance[] {
  const key = `${config.name}:instances`;
  // The offline preview makes the same check when it reads the stack file.
  if (isSecretConfig(key)) throw configError([{ ...NESTED_SECRET, path: key }]);
  // Read once, because the SDK parses the whole config for each value.
  const values: ConfigValues = new Map(Object.entries(runtime.allConfig()));
  const { instances, problems } = checkConfig(values, config.name, secretConfigTexts, getStack());
  if (problems.length > 0) throw configError(problems);
  return Object.entries(instances as InstancesConfig).map(([name, instance]) => {
    const app = APP_NAMES.find((one) => instance[one] !== undefined);
    if (app === undefined)
      throw new Error(`bug: ${name} has no app, although instancesProblems found nothing`);
    return instanceOf(name, app, instance[app] as AppConfig, values, config.name);
  });
}

const NESTED_SECRET: Reason = {
  code: "nested-secret",
  message:
    "is encrypted, or contains a secret that Pulumi would not treat as one; set it in plain text and store each secret in its own config value (`pulumi config set --secret`)",
};

type AppConfig = NonNullable<InstanceConfig[AppName]>;

function instanceOf(
  name: string,
  app: AppName,
  settings: AppConfig,
  values: ConfigValues,
  project: string,
): Instance {
  // The same objects that were checked, unless a secret is added, so that the component does not check them again.
  const args = withSecrets(app, settings, name, (key) => {
    const value = values.get(`${project}:${key}`);
    return value === undefined ? undefined : secret(value);
  }) as AppArgs[AppName];
  const store = bucketSettings(app, settings)?.["store"] as StoreArgs | undefined;
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

/** A value that the config certainly has, because `checkConfig` reports it otherwise. */
function secretOf(values: ConfigValues, path: string): Output<string> {
  const value = values.get(path);
  if (value === undefined) throw new Error(`bug: ${path} is missing, although checkConfig found nothing`);
  return secret(value);
}

function configError(problems: Problem[]): UserError {
  const many = counted(problems.length, "problem");
  return new UserError(
    `${many} in the stack's config; nothing was created.${problemLines(problems)}`,
    problems,
  );
}
