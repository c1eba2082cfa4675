/** The ways in which Mastodon is deployed: where its files are, how it is stopped, and what makes it read its settings again. */
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
  /** Where the steps run, as it stands in a sentence. */
  where: string;
  /** The first block: the folders, and the variables of the commands that stop, start and upgrade. */
  begin(input: RunbookInput): Step;
  /** Makes the files that the switch takes, besides the env block. */
  files(input: RunbookInput): Step[];
  /** Those files as words of the shell. */
  neededFiles(input: RunbookInput): string[];
  /** The folder with the files, where the copy runs. */
  media: string;
  /** Begins the sentence of a step that runs where the files are; empty where that is the same shell. */
  inside: string;
  /** What has to be there before files can be copied out of the volume, and into one. */
  prepare: { fromFile: Step[]; toFile: Step[] };
  /** Sets EXTRA_MEDIA_HOSTS ahead of everything else. */
  announce(origins: string[]): Step[];
  /** Saves the settings as they are. */
  backUp(input: RunbookInput): Step;
  /** Ends everything that writes files, and waits until it has ended. */
  stop: string;
  /** What has to be kept of the second copy, where that ran in another place. */
  keepSwitch: Step[];
  /** Replaces the settings and starts the app with them. */
  applyEnv(input: RunbookInput): Step;
  /** Shows what the way back will change, where that can be shown. */
  previewRestore: Step[];
  /** Brings the saved settings back and starts the app with them. */
  restoreEnv(input: RunbookInput): Step;
  /** Takes the settings for S3 away and starts the app without them. */
  removeEnv(input: RunbookInput): Step;
  /** Shows what either of these will change, where that can be shown. */
  preview(input: RunbookInput): Step[];
  /** Shows which store the running app uses. */
  running: Step;
  /** Makes the files in `FILES` the app's own; 991 is the user of Mastodon's images. */
  own: string;
  /** `tootctl` with its arguments, as a command. */
  tootctl(args: string): string;
  /** Puts the files out of the way. */
  putAway: Step;
}

export function mastodonWay(deployment: DeploymentKind): MastodonWay {
  return { systemd, compose, helm }[deployment];
}

const ENV_FILE = ".env.production";

/** How an install with a `.env.production` takes new settings; only the command that starts it differs. */
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
      says: "Put the new settings in place of the old ones and start. Your own tuning stays.",
      shell: `${setBlock(input, ENV_FILE)} &&\n  ${start}`,
    }),
    previewRestore: [previewRestore(ENV_FILE)],
    restoreEnv: () => ({
      says: `Bring the old settings back and start. ${WHOLE_FILE}`,
      shell: `${restoreFile(ENV_FILE)} &&\n  ${start}`,
    }),
    removeEnv: (input) => ({
      says: "Take the settings of the block out and start. Hosts of your own in `EXTRA_MEDIA_HOSTS` must be put back by hand; tuning of your own (`S3_*`) stays, and is not read without `S3_ENABLED`.",
      shell: `${removeBlock(input, ENV_FILE)} &&\n  ${start}`,
    }),
  };
}

const ANNOUNCE =
  "Let the content security policy list the new hosts. A browser with an open tab or a service worker goes on " +
  "with the policy that it has, and would show no media from a host that is not in it.";

function announceInEnvFile(restart: string): MastodonWay["announce"] {
  return (origins) => [
    {
      says: `${ANNOUNCE} Hosts that are there already stay; write them into \`extraMediaHosts\` of the stack too, for the switch brings only those.`,
      shell: `${appendTo(ENV_FILE, "EXTRA_MEDIA_HOSTS", origins)} &&\n  ${restart}`,
    },
  ];
}

/** What the running app uses, by the variables of its containers. */
const RUNNING = "S3_ENABLED S3_BUCKET S3_ENDPOINT S3_ALIAS_HOST";
const RUNNING_SAYS =
  "Of these variables: `S3_ENABLED`, `S3_BUCKET`, `S3_ENDPOINT`, `S3_ALIAS_HOST`, as far as they are set.";

const systemd: MastodonWay = {
  where: "Mastodon's folder on the server, as root",
  begin: (input) => withLines(enterFolder(input, "/home/mastodon/live", "Mastodon's folder"), TOOL),
  media: '"$FOLDER/public/system"',
  inside: "",
  prepare: { fromFile: [], toFile: [] },
  announce: announceInEnvFile("systemctl restart mastodon-web"),
  stop: "systemctl stop mastodon-web mastodon-sidekiq",
  ...envFileSteps(
    // A restart also starts what was stopped. `reload` keeps the environment of the running master.
    "systemctl restart mastodon-web mastodon-sidekiq",
  ),
  running: {
    says: `${RUNNING_SAYS} Both services must have started after the file was changed for the last time, for they read it only then.`,
    shell: `grep -E '^(${RUNNING.replaceAll(" ", "|")})=' ${ENV_FILE}
stat -c '%y %n' ${ENV_FILE}
systemctl show --no-pager --property=Id,ActiveEnterTimestamp mastodon-web mastodon-sidekiq`,
  },
  own: `chown -R mastodon: "$FILES"`,
  tootctl: (args) =>
    `su - mastodon -c 'cd "$0" && RAILS_ENV=production bin/tootctl ${args}' "$FOLDER" < /dev/null`,
  putAway: {
    says: "Put the files out of the way, and delete them when nobody has missed one.",
    // Not below public/, from where nginx would go on serving all of it.
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
    // Without < /dev/null it would swallow the lines that are pasted after it.
    shell: `for service in web sidekiq; do
  echo "$service" && docker compose exec -T "$service" printenv ${RUNNING} < /dev/null
done`,
  },
  own: `chown -R 991:991 "$FILES"`,
  tootctl: (args) => `docker compose run --rm -T web bin/tootctl ${args} < /dev/null`,
  putAway: {
    says: "Put the files out of the way, and delete them when nobody has missed one.",
    // Not below public/, from where nginx would go on serving all of it.
    shell: `mv "$FILES" "$FOLDER/system.before-s3"`,
  },
};

/** The deployments with Rails in them: the labels of a deployment do not tell them apart, its name does. */
const RAILS = `${KUBECTL} get deployment -l "app.kubernetes.io/instance=$RELEASE" -o name | grep -E -e '-(web|sidekiq-.+)$'`;

const RAILS_PODS = `${KUBECTL} get pod -l "app.kubernetes.io/instance=$RELEASE" -o name | grep -E -e '-(web|sidekiq-.+)-[0-9a-z]+-[0-9a-z]+$'`;

const helm: MastodonWay = {
  where: "the folder of your `values.yaml`, with `kubectl` and `helm` set up",
  begin: (input) =>
    withLines(
      enterFolder(input, "$PWD", "the folder of your values.yaml"),
      "export NAMESPACE=mastodon RELEASE=mastodon CHART=./helm-charts/charts/mastodon # your clone of mastodon/helm-charts\n" +
        "export FULLNAME=mastodon # what the names of the chart's resources begin with\n" +
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
        "With S3 the chart has no volume for files. Make one of your own, larger than what comes, and name it in your " +
          "`values.yaml` as `mastodon.pvc.system.existingClaim` (in the superseded chart mastodon/chart: `mastodon.persistence.system.existingClaim`).",
      ),
      copyPod("/opt/mastodon/public/system", "web"),
    ],
  },
  announce: (origins) => [
    {
      says: `${ANNOUNCE} Hosts of your own belong into this line, and into \`extraMediaHosts\` of the stack.`,
      shell:
        `cat > values.media-hosts.yaml <<'VALUES'\nmastodon:\n  extraEnvVars:\n    EXTRA_MEDIA_HOSTS: ${JSON.stringify(origins.join(","))}\nVALUES\n` +
        helmUpgrade(" -f values.media-hosts.yaml"),
    },
  ],
  backUp: () => ({
    says: "Keep the values as they are; a copy of this move stays. Those of the chart's own Secret are among them: keep the file to yourself.",
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
      (input.direction === Direction.FileToS3 ? ", but only if the volume is kept" : "") +
      ". The restart is for a Secret that changed without the values: pods do not notice that. " +
      "The upgrade also brings back the replicas.",
    shell:
      (input.direction === Direction.FileToS3 ? `${VOLUME_KEPT}\nvolume_kept &&\n  ` : "") +
      applyChartFiles(input),
  }),
  previewRestore: [],
  restoreEnv: () => ({
    says: "Upgrade with the values as they were when the move began; Helm takes a claim that it kept back into the release.",
    shell: HELM_RESTORE,
  }),
  preview: () => [],
  removeEnv: () => ({
    says:
      "Upgrade without the values for S3 (`mastodon.s3.enabled: false`, with mastodon/helm-charts also `mastodon.pvc.enabled: true`, and no " +
      "`S3_*` and `AWS_*` in `extraEnvVars`). From then on " +
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
      "First delete the pod of the copy; then `Used By` must be `<none>`, else something still mounts the claim. The claim is not the chart's any more. " +
      "Its volume stays as `Released` (its policy is `Retain`) until you delete that too.",
    shell: `${DELETE_POD}
${KUBECTL} describe pvc "$CLAIM" | grep -A 5 -F 'Used By:'
${KUBECTL} describe pvc "$CLAIM" | grep -q 'Used By: *<none>' && ${KUBECTL} delete pvc "$CLAIM"`,
  },
};

/** The present chart sets an access key in any case, so it cannot have a role. */
function chartFormat({ facts }: RunbookInput): string {
  return facts.writer.kind === "role" ? "helm-legacy" : "helm";
}

function chartNote({ facts }: RunbookInput): string {
  return facts.writer.kind === "role"
    ? " They are for the superseded chart mastodon/chart, because the present one (mastodon/helm-charts) cannot use a role: let CHART name that one."
    : " They are for the chart mastodon/helm-charts; for the superseded mastodon/chart write `-f helm-legacy`.";
}

/** The origins that browsers will ask: that of the media, and what the env block lists besides. */
export function mediaOrigins({ app, publicBaseUrl }: BucketStorageFacts): string[] {
  const origin = publicBaseUrl === undefined ? [] : [new URL(publicBaseUrl).origin];
  return [...new Set([...origin, ...(app.extraMediaHosts ?? [])])];
}
