/** What can be wrong with one instance of the config. */
import { APPS } from "../apps";
import { problemsOfFixed } from "../apps/checked-args";
import type { AppName } from "../apps/names";
import { ownMember } from "../validation/own-member";
import { at, under, type Problem } from "../validation/problem";
import { isMap, type Members } from "../validation/shape";
import { appsOf } from "./instance-apps";
import { INSTANCE, typeProblems } from "./instance-shape";
import { withoutMisplacedSecrets } from "./misplaced-secrets";

/** All problems of an instance, which may be anything. `path` ends with its name. */
export function instanceProblems(instance: unknown, name: string, path: string): Problem[] {
  if (!isMap(instance)) return typeProblems("social", INSTANCE, instance, path);
  const { apps, notIndented, problems, meant } = appsOf(instance, name, path);
  const explained = new Set(meant.map((steps) => under(path, steps)));
  problems.push(
    ...apps
      .flatMap(({ app, member }) =>
        settingsProblems(app, ownMember(instance, member), name, at(path, member)),
      )
      // The setting is there, but beside the app.
      .filter((problem) => problem.code !== "missing-member" || !explained.has(problem.path)),
  );
  if (notIndented !== undefined) {
    const { app, settings } = notIndented;
    problems.push(
      ...settingsProblems(app, settings, name, path).map((one) => belowApp(one, app, settings, path)),
    );
  }
  if (apps.length > 1) {
    const message = `sets ${apps.map(({ member }) => member).join(" and ")}; create one instance for each app`;
    problems.push({ code: "instance-apps", path, message });
  }
  return problems;
}

/** A setting that is missing belongs below the app, where the others will be. */
function belowApp(problem: Problem, app: AppName, settings: Members, path: string): Problem {
  const steps = problem.path.slice(path.length + 1);
  const [member = ""] = steps.split(/[.[]/);
  return ownMember(settings, member) === undefined ? { ...problem, path: at(at(path, app), steps) } : problem;
}

/** All problems of an app's settings in the config. */
function settingsProblems(app: AppName, settings: unknown, instance: string, path: string): Problem[] {
  if (!isMap(settings)) return typeProblems(app, APPS[app].checks.shape, settings, path);
  const { settings: whole, problems } = withoutMisplacedSecrets(settings, app, instance, path);
  const isReported = (where: string): boolean =>
    problems.some((problem) => where === problem.path || where.startsWith(`${problem.path}.`));
  const others = problemsOfFixed(APPS[app], whole, path);
  return [...problems, ...others.filter((problem) => !isReported(problem.path))];
}
