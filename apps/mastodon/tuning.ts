/** How Mastodon deals with a slow or unreliable store (config/initializers/paperclip.rb, app/lib/attachment_batch.rb). */
import type { EnvLine } from "../../env/entry";
import type { Rules } from "../../validation/rules";
import { versionHas } from "../../validation/version";
import { isWholeNumber, setWholeNumber } from "../../validation/whole-number";
import type { MastodonSettings, TuningArgs } from "./args";
import { SINCE } from "./versions";

interface Setting {
  variable: string;
  least: number;
  most: number;
  /** What the number counts, and why there is an upper limit. */
  unit: string;
  /** The first release that reads it; without it all that the library knows. */
  since?: keyof typeof SINCE;
}

/** In the order of the lines. Mastodon turns a text that is not a number into 0, so each is checked here. */
const SETTINGS: Record<keyof TuningArgs, Setting> = {
  retries: {
    variable: "S3_RETRY_LIMIT",
    least: 0,
    most: 3,
    unit: "retries (each holds a worker and a database transaction)",
    since: "retries",
  },
  openTimeoutSeconds: { variable: "S3_OPEN_TIMEOUT", least: 1, most: 300, unit: "seconds" },
  readTimeoutSeconds: { variable: "S3_READ_TIMEOUT", least: 1, most: 300, unit: "seconds" },
  deleteBatch: {
    variable: "S3_BATCH_DELETE_LIMIT",
    least: 1,
    most: 1000,
    unit: "keys (S3 takes no more in one request)",
    since: "deleteBatch",
  },
};

const TUNING_NAMES = Object.keys(SETTINGS) as (keyof TuningArgs)[];

/**
 * Mastodon's own default is no retry: after one lost packet a picture stays "Not Available", since no job tries again
 * (https://github.com/mastodon/mastodon/issues/12085, 13739 and 30610).
 */
const RETRIES = 2;

/** The variables, in the order of the lines. */
export const TUNING_VARIABLES: readonly string[] = Object.values(SETTINGS).map(({ variable }) => variable);

const has = (version: string | undefined, { since }: Setting): boolean =>
  since === undefined || versionHas(version, SINCE[since]);

export function tuningLines({ tuning = {}, version }: MastodonSettings): EnvLine<never>[] {
  const values = { retries: RETRIES, ...defined(tuning) };
  return Object.entries(SETTINGS).flatMap(([member, setting]) => {
    const value = values[member as keyof TuningArgs];
    if (value === undefined || !has(version, setting)) return [];
    const comment =
      member === "retries" ? "Without it one lost packet leaves a picture Not Available for ever." : "";
    return [{ name: setting.variable, value: String(value), secret: false, comment }];
  });
}

/** Without the members that are there and undefined, which would take the place of a default. */
function defined(tuning: TuningArgs): TuningArgs {
  return Object.fromEntries(Object.entries(tuning).filter(([, value]) => value !== undefined));
}

export const TUNING_RULES: Rules<TuningArgs> = TUNING_NAMES.map((member) => {
  const setting = SETTINGS[member];
  return {
    at: member,
    code: "tuning-range",
    isValid: (count) => isWholeNumber(count, setting),
    message: `which is out of range; ${setWholeNumber(setting)}: ${setting.unit}`,
    editor: { whole: setting },
  };
});

/** The settings that the version does not have. */
export const TOO_OLD_FOR_TUNING_RULES: Rules<MastodonSettings> = TUNING_NAMES.map((member) => {
  const { since, variable } = SETTINGS[member];
  return {
    at: `tuning.${member}`,
    code: "version-too-old",
    when: ({ tuning, version }) => tuning?.[member] !== undefined && !has(version, SETTINGS[member]),
    message: ({ version }) =>
      `needs ${variable}, which exists since Mastodon ${since && SINCE[since].join(".")}, not in ${version}; upgrade first, or remove it`,
  };
});
