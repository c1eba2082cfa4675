import type { ProblemCode } from "./codes";

/** Why a value is not accepted, before anybody knows where it was written. */
export interface Reason {
  /** The rule that is broken, such as "bucket-name-dot". It stays the same when the message is reworded. */
  code: ProblemCode;
  /** What is wrong, why it matters and what to write instead, in one or two sentences. */
  message: string;
}

/** One thing that is wrong with what an operator wrote, said so that it can be put right without reading the code. */
export interface Problem extends Reason {
  /** Where, as a property path: `store.aws.region`, `slots[1]`; `""` is the whole. */
  path: string;
}

/** Joins two property paths: `at("a", "b")` is `a.b`, `at("a", "[0]")` is `a[0]`. */
export function at(path: string, member: string): string {
  if (path === "" || member === "" || member.startsWith("[")) return path + member;
  return `${path}.${member}`;
}

/** Where something is as data, member by member and index by index: `["slots", 1]` is `slots[1]`. */
export type PropertyPath = readonly (string | number)[];

/** The path of what is below another path: `under("store", ["slots", 1])` is `store.slots[1]`. */
export function under(path: string, steps: PropertyPath): string {
  return steps.reduce<string>(
    (where, step) => at(where, typeof step === "number" ? `[${step}]` : step),
    path,
  );
}
