/** Which app an instance of the config has. */
import { APPS } from "../apps";
import { APP_NAMES, isAppName, type AppName } from "../apps/names";
import { folded, misspelledName } from "../validation/near-miss";
import { at, type Problem, type PropertyPath } from "../validation/problem";
import { isMap, object, otherMembers, type Members, type ObjectShape } from "../validation/shape";
import { unknownMember } from "../validation/unknown-member";
import { misplacedSecret } from "./misplaced-secrets";

interface InstanceApps {
  /** The apps, each with the member that has its settings; a misspelled one too, so that its settings are checked at once. */
  apps: { app: AppName; member: string }[];
  /** The app whose settings are beside its line, not indented below it, so that they are checked at once too. */
  notIndented?: { app: AppName; settings: Members };
  /** What is wrong with the other members, or with an instance without an app. */
  problems: Problem[];
  /** The places of settings that are beside the app. */
  meant: readonly PropertyPath[];
}

/** The apps of an instance. `path` ends with its name. */
export function appsOf(instance: Members, name: string, path: string): InstanceApps {
  const set = APP_NAMES.filter((app) => instance[app] !== undefined);
  const entries = otherMembers(instance, APP_NAMES);
  // The app decides only which secrets its key has.
  const secretOf = (entry: [string, unknown]): Problem | undefined =>
    misplacedSecret(entry, set[0] ?? APP_NAMES[0], name, path);
  const secrets = entries.flatMap((entry) => secretOf(entry) ?? []);
  const others = entries.filter((entry) => secretOf(entry) === undefined).map(([member]) => member);
  const misspelled = APP_NAMES.filter((app) => !set.includes(app)).flatMap((app) =>
    others.filter((member) => misspelledName(member, [app]) !== undefined).map((member) => ({ app, member })),
  );
  const apps = [...set.map((app) => ({ app, member: app })), ...misspelled];
  if (set[0] !== undefined && set.length === 1 && isNotIndented(instance, set[0], others)) {
    const settings = Object.fromEntries(entries.filter(([member]) => others.includes(member)));
    const problem = notIndentedProblem(instance, set[0], others, path);
    return { apps: [], notIndented: { app: set[0], settings }, problems: [problem, ...secrets], meant: [] };
  }
  const withoutApp = apps.length === 0 ? withoutAppProblem(others, name, path) : undefined;
  if (withoutApp !== undefined) return { apps, problems: [withoutApp, ...secrets], meant: [] };
  const shape = instanceShape(apps.map(({ app }) => app));
  const unknown = others.map((member) => ({ member, ...unknownMember(member, [], shape, instance) }));
  return {
    apps,
    problems: [
      ...unknown.map(({ code, message, member }) => ({ code, message, path: at(path, member) })),
      ...secrets,
    ],
    meant: unknown.flatMap(({ meant }) => meant),
  };
}

/** Whether the line of an app is there, but is empty, because its settings are not indented below it. */
function isNotIndented(instance: Members, app: AppName, members: string[]): boolean {
  const settings = instance[app];
  const isEmpty = settings === null || (isMap(settings) && Object.keys(settings).length === 0);
  return isEmpty && settingsAmong(members, app).length > 0;
}

function notIndentedProblem(instance: Members, app: AppName, members: string[], path: string): Problem {
  const braces = instance[app] === null ? "" : "remove `{}` and ";
  const message = `is empty, because ${members.join(", ")} ${members.length === 1 ? "is" : "are"} not indented below it; ${braces}indent each line below \`${app}:\` by two more spaces`;
  return { code: "instance-app-missing", path: at(path, app), message };
}

/** The members that an app's settings have, also in another spelling. */
function settingsAmong(members: string[], app: AppName): string[] {
  const names = Object.keys(APPS[app].checks.shape.members).map(folded);
  return members.filter((member) => names.includes(folded(member)));
}

/** The shape of an instance with these apps; of any app if it has none. A setting is not meant for an app that is not set. */
function instanceShape(set: readonly AppName[]): ObjectShape {
  const shapes = APP_NAMES.map((app): [AppName, ObjectShape] => [
    app,
    set.length === 0 || set.includes(app) ? APPS[app].checks.shape : object({}),
  ]);
  return object(Object.fromEntries(shapes));
}

/** An instance without an app, which may have the settings of one directly; undefined if it has other unknown members only. */
function withoutAppProblem(members: string[], name: string, path: string): Problem | undefined {
  const code = "instance-app-missing";
  if (members.length === 0) {
    const apps = APP_NAMES.map((app) => `\`${app}:\``).join(" or ");
    return { code, path, message: `does not set an app; set ${apps} with its settings` };
  }
  const settings = APP_NAMES.map((app) => ({ app, known: settingsAmong(members, app) }));
  const most = Math.max(...settings.map(({ known }) => known.length));
  if (most === 0) return undefined;
  const likely = settings.filter(({ known }) => known.length === most);
  const subject = `sets ${[...new Set(likely.flatMap(({ known }) => known))].join(", ")} without an app`;
  if (isAppName(name)) {
    const message = `${subject}; add a line with the name of the instance above: \`social: { ${name}: { ... } }\``;
    return { code, path, message };
  }
  const apps = likely.map(({ app }) => `\`${app}: { ... }\``).join(" or ");
  return { code, path, message: `${subject}; move ${most === 1 ? "it" : "them"} into ${apps}` };
}
