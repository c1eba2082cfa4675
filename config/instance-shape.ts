import { APPS } from "../apps";
import type { Problem } from "../validation/problem";
import { mapOf, object, type ObjectShape, type Shape } from "../validation/shape";
import { shapeProblems } from "../validation/shape-problems";

const shapes = Object.entries(APPS).map(([app, { checks }]): [string, Shape] => [app, checks.shape]);

/** The shape of an instance: the settings of an app. */
export const INSTANCE: ObjectShape = object(Object.fromEntries(shapes));

/** The shape of the config's map of instances. */
export const INSTANCES: Shape = mapOf(INSTANCE);

/** Why a value of the config is not an object, with the example of this name. */
export function typeProblems(example: string, shape: Shape, value: unknown, path: string): Problem[] {
  const problems = shapeProblems(object({ [example]: shape }), { [example]: value });
  return problems.map(({ code, message }) => ({ code, message, path }));
}
