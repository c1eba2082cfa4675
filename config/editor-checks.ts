/** The checks of all rules that editors can make, each with its place below an instance. */
import { APPS } from "../apps";
import type { App } from "../apps/app";
import { APP_NAMES } from "../apps/names";
import type { EditorCheck } from "../validation/editor-check";
import { stepsOf, type Rules } from "../validation/rules";

export interface PlacedCheck {
  check: EditorCheck;
  /** Where the arguments are that the rule is about, as steps below an instance: `["mastodon", "store"]`. */
  args: readonly string[];
  /** The rule's place below its arguments: `["aws", "region"]`, with "[]" for each item and "*" for each member. */
  at: readonly string[];
}

export function editorChecks(): PlacedCheck[] {
  return [
    { check: { exactlyOne: APP_NAMES }, args: [], at: [] },
    ...APP_NAMES.flatMap((name) => {
      const { checks }: App = APPS[name];
      return checksOf([...checks.rules, ...(checks.lastRules ?? [])], [name]);
    }),
  ];
}

function checksOf(rules: Rules<never, never>, args: readonly string[]): PlacedCheck[] {
  return rules.flatMap((rule) => {
    const at = stepsOf(rule.at);
    const own = [rule.editor ?? []].flat().map((check) => ({ check, args, at }));
    return "rules" in rule ? [...own, ...checksOf(rule.rules, [...args, ...at])] : own;
  });
}
