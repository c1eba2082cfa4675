/** Each argument that is an object, a list or a map has an example, which is valid where a message shows it. */
import { runInNewContext } from "node:vm";
import { parse } from "yaml";
import { APPS } from "../../apps";
import { INSTANCE, INSTANCES } from "../../config/instance-shape";
import { instancesProblems } from "../../config/check-instances";
import { EXAMPLES, exampleAt } from "../../validation/examples";
import type { PropertyPath } from "../../validation/problem";
import { object, type Shape } from "../../validation/shape";
import { shapeProblems } from "../../validation/shape-problems";

interface Argument {
  steps: PropertyPath;
  shape: Shape;
}

/** All objects, lists and maps in a shape; an item of a list has the index 0. */
function collections(shape: Shape, steps: PropertyPath): Argument[] {
  if (shape.is === "list") return [{ steps, shape }, ...collections(shape.of, [...steps, 0])];
  if (shape.is === "map") return [{ steps, shape }];
  if (shape.is !== "object") return [];
  const members = Object.entries(shape.members).flatMap(([name, part]) =>
    collections(part, [...steps, name]),
  );
  return [...(steps.length === 0 ? [] : [{ steps, shape }]), ...members];
}

const ARGUMENTS = [
  ...collections(INSTANCE, []),
  { steps: ["instances"], shape: INSTANCES },
  { steps: ["social"], shape: INSTANCE },
];

test("the shapes have arguments to check", () => expect(ARGUMENTS.length).toBeGreaterThan(100));

/** The value of the text of an example in a language. */
const READ: Record<string, (text: string) => unknown> = {
  YAML: (text) => parse(text) as unknown,
  // A program, too, has the text inside braces.
  TypeScript: (text) => runInNewContext(`(${text})`) as unknown,
};

test.each(ARGUMENTS.map((argument) => [argument.steps.join("."), argument] as const))(
  "%s has a valid example",
  (_, { steps, shape }) => {
    const text = exampleAt(steps) ?? "no example";
    const last = steps.at(-1) ?? "";
    for (const read of Object.values(READ)) {
      const value = typeof last === "number" ? { item: read(text) } : read(`{ ${text} }`);
      const name = typeof last === "number" ? "item" : last;
      expect(Object.keys(value as object)).toEqual([name]);
      expect(shapeProblems(object({ [name]: shape }, [name]), value)).toEqual([]);
    }
  },
);

test("each example is that of an argument", () => {
  const names = ARGUMENTS.flatMap(({ steps }) => {
    const [before, last] = [steps.at(-2), steps.at(-1)];
    return typeof last === "number" ? [`${String(before)}[]`] : [`${String(before)}.${last}`, last];
  });
  expect(Object.keys(EXAMPLES).filter((name) => !names.includes(name))).toEqual([]);
});

test.each(Object.keys(APPS))("the example of the settings of %s has no problem", (app) =>
  expect(instancesProblems({ one: { [app]: EXAMPLES[app] } }, "c")).toEqual([]),
);

test("the example of the instances has no problem", () =>
  expect(instancesProblems(EXAMPLES["instances"], "c")).toEqual([]));
