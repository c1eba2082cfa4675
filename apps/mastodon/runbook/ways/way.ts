/** What a way to deploy Mastodon tells the runbook: where its files are, how to stop it, and how to make it read its settings again. */
import type { RunbookInput, Step } from "../../../../runbook";

export interface MastodonWay {
  /** Where the steps run, for use in a sentence. */
  where: string;
  /** The first block: the folders, and the variables of the commands that stop, start and upgrade. */
  begin(input: RunbookInput): Step;
  /** Creates the files that the switch needs, besides the env block. */
  files(input: RunbookInput): Step[];
  /** Those files as shell words. */
  neededFiles(input: RunbookInput): string[];
  /** The folder with the files, where the copy runs. */
  media: string;
  /** The start of the text of a step that runs where the files are; empty if that is the same shell. */
  inside: string;
  /** Steps before files can be copied out of the volume, or into one. */
  prepare: { fromFile: Step[]; toFile: Step[] };
  /** Sets EXTRA_MEDIA_HOSTS before everything else. */
  announce(origins: string[]): Step[];
  /** Saves the current settings. */
  backUp(input: RunbookInput): Step;
  /** Stops everything that writes files, and waits until it has stopped. */
  stop: string;
  /** Keeps the list of the second copy, if the copy ran in another place. */
  keepSwitch: Step[];
  /** Replaces the settings and starts the app with them. */
  applyEnv(input: RunbookInput): Step;
  /** Shows what the way back will change, if that is possible. */
  previewRestore: Step[];
  /** Restores the saved settings and starts the app with them. */
  restoreEnv(input: RunbookInput): Step;
  /** Removes the settings for S3 and starts the app without them. */
  removeEnv(input: RunbookInput): Step;
  /** Shows what either of these will change, if that is possible. */
  preview(input: RunbookInput): Step[];
  /** Shows which store the running app uses. */
  running: Step;
  /** Makes the app's user the owner of the files in `FILES`; 991 is the user of Mastodon's images. */
  own: string;
  /** `tootctl` with its arguments, as a command. */
  tootctl(args: string): string;
  /** Moves the old files away. */
  putAway: Step;
}

export const ANNOUNCE =
  "Add the new hosts to the content security policy early. A browser with an open tab or a service worker keeps the " +
  "old policy, and shows no media from hosts that are not in it.";

/** The variables that show what the running app uses. */
export const RUNNING = "S3_ENABLED S3_BUCKET S3_ENDPOINT S3_ALIAS_HOST";
export const RUNNING_SAYS =
  "This prints `S3_ENABLED`, `S3_BUCKET`, `S3_ENDPOINT` and `S3_ALIAS_HOST`, if they are set.";
