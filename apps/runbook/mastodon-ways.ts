/** The ways in which Mastodon is deployed: where its files are, how it is stopped, and what makes it read its settings again. */
import {
  IN_POD,
  KUBECTL,
  RESTART,
  DELETE_POD,
  copyPod,
  helmUpgrade,
  keepValues,
  newVolume,
  valuesFile,
} from "./helm";
import { backupSuffix, type Deployment, type RunbookInput, type Step, type BucketFacts } from "./runbook";
import { RUN, applyEnvBlock, envCommand, restore } from "./shell";

export interface MastodonWay {
  /** Where the steps run, as it stands in a sentence. */
  where: string;
  /** The variables of the commands that stop, start and upgrade. */
  variables: string;
  /** The folder with the files, where the copy runs. */
  media: string;
  /** Begins the sentence of a step that runs where the files are; empty where that is the same shell. */
  inside: string;
  /** What has to be there before files can be copied out of the volume, and into one. */
  prepare: { fromFile: Step[]; toFile: Step[] };
  /** Sets EXTRA_MEDIA_HOSTS ahead of everything else. */
  announce(origins: string[]): Step;
  /** Saves the settings as they are. */
  backUp(input: RunbookInput): Step;
  /** Ends everything that writes files. */
  stop: string;
  /** Replaces the settings and starts the app with them. */
  applyEnv(input: RunbookInput): Step;
  /** Brings the saved settings back and starts the app with them. */
  restoreEnv(input: RunbookInput): Step;
  /** Takes the settings for S3 away and starts the app without them. */
  removeEnv: Step;
  /** Makes the files in `MEDIA` the app's own; 991 is the user of Mastodon's images. */
  own: string;
  /** `tootctl` with its arguments, as a command. */
  tootctl(args: string): string;
  /** Puts the files out of the way. */
  putAway: Step;
  /** Ends what was there for the copy alone. */
  cleanUp?: Step;
}

export function mastodonWay(deployment: Deployment): MastodonWay {
  return { systemd, compose, helm }[deployment];
}

/** The lines that the block replaces. `AWS_` covers the checksum pair, which must go with the endpoint. */
const MANAGED = `'^(S3_|AWS_|EXTRA_MEDIA_HOSTS=)'`;

const backupFile = (input: RunbookInput): string => `".env.production.${backupSuffix(input)}"`;

/** How an install with a `.env.production` takes new settings; only the command that starts it differs. */
function envFileSteps(start: string): Pick<MastodonWay, "backUp" | "applyEnv" | "restoreEnv" | "removeEnv"> {
  const keepOthers = `others=$(grep -v -E ${MANAGED} .env.production)`;
  return {
    backUp: (input) => ({
      says: "Keep the settings as they are. A copy of this move that is there already stays.",
      shell: `[ -e ${backupFile(input)} ] || cp -p .env.production ${backupFile(input)}`,
    }),
    applyEnv: (input) =>
      applyEnvBlock(input, ".env.production", {
        says: "Put the new lines in place of the old ones and start.",
        taken: "`S3_` and `AWS_` line",
        keepOthers,
        start,
      }),
    restoreEnv: (input) => ({
      says: "Bring the old settings back and start.",
      shell: `${restore(backupFile(input), ".env.production")} &&\n  ${start}`,
    }),
    // `>` and not `mv`: the file keeps its owner and its mode.
    removeEnv: {
      says: "Take the lines for S3 out and start. `AWS_` lines for anything else, and hosts of your own in `EXTRA_MEDIA_HOSTS`, must be put back by hand.",
      shell: `${keepOthers}\nprintf '%s\\n' "$others" > .env.production\n${start}`,
    },
  };
}

const ANNOUNCE =
  "Let the content security policy list the new hosts. A browser with an open tab or a service worker goes on " +
  "with the policy that it has, and would show no media from a host that is not in it.";

function announceInEnvFile(restart: string): MastodonWay["announce"] {
  return (origins) => ({
    says: `${ANNOUNCE} Hosts that are there already stay; write them into \`extraMediaHosts\` of the stack too, for the switch brings only those.`,
    // As a whole, for a last line without a line break would be glued to what is appended.
    shell: `hosts=$({ echo '${origins.join(",")}'; sed -n -E 's/^EXTRA_MEDIA_HOSTS=([^#]*).*/\\1/p' .env.production; } |
  tr -d "\\"' " | tr , '\\n' | awk 'NF && !seen[$0]++' | paste -s -d ,)
others=$(grep -v '^EXTRA_MEDIA_HOSTS=' .env.production)
printf '%s\\n' "$others" "EXTRA_MEDIA_HOSTS=$hosts" > .env.production
${restart}`,
  });
}

const systemd: MastodonWay = {
  where: "`/home/mastodon/live` on the server, as root",
  variables: `cd /home/mastodon/live || exit\n${RUN}`,
  media: "/home/mastodon/live/public/system",
  inside: "",
  prepare: { fromFile: [], toFile: [] },
  announce: announceInEnvFile("systemctl restart mastodon-web"),
  stop: "systemctl stop mastodon-web mastodon-sidekiq",
  ...envFileSteps(
    // A restart also starts what was stopped. `reload` keeps the environment of the running master.
    "systemctl restart mastodon-web mastodon-sidekiq",
  ),
  own: `chown -R mastodon: "$MEDIA"`,
  tootctl: (args) => `su - mastodon -c 'cd live && RAILS_ENV=production bin/tootctl ${args}'`,
  putAway: {
    says: "Put the files out of the way, and delete them when nobody has missed one.",
    shell: `mv "$MEDIA" "$MEDIA.before-s3"`,
  },
};

const compose: MastodonWay = {
  where: "the folder of `docker-compose.yml`, as root",
  variables: `cd /home/mastodon/mastodon || exit # where docker-compose.yml is\n${RUN}`,
  media: "$PWD/public/system",
  inside: "",
  prepare: { fromFile: [], toFile: [] },
  announce: announceInEnvFile("docker compose up -d web"),
  stop: "docker compose stop web sidekiq",
  // `docker compose restart` does not read env_file again.
  ...envFileSteps("docker compose up -d"),
  own: `chown -R 991:991 "$MEDIA"`,
  tootctl: (args) => `docker compose run --rm web bin/tootctl ${args}`,
  putAway: {
    says: "Put the files out of the way, and delete them when nobody has missed one.",
    shell: `mv "$MEDIA" "$MEDIA.before-s3"`,
  },
};

/** The deployments with Rails in them: the labels of a deployment do not tell them apart, its name does. */
const RAILS = `${KUBECTL} get deployment -l "app.kubernetes.io/instance=$RELEASE" -o name | grep -E -e '-(web|sidekiq-.+)$'`;

const helm: MastodonWay = {
  where: "the folder of your `values.yaml`, with `kubectl` and `helm` set up",
  variables:
    "export NAMESPACE=mastodon RELEASE=mastodon CHART=./helm-charts/charts/mastodon # your clone of mastodon/helm-charts\n" +
    "export FULLNAME=mastodon # what the names of the chart's resources begin with\n" +
    'export CLAIM="$FULLNAME-system" # the claim with the files, or your existingClaim\n' +
    RUN,
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
  announce: (origins) => ({
    says: `${ANNOUNCE} Hosts of your own belong into this line, and into \`extraMediaHosts\` of the stack.`,
    shell:
      `cat > values.media-hosts.yaml <<'VALUES'\nmastodon:\n  extraEnvVars:\n    EXTRA_MEDIA_HOSTS: "${origins.join(",")}"\nVALUES\n` +
      helmUpgrade(" -f values.media-hosts.yaml"),
  }),
  backUp: (input) => ({
    says: "Keep the values as they are; a copy of this move stays. Those of the chart's own Secret are among them: keep the file to yourself.",
    shell: keepValues(valuesFile(input)),
  }),
  stop: `${RAILS} | xargs ${KUBECTL} scale --replicas=0`,
  applyEnv: (input) => ({
    says:
      "Make the files of the form for the chart where you run Pulumi, each with " +
      `\`${envCommand(input, ` -f ${chartFormat(input)} --only FILE`)} > FILE\`: ${input.facts.writer === "role" ? "" : "secret.media-storage.yaml and "}values.media-storage.yaml. ` +
      (input.facts.writer === "role"
        ? "They are for the superseded chart mastodon/chart, because the present one (mastodon/helm-charts) cannot use a role: let CHART name that one. "
        : "They are for the chart mastodon/helm-charts; for the superseded mastodon/chart write `-f helm-legacy`. ") +
      "The restart is for a Secret that changed without the values: pods do not notice that. " +
      "The upgrade also brings back the replicas.",
    shell:
      (input.facts.writer === "role" ? "" : `${KUBECTL} apply -f secret.media-storage.yaml\n`) +
      helmUpgrade(" -f values.media-storage.yaml"),
  }),
  restoreEnv: (input) => ({
    says: "Upgrade with the values as they were; Helm takes a claim that it kept back into the release.",
    shell: `helm -n "$NAMESPACE" upgrade "$RELEASE" "$CHART" -f ${valuesFile(input)}\n${RESTART}`,
  }),
  removeEnv: {
    says:
      "Upgrade without the values for S3 (`mastodon.s3.enabled: false`, with mastodon/helm-charts also `mastodon.pvc.enabled: true`, and no " +
      "`S3_*` and `AWS_*` in `extraEnvVars`). From then on " +
      "the pods mount the claim again.",
    shell: helmUpgrade(""),
  },
  own: `chown -R 991:991 "$MEDIA"`,
  tootctl: (args) => `${KUBECTL} exec "deploy/$FULLNAME-web" -- bin/tootctl ${args}`,
  putAway: {
    says: "The claim is not the chart's any more. Its volume stays as `Released` (its policy is `Retain`) until you delete that too.",
    shell: `${DELETE_POD}
${KUBECTL} delete pvc "$CLAIM"`,
  },
  cleanUp: { says: "The pod is not needed any more.", shell: DELETE_POD },
};

/** The present chart sets an access key in any case, so it cannot have a role. */
function chartFormat({ facts }: RunbookInput): string {
  return facts.writer === "role" ? "helm-legacy" : "helm";
}

function keepVolume(): Step {
  return {
    says:
      "**Before anything else: keep the volume.** The chart has the claim only while S3 is off (`mastodon.pvc.enabled`; in mastodon/chart " +
      "while `mastodon.s3.enabled` is false), so the upgrade that turns S3 on deletes it, and its own annotation " +
      "(`helm.sh/hook-delete-policy`) does not prevent that " +
      "([templates/pvc-system.yaml](https://github.com/mastodon/helm-charts/blob/main/charts/mastodon/templates/pvc-system.yaml)). Helm leaves alone what is " +
      "annotated in the cluster:",
    shell:
      `${KUBECTL} annotate --overwrite pvc "$CLAIM" helm.sh/resource-policy=keep\n` +
      `kubectl patch pv "$(${KUBECTL} get pvc "$CLAIM" -o 'jsonpath={.spec.volumeName}')" -p '{"spec":{"persistentVolumeReclaimPolicy":"Retain"}}'`,
  };
}

/** The origins that browsers will ask: that of the media, and what the env block lists besides. */
export function mediaOrigins({ mediaBaseUrl, extraMediaHosts }: BucketFacts): string[] {
  const origin = mediaBaseUrl === undefined ? [] : [new URL(mediaBaseUrl).origin];
  return [...new Set([...origin, ...(extraMediaHosts ?? [])])];
}
