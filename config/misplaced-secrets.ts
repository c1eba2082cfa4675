/** Secrets in the settings of an instance, where Pulumi would not encrypt them: each belongs into a config value of its own. */
import { APPS } from "../apps";
import { withBucket } from "../apps/app";
import type { AppName } from "../apps/names";
import { STORE_DEFINITIONS, STORE_KINDS, storeCredentialsOf } from "../stores";
import { ourName } from "../validation/foreign-names";
import { folded } from "../validation/near-miss";
import { at, type Problem } from "../validation/problem";
import { isEncrypted, isMap, otherMembers, type Members } from "../validation/shape";
import { bucketPath, bucketSettings } from "./bucket-settings";
import { secretKeyOf, sessionTokenOf, storeKeyOf } from "./key-names";

/** The settings with a placeholder for the secret of a given key, as the components need it, and the secrets that are in them. */
export function withoutMisplacedSecrets(
  settings: Members,
  app: AppName,
  instance: string,
  path: string,
): { settings: Members; problems: Problem[] } {
  const bucket = bucketSettings(app, settings);
  const problems = [
    ...keyProblems(settings, app, instance, path),
    ...storeProblems(bucket?.["store"], instance, at(bucketPath(app, path), "store")),
  ];
  const writer = bucket?.["writer"];
  const given = isMap(writer) ? writer["given"] : undefined;
  if (given !== undefined && !isMap(given)) {
    // The example of the type check has the secret too, as a program needs it.
    const message = `is not an object; set the id of the key, such as \`given: { accessKeyId: "AKIAIOSFODNN7EXAMPLE" }\`, and run \`pulumi config set --secret ${secretKeyOf(instance)}\``;
    problems.push({ code: "wrong-type", path: at(bucketPath(app, path), "writer.given"), message });
  }
  if (!isMap(writer) || !isMap(given)) return { settings, problems };
  const isSecret = (member: string): boolean => configKeyOf(member, app, instance) !== undefined;
  const others = Object.entries(given).filter(([member]) => !isSecret(member));
  const whole = { ...Object.fromEntries(others), secretAccessKey: "elsewhere" };
  return {
    settings: withBucket(APPS[app], settings, { ...bucket, writer: { ...writer, given: whole } }),
    problems,
  };
}

/** The config value of a secret of the app's key, by the name that the secret has in the settings; undefined for other names. */
function configKeyOf(member: string, app: AppName, instance: string): string | undefined {
  const name = folded(ourName(member));
  if (/^(aws)?secret/.test(name)) return secretKeyOf(instance);
  const isToken = /^(aws)?session/.test(name);
  return isToken && APPS[app].readsSessionToken ? sessionTokenOf(instance) : undefined;
}

/** The secret of the app's key as a member of an instance or of its settings; undefined for a member that is none. */
export function misplacedSecret(
  [member, value]: [string, unknown],
  app: AppName,
  instance: string,
  path: string,
): Problem | undefined {
  const key = value === undefined ? undefined : configKeyOf(member, app, instance);
  if (key === undefined) return undefined;
  const remedy = isEncrypted(value)
    ? "remove it"
    : "remove it, create another key (copies of this file may contain this one), set its id in writer.given.accessKeyId";
  const message = `would not stay secret here; ${remedy} and run \`pulumi config set --secret ${key}\``;
  return { code: "secret-misplaced", path: at(path, member), message };
}

/** The secrets of the app's key, at any depth, because each of our objects is a place where somebody may write them. */
function keyProblems(settings: Members, app: AppName, instance: string, path: string): Problem[] {
  const storePath = at(bucketPath(app, path), "store");
  const below = (members: Members, where: string): Problem[] =>
    Object.entries(members).flatMap(([member, value]) => {
      const problem = misplacedSecret([member, value], app, instance, where);
      if (problem !== undefined) return [problem];
      const place = at(where, member);
      return isMap(value) && place !== storePath ? below(value, place) : [];
    });
  return below(settings, path);
}

/** The credentials that Pulumi uses at the store: in their place in a program, and beside it. */
function storeProblems(store: unknown, instance: string, path: string): Problem[] {
  const { kind, credentials, settings, given } = storeCredentialsOf(store) ?? {};
  if (kind === undefined || credentials === undefined || settings === undefined)
    return secretsInStore(store, instance, path);
  const names = credentials.keys.map(({ member }) => folded(member));
  const beside = Object.keys(settings).filter((member) => names.includes(folded(member)));
  const found = [...(given === undefined ? [] : [credentials.member]), ...beside];
  const commands = credentials.keys.map(
    (key) => `\`pulumi config set ${key.isSecret ? "--secret " : ""}${storeKeyOf(instance, key)}\``,
  );
  const message = `would be in plain text here; remove it, create another key if its secret was here (copies of this file may contain it), and run ${commands.join(" and ")}`;
  return found.map((member) => ({ code: "secret-misplaced", path: at(path, `${kind}.${member}`), message }));
}

/** The names of credentials, whatever the store. */
const CREDENTIALS = STORE_KINDS.flatMap((kind) => STORE_DEFINITIONS[kind].credentials?.keys ?? []).map(
  ({ member }) => folded(member),
);

/** The credentials in a store whose kind takes none from the config, such as `aws`: they are Pulumi's own key, or the app's. */
function secretsInStore(store: unknown, instance: string, path: string): Problem[] {
  if (!isMap(store)) return [];
  const isCredential = (member: string): boolean =>
    CREDENTIALS.includes(folded(member)) || /^(aws)?(secret|session)/.test(folded(member));
  const message =
    "would be in plain text here; remove it and create another key if its secret was here (copies of this file may contain it). " +
    "If Pulumi uses the key, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY where Pulumi runs. If the app uses it, set its id in " +
    `writer.given.accessKeyId and run \`pulumi config set --secret ${secretKeyOf(instance)}\``;
  const inside = (members: Members, where: string): Problem[] =>
    otherMembers(members, []).flatMap(([member, value]): Problem[] => {
      if (isCredential(member)) return [{ code: "secret-misplaced", path: at(where, member), message }];
      return isMap(value) ? inside(value, at(where, member)) : [];
    });
  return inside(store, path);
}
