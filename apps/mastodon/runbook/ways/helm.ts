/** Installations on Kubernetes by one of the Helm charts. */
import { Direction, withLines, type RunbookInput } from "../../../../runbook";
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
} from "../../../../runbook/helm";
import { enterFolder } from "../../../../runbook/session";
import { VOLUME_KEPT, keepVolume } from "../volume";
import { ANNOUNCE, RUNNING, RUNNING_SAYS, type MastodonWay } from "./way";

/** The deployments that run Rails. Only their names differ, not their labels. */
const RAILS = `${KUBECTL} get deployment -l "app.kubernetes.io/instance=$RELEASE" -o name | grep -E -e '-(web|sidekiq-.+)$'`;

const RAILS_PODS = `${KUBECTL} get pod -l "app.kubernetes.io/instance=$RELEASE" -o name | grep -E -e '-(web|sidekiq-.+)-[0-9a-z]+-[0-9a-z]+$'`;

export const SIDEKIQ_PODS = `${KUBECTL} get pod -l "app.kubernetes.io/instance=$RELEASE" -o name | grep -E -e '-sidekiq-.+-[0-9a-z]+-[0-9a-z]+$'`;

export const helm: MastodonWay = {
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
