/** Arguments of which exactly one member must be set, such as the kinds of a store. */
import type { ProblemCode } from "./codes";
import type { Rules } from "./rules";
import { hasUnknownMembers } from "./sound-part";

/** The members that are set, in the order of `names`. */
export function membersSet<K extends string>(names: readonly K[], args: { [M in K]?: unknown }): K[] {
  return names.filter((name) => args[name] !== undefined);
}

type Text<A, C> = (args: A, context: C) => string;

/** The problems that are reported if not exactly one member is set. */
interface Choice<A, C> {
  none: { code: ProblemCode; message: string | Text<A, C> };
  /** The remedy follows the names of the members; default: "set exactly one of them". */
  several: { code: ProblemCode; remedy?: Text<A, C> };
}

export function exactlyOne<A extends object, C = unknown>(
  names: readonly (keyof A & string)[],
  { none, several }: Choice<A, C>,
): Rules<A, C> {
  return [
    {
      at: "",
      // An unknown member is already reported, and is probably a misspelling of the missing one.
      when: (args) => membersSet(names, args).length === 0 && !hasUnknownMembers(args),
      ...none,
      editor: { exactlyOne: names },
    },
    {
      at: "",
      code: several.code,
      when: (args) => membersSet(names, args).length > 1,
      message: (args, context) =>
        `sets ${membersSet(names, args).join(" and ")}; ${several.remedy?.(args, context) ?? "set exactly one of them"}`,
    },
  ];
}
