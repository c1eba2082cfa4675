import { checkEntries, noncharacterProblem, valueProblem } from "../check";
import { BARE, envLines } from "./dotenv";
import type { EnvEntry } from "../entry";

/** Why systemd would not hand on this value (`env_value_is_valid` in its src/basic/env-util.c); undefined where it would. */
export function systemdValueProblem(value: string): string | undefined {
  // eslint-disable-next-line no-control-regex -- control characters are the point
  if (/[\x01-\x08\x0b-\x1f\x7f]/.test(value))
    return "contains a control character, with which systemd leaves the variable out";
  return noncharacterProblem(value) ?? valueProblem(value);
}

/**
 * Single quotes, which every version of systemd reads alike where no `'` and no backslash is in them (before 240 a
 * backslash escaped there: https://github.com/systemd/systemd/issues/10659). Else double quotes with a shell's escapes,
 * from which only versions 240 to 246 do not take the backslash of `\\`, `\$` and `` \` ``
 * (https://github.com/systemd/systemd/pull/17027).
 */
export function systemdValue(value: string): string {
  if (BARE.test(value)) return value;
  return /['\\]/.test(value) ? `"${value.replace(/["\\$`]/g, "\\$&")}"` : `'${value}'`;
}

/**
 * The block as a file for systemd's `EnvironmentFile=`, which a POSIX shell reads alike; throws an error that names,
 * never shows, a value it cannot carry. Beside what dotenv text can carry: single quotes, tabs, line breaks, backslashes.
 */
export function systemdEnv(title: string, entries: EnvEntry[]): string {
  checkEntries(entries, systemdValueProblem);
  return envLines(title, entries, systemdValue);
}
