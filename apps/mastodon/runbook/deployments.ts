/** The ways to deploy Mastodon: where its files are, how to stop it, and how to make it read its settings again. */
import {
  IN_POD,
  KUBECTL,
  DELETE_POD,
  DEPLOY,
  HELM_RESTORE,
  KEEP_SWITCH,
  KEEP_VALUES,
  applyChartFiles,
  chartFiles,
  chartFilesStep,
  copyPod,
  helmUpgrade,
  newVolume,
  runningVariables,
} from "../../../runbook/helm";
import { VOLUME_KEPT, keepVolume } from "./volume";
import type { BucketStorageFacts, DeploymentKind, RunbookInput, Step } from "../../../runbook";
import { Direction, withLines } from "../../../runbook";
import {
  TOOL,
  WHOLE_FILE,
  appendTo,
  keepFile,
  previewChange,
  removeBlock,
  previewRestore,
  restoreFile,
  setBlock,
} from "../../../runbook/settings-file";
import { enterFolder } from "../../../runbook/session";

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

export function mastodonWay(deployment: DeploymentKind): MastodonWay {
  return { systemd, compose, helm }[deployment];
}

export const ENV_FILE = ".env.production";

/** Steps for an installation with a `.env.production`. Only the start command differs. */
function envFileSteps(
  start: string,
): Pick<
  MastodonWay,
  | "files"
  | "neededFiles"
  | "backUp"
  | "keepSwitch"
  | "preview"
  | "applyEnv"
  | "previewRestore"
  | "restoreEnv"
  | "removeEnv"
> {
  return {
    files: () => [],
    keepSwitch: [],
    neededFiles: () => [ENV_FILE],
    backUp: () => keepFile(ENV_FILE),
    preview: (input) => [
      previewChange(input, ENV_FILE, input.direction === Direction.S3ToFile ? " --remove" : ""),
    ],
    applyEnv: (input) => ({
      says: "Replace the old settings with the new ones and start. Your own tuning stays.",
      shell: `${setBlock(input, ENV_FILE)} &&\n  ${start}`,
    }),
    previewRestore: [previewRestore(ENV_FILE)],
    restoreEnv: () => ({
      says: `Restore the old settings and start. ${WHOLE_FILE}`,
      shell: `${restoreFile(ENV_FILE)} &&\n  ${start}`,
    }),
    removeEnv: (input) => ({
      says: "Remove the settings of the block and start. If `EXTRA_MEDIA_HOSTS` had your own hosts, add them again by hand. Your own tuning (`S3_*`) stays; Mastodon does not read it without `S3_ENABLED`.",
      shell: `${removeBlock(input, ENV_FILE)} &&\n  ${start}`,
    }),
  };
}

const ANNOUNCE =
  "Add the new hosts to the content security policy early. A browser with an open tab or a service worker keeps the " +
  "old policy, and shows no media from hosts that are not in it.";

function announceInEnvFile(restart: string): MastodonWay["announce"] {
  return (origins) => [
    {
      says: `${ANNOUNCE} If the line has other hosts already, they stay. Also add those to \`extraMediaHosts\` of the stack, because the switch replaces the line.`,
      shell: `${appendTo(ENV_FILE, "EXTRA_MEDIA_HOSTS", origins)} &&\n  ${restart}`,
    },
  ];
}

/** The variables that show what the running app uses. */
const RUNNING = "S3_ENABLED S3_BUCKET S3_ENDPOINT S3_ALIAS_HOST";
const RUNNING_SAYS =
  "This prints `S3_ENABLED`, `S3_BUCKET`, `S3_ENDPOINT` and `S3_ALIAS_HOST`, if they are set.";

const systemd: MastodonWay = {
  where: "Mastodon's folder on the server, as root",
  begin: (input) => withLines(enterFolder(input, "/home/mastodon/live", "Mastodon's folder"), TOOL),
  media: '"$FOLDER/public/system"',
  inside: "",
  prepare: { fromFile: [], toFile: [] },
  announce: announceInEnvFile("systemctl restart mastodon-web"),
  stop: "systemctl stop mastodon-web mastodon-sidekiq",
  ...envFileSteps(
    // A restart also starts stopped services. `reload` keeps the environment of the running master.
    "systemctl restart mastodon-web mastodon-sidekiq",
  ),
  running: {
    says: `${RUNNING_SAYS} Both services must have started after the last change of the file, because they read it only at the start.`,
    shell: `grep -E '^(${RUNNING.replaceAll(" ", "|")})=' ${ENV_FILE}
stat -c '%y %n' ${ENV_FILE}
systemctl show --no-pager --property=Id,ActiveEnterTimestamp mastodon-web mastodon-sidekiq`,
  },
  own: `chown -R mastodon: "$FILES"`,
  tootctl: (args) =>
    `su - mastodon -c 'cd "$0" && RAILS_ENV=production bin/tootctl ${args}' "$FOLDER" < /dev/null`,
  putAway: {
    says: "Move the old files away. Delete them later, when no file is missing.",
    // Not below public/, because nginx would continue to serve them.
    shell: `mv "$FILES" "$FOLDER/system.before-s3"`,
  },
};

const compose: MastodonWay = {
  where: "the folder of `docker-compose.yml`, as root",
  begin: (input) =>
    withLines(enterFolder(input, "/home/mastodon/mastodon", "the folder of docker-compose.yml"), TOOL),
  media: '"$FOLDER/public/system"',
  inside: "",
  prepare: { fromFile: [], toFile: [] },
  announce: announceInEnvFile("docker compose up -d web"),
  stop: "docker compose stop web sidekiq",
  // `docker compose restart` does not read env_file again.
  ...envFileSteps("docker compose up -d"),
  running: {
    says: RUNNING_SAYS,
    // Without < /dev/null it would read the lines that are pasted after it.
    shell: `for service in web sidekiq; do
  echo "$service" && docker compose exec -T "$service" printenv ${RUNNING} < /dev/null
done`,
  },
  own: `chown -R 991:991 "$FILES"`,
  tootctl: (args) => `docker compose run --rm -T web bin/tootctl ${args} < /dev/null`,
  putAway: {
    says: "Move the old files away. Delete them later, when no file is missing.",
    // Not below public/, because nginx would continue to serve them.
    shell: `mv "$FILES" "$FOLDER/system.before-s3"`,
  },
};

/** The deployments that run Rails. Only their names differ, not their labels. */
const RAILS = `${KUBECTL} get deployment -l "app.kubernetes.io/instance=$RELEASE" -o name | grep -E -e '-(web|sidekiq-.+)$'`;

const RAILS_PODS = `${KUBECTL} get pod -l "app.kubernetes.io/instance=$RELEASE" -o name | grep -E -e '-(web|sidekiq-.+)-[0-9a-z]+-[0-9a-z]+$'`;

export const SIDEKIQ_PODS = `${KUBECTL} get pod -l "app.kubernetes.io/instance=$RELEASE" -o name | grep -E -e '-sidekiq-.+-[0-9a-z]+-[0-9a-z]+$'`;

const helm: MastodonWay = {
  where: "the folder of your `values.yaml`, with `kubectl` and `helm` set up",
  begin: (input) =>
    withLines(
      enterFolder(input, "$PWD", "the folder of your values.yaml"),
      "export NAMESPACE=mastodon RELEASE=mastodon CHART=./helm-charts/charts/mastodon # your clone of mastodon/helm-charts\n" +
        "export FULLNAME=mastodon # the start of the names of the chart's resources\n" +
        `export CLAIM="$FULLNAME-system" # the claim with the files, or your existingClaim\n${DEPLOY}`,
    ),
  files: (input) =>
    input.direction === Direction.S3ToFile
      ? []
      : [chartFilesStep(input, chartNote(input), chartFormat(input))],
  neededFiles: (input) => [
    "values.yaml",
    ...(input.direction === Direction.S3ToFile ? [] : chartFiles(input)),
  ],
  media: "/opt/mastodon/public/system",
  inside: IN_POD,
  prepare: {
    fromFile: [keepVolume(), copyPod("/opt/mastodon/public/system", "web")],
    toFile: [
      newVolume(
        "With S3 the chart has no volume for files. Create one that is large enough for all files, and set it in your " +
          "`values.yaml` as `mastodon.pvc.system.existingClaim` (in the superseded chart mastodon/chart: `mastodon.persistence.system.existingClaim`).",
      ),
      copyPod("/opt/mastodon/public/system", "web"),
    ],
  },
  announce: (origins) => [
    {
      says: `${ANNOUNCE} Add your own other hosts to this line, and to \`extraMediaHosts\` of the stack.`,
      shell:
        `cat > values.media-hosts.yaml <<'VALUES'\nmastodon:\n  extraEnvVars:\n    EXTRA_MEDIA_HOSTS: ${JSON.stringify(origins.join(","))}\nVALUES\n` +
        helmUpgrade(" -f values.media-hosts.yaml"),
    },
  ],
  backUp: () => ({
    says: "Keep a copy of the current values. This does not replace a copy that this move has already made. The file contains the values of the chart's own Secret: keep it private.",
    shell: KEEP_VALUES,
  }),
  stop: `PODS=$(${RAILS_PODS})
${RAILS} | xargs ${KUBECTL} scale --replicas=0
printf %s "$PODS" | xargs -r ${KUBECTL} wait --for=delete --timeout=5m ||
  echo "Stop here: one of these pods may still write. Paste this again." >&2`,
  keepSwitch: [KEEP_SWITCH],
  applyEnv: (input) => ({
    says:
      "Upgrade with the values for S3" +
      (input.direction === Direction.FileToS3 ? ". The block does this only if the volume is kept" : "") +
      ". The upgrade also restores the number of replicas. The restart is needed because pods do not notice a changed Secret.",
    shell:
      (input.direction === Direction.FileToS3 ? `${VOLUME_KEPT}\nvolume_kept &&\n  ` : "") +
      applyChartFiles(input),
  }),
  previewRestore: [],
  restoreEnv: () => ({
    says: "Upgrade with the old values. Helm adds a claim that it kept to the release again.",
    shell: HELM_RESTORE,
  }),
  preview: () => [],
  removeEnv: () => ({
    says:
      "Upgrade without the values for S3 (`mastodon.s3.enabled: false`, with mastodon/helm-charts also `mastodon.pvc.enabled: true`, and no " +
      "`S3_*` and `AWS_*` in `extraEnvVars`). After that " +
      "the pods mount the claim again.",
    shell: helmUpgrade(""),
  }),
  running: {
    says: RUNNING_SAYS,
    shell: runningVariables(RAILS, `'^(${RUNNING.replaceAll(" ", "|")})='`),
  },
  own: `chown -R 991:991 "$FILES"`,
  tootctl: (args) => `${KUBECTL} exec "deploy/$FULLNAME-web" -- bin/tootctl ${args} < /dev/null`,
  putAway: {
    says:
      "This first deletes the pod of the copy. Then `Used By` must be `<none>`. If it is not, something still mounts the claim. The claim does not belong to the chart any more. " +
      "After the claim is deleted, its volume stays as `Released` (its policy is `Retain`) until you delete it too.",
    shell: `${DELETE_POD}
${KUBECTL} describe pvc "$CLAIM" | grep -A 5 -F 'Used By:'
${KUBECTL} describe pvc "$CLAIM" | grep -q 'Used By: *<none>' && ${KUBECTL} delete pvc "$CLAIM"`,
  },
};

/** The current chart always sets an access key, so it cannot use a role. */
function chartFormat({ facts }: RunbookInput): string {
  return facts.writer.kind === "role" ? "helm-legacy" : "helm";
}

function chartNote({ facts }: RunbookInput): string {
  return facts.writer.kind === "role"
    ? " They are for the superseded chart mastodon/chart, because the current one (mastodon/helm-charts) cannot use a role: set CHART to mastodon/chart."
    : " They are for the chart mastodon/helm-charts; for the superseded mastodon/chart use `-f helm-legacy`.";
}

/** The origins from which browsers will load media, and the additional ones of the env block. */
export function mediaOrigins({ app, publicBaseUrl }: BucketStorageFacts): string[] {
  const origin = publicBaseUrl === undefined ? [] : [new URL(publicBaseUrl).origin];
  return [...new Set([...origin, ...(app.extraMediaHosts ?? [])])];
}
