import { checkEntries, noncharacterProblem, valueProblem } from "../check-entries";
import { BARE, envLines } from "./dotenv";
import type { EnvEntry } from "../entry";

/** Why systemd does not pass on this value (`env_value_is_valid` in its src/basic/env-util.c); undefined if it does. */
export function systemdValueProblem(value: string): string | undefined {
  // eslint-disable-next-line no-control-regex -- control characters are the point
  if (/[\x01-\x08\x0b-\x1f\x7f]/.test(value))
    return "contains a control character, with which systemd leaves the variable out";
  return noncharacterProblem(value) ?? valueProblem(value);
}

/**
 * Uses single quotes if the value has no `'` and no backslash, because every version of systemd then reads it in the same way
 * (before 240 a backslash was an escape there: https://github.com/systemd/systemd/issues/10659). Otherwise uses double quotes with a
 * shell's escapes. Only versions 240 to 246 do not remove the backslash of `\\`, `\$` and `` \` ``
 * (https://github.com/systemd/systemd/pull/17027).
 */
export function systemdValue(value: string): string {
  if (BARE.test(value)) return value;
  return /['\\]/.test(value) ? `"${value.replace(/["\\$`]/g, "\\$&")}"` : `'${value}'`;
}

/**
 * The block as a file for systemd's `EnvironmentFile=`, which a POSIX shell reads in the same way. In addition to dotenv text it can
 * contain single quotes, tabs, line breaks and backslashes. For a value that it cannot contain, throws an error with the name and
 * without the value.
 */
export function systemdEnv(title: string, entries: EnvEntry[]): string {
  checkEntries(entries, systemdValueProblem);
  return envLines(title, entries, systemdValue);
}
