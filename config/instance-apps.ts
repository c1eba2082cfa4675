/** Which app an instance of the config has. */
import { APPS } from "../apps";
import { APP_NAMES, isAppName, type AppName } from "../apps/names";
import { folded } from "../validation/near-miss";
import { at, type Problem, type PropertyPath } from "../validation/problem";
import { otherMembers, type Members } from "../validation/shape";
import { unknownMember } from "../validation/unknown-member";
import { INSTANCE } from "./instance-shape";

interface InstanceApps {
  /** The apps, each with the member that has its settings; a misspelled one too, so that its settings are checked at once. */
  apps: { app: AppName; member: string }[];
  /** What is wrong with the other members, or with an instance without an app. */
  problems: Problem[];
  /** The places of settings that are beside the app. */
  meant: readonly PropertyPath[];
}

/** The apps of an instance. `path` ends with its name. */
export function appsOf(instance: Members, name: string, path: string): InstanceApps {
  const set = APP_NAMES.filter((app) => instance[app] !== undefined);
  const others = otherMembers(instance, APP_NAMES).map(([member]) => member);
  const misspelled = APP_NAMES.filter((app) => !set.includes(app)).flatMap((app) =>
    others.filter((member) => folded(member) === app).map((member) => ({ app, member })),
  );
  const apps = [...set.map((app) => ({ app, member: app })), ...misspelled];
  const withoutApp = apps.length === 0 ? withoutAppProblem(others, name, path) : undefined;
  if (withoutApp !== undefined) return { apps, problems: [withoutApp], meant: [] };
  const unknown = others.map((member) => ({ member, ...unknownMember(member, [], INSTANCE, instance) }));
  return {
    apps,
    problems: unknown.map(({ code, message, member }) => ({ code, message, path: at(path, member) })),
    meant: unknown.flatMap(({ meant }) => meant),
  };
}

/** An instance without an app, which may have the settings of one directly; undefined if it has other unknown members only. */
function withoutAppProblem(members: string[], name: string, path: string): Problem | undefined {
  const code = "instance-app-missing";
  if (members.length === 0) {
    const apps = APP_NAMES.map((app) => `\`${app}:\``).join(" or ");
    return { code, path, message: `does not set an app; set ${apps} with its settings` };
  }
  const settings = APP_NAMES.map((app) => {
    const names = Object.keys(APPS[app].checks.shape.members).map(folded);
    return { app, known: members.filter((member) => names.includes(folded(member))) };
  });
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
