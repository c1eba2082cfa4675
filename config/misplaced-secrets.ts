/** Secrets in the settings of an instance, where Pulumi would not encrypt them: each belongs into a config value of its own. */
import { APPS } from "../apps";
import { withBucket } from "../apps/app";
import type { AppName } from "../apps/names";
import { storeCredentialsOf } from "../stores";
import { folded } from "../validation/near-miss";
import { ownMember } from "../validation/own-member";
import { at, under, type Problem, type PropertyPath } from "../validation/problem";
import { isMap, type Members } from "../validation/shape";
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
  if (/^(aws)?secret/.test(folded(member))) return secretKeyOf(instance);
  const isToken = /^(aws)?session/.test(folded(member));
  return isToken && APPS[app].readsSessionToken ? sessionTokenOf(instance) : undefined;
}

/** The secrets of the app's key: in `writer.given`, and where somebody looks for a place for them. */
function keyProblems(settings: Members, app: AppName, instance: string, path: string): Problem[] {
  const below = APPS[app].bucketMember === undefined ? [] : [APPS[app].bucketMember];
  const places: PropertyPath[] = [[], below, [...below, "writer"], [...below, "writer", "given"]];
  return [...new Map(places.map((steps) => [under("", steps), steps])).values()].flatMap((steps) => {
    const members = steps.reduce<unknown>(
      (part, step) => (isMap(part) ? ownMember(part, String(step)) : undefined),
      settings,
    );
    if (!isMap(members)) return [];
    return Object.entries(members).flatMap(([member, value]): Problem[] => {
      const key = value === undefined ? undefined : configKeyOf(member, app, instance);
      if (key === undefined) return [];
      const remedy = isEncrypted(value)
        ? "remove it"
        : "remove it, create another key (copies of this file may contain this one), set its id in writer.given.accessKeyId";
      const message = `would not stay secret here; ${remedy} and run \`pulumi config set --secret ${key}\``;
      return [{ code: "secret-misplaced", path: at(under(path, steps), member), message }];
    });
  });
}

/** The credentials that Pulumi uses at the store: in their place in a program, and beside it. */
function storeProblems(store: unknown, instance: string, path: string): Problem[] {
  const { kind, credentials, settings, given } = storeCredentialsOf(store) ?? {};
  if (kind === undefined || credentials === undefined || settings === undefined) return [];
  const names = credentials.keys.map(({ member }) => folded(member));
  const beside = Object.keys(settings).filter((member) => names.includes(folded(member)));
  const found = [...(given === undefined ? [] : [credentials.member]), ...beside];
  const commands = credentials.keys.map(
    (key) => `\`pulumi config set ${key.isSecret ? "--secret " : ""}${storeKeyOf(instance, key)}\``,
  );
  const message = `would be in plain text here; remove it, create another key if its secret was here (copies of this file may contain it), and run ${commands.join(" and ")}`;
  return found.map((member) => ({ code: "secret-misplaced", path: at(path, `${kind}.${member}`), message }));
}

/** Whether a value is as `pulumi config set --secret --path` writes it. */
const isEncrypted = (value: unknown): boolean => isMap(value) && "secure" in value;
