import type { Problem } from "../validation/problem";
import type { App } from "./app";

/** Args without problems. Only args that nobody can change afterwards are added, because only the object is recognized. */
const CHECKED = new WeakSet();

/** All problems of args that nobody changes any more, such as those in the stack's config. */
export function problemsOfFixed(app: App, args: unknown, path: string): Problem[] {
  const problems = app.validate(args, path);
  if (problems.length === 0 && typeof args === "object" && args !== null) CHECKED.add(args);
  return problems;
}

/** All problems of args. Those in which `problemsOfFixed` found none are not checked again. */
export function problemsOf(app: Pick<App, "validate">, args: object): Problem[] {
  return CHECKED.has(args) ? [] : app.validate(args);
}
