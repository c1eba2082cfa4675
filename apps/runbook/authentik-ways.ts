/** The ways in which authentik is deployed: where its files are, and what makes it read its settings again. */
import { generationOf } from "../authentik-generations";
import {
  DELETE_POD,
  IN_POD,
  KUBECTL,
  RESTART,
  copyPod,
  helmUpgrade,
  keepValues,
  newVolume,
  valuesFile,
} from "./helm";
import { Deployment, backupSuffix, type BucketFacts, type RunbookInput, type Step } from "./runbook";
import { RUN, applyEnvBlock, envCommand, restore } from "./shell";

export interface AuthentikWay {
  /** Where the steps run, as it stands in a sentence. */
  where: string;
  /** The variables of the commands that start and upgrade. */
  variables: string;
  /** The folder with the files, where the copy runs. */
  files: string;
  /** Begins the sentence of a step that runs where the files are; empty where that is the same shell. */
  inside: string;
  /** What has to be there before files can be copied out of the volume, and into one. */
  prepare: { fromFile: Step[]; toFile: Step[] };
  backUp: Step;
  /** Replaces the settings and starts authentik with them. */
  applyEnv: Step;
  restoreEnv: Step;
  removeEnv: Step;
  /** Puts the files out of the way. */
  putAway: Step;
  /** Ends what was there for the copy alone. */
  cleanUp: Step[];
}

/** The folder in the container: /media up to 2025.10, /data since. */
function mount({ appVersion = "" }: BucketFacts): string {
  return generationOf(appVersion).reports ? "/data" : "/media";
}

export function authentikWay(input: RunbookInput): AuthentikWay {
  return input.deployment === Deployment.Helm ? helm(input) : compose(input);
}

/** The lines that the block replaces, of whatever version they are. */
const MANAGED = `'^(AUTHENTIK_STORAGE__|AWS_(REQUEST_CHECKSUM_CALCULATION|RESPONSE_CHECKSUM_VALIDATION)=)'`;

function compose(input: RunbookInput): AuthentikWay {
  const backup = `".env.${backupSuffix(input)}"`;
  const others = `others=$(grep -v -E ${MANAGED} .env)`;
  // Both server and worker read `.env`, and only a container that is made again reads it again.
  const start = "docker compose up -d";
  return {
    where: "the folder of authentik's compose file, as root",
    variables: `cd /opt/authentik || exit # where the compose file is\n${RUN}`,
    files: `$PWD${mount(input.facts)}`,
    inside: "",
    prepare: { fromFile: [], toFile: [] },
    backUp: {
      says: "Keep the settings as they are. A copy of this move that is there already stays.",
      shell: `[ -e ${backup} ] || cp -p .env ${backup}`,
    },
    applyEnv: applyEnvBlock(input, ".env", {
      says: "Put the new lines in place of the old ones; server and worker are made again.",
      taken: "`AUTHENTIK_STORAGE__` line",
      keepOthers: others,
      start,
    }),
    restoreEnv: { says: "Bring the old settings back.", shell: `${restore(backup, ".env")} &&\n  ${start}` },
    removeEnv: {
      says: "Take the lines for S3 out: without them authentik stores files.",
      shell: `${others}\nprintf '%s\\n' "$others" > .env\n${start}`,
    },
    putAway: {
      says: "Put the files out of the way, and delete them when nobody has missed one.",
      shell: foldersOf(input.facts)
        .map(({ folder }) => `mv "$FILES${folder}" "$FILES${folder}.before-s3"`)
        .join("\n"),
    },
    cleanUp: [],
  };
}

function helm(input: RunbookInput): AuthentikWay {
  const backup = valuesFile(input);
  const path = mount(input.facts);
  const secret = input.facts.writer === "role" ? "" : `${KUBECTL} apply -f secret.media-storage.yaml\n`;
  return {
    where: "the folder of your `values.yaml`, with `kubectl` and `helm` set up",
    variables:
      "export NAMESPACE=authentik RELEASE=authentik CHART=authentik/authentik\n" +
      `export CLAIM=authentik-files # the claim that your values.yaml mounts at ${path}\n${RUN}`,
    files: path,
    inside: IN_POD,
    prepare: {
      fromFile: [copyPod(path, "server")],
      toFile: [
        newVolume(
          "The chart has no volume for files. Make one, larger than what comes, and name it in your `values.yaml` for both, under " +
            `\`global.volumes\` and \`global.volumeMounts\` at ${path}.`,
        ),
        copyPod(path, "server"),
      ],
    },
    backUp: {
      says: "Keep the values as they are; a copy of this move stays. The secret key and the database's password may be among them: keep the file to yourself.",
      shell: keepValues(backup),
    },
    applyEnv: {
      says:
        "Make the files of the form for the chart where you run Pulumi, each with " +
        `\`${envCommand(input, " -f helm --only FILE")} > FILE\`: ${secret === "" ? "" : "secret.media-storage.yaml and "}values.media-storage.yaml. ` +
        "A list in a later file of values replaces an earlier one: take what your `values.yaml` has under `global.env` over into the new file.",
      shell: secret + helmUpgrade(" -f values.media-storage.yaml"),
    },
    restoreEnv: {
      says: "Upgrade with the values as they were.",
      shell: `helm -n "$NAMESPACE" upgrade "$RELEASE" "$CHART" -f ${backup}\n${RESTART}`,
    },
    removeEnv: {
      says: "Upgrade without the values for S3: no `authentik.storage`, and nothing of it in `global.env`.",
      shell: helmUpgrade(""),
    },
    putAway: {
      says: "Take the volume out of your `values.yaml` and upgrade; the claim stays until you delete it.",
      shell: `${DELETE_POD}\n${helmUpgrade(" -f values.media-storage.yaml")}`,
    },
    cleanUp: [{ says: "The pod is not needed any more.", shell: DELETE_POD }],
  };
}

/** What authentik keeps in the bucket: the folder below that with the files, and the prefix of its keys. */
export function foldersOf({ appVersion = "", usages = ["media"] }: BucketFacts): {
  folder: string;
  prefix: string;
}[] {
  const { reports } = generationOf(appVersion);
  return usages.map((usage) => ({ folder: reports ? `/${usage}` : "", prefix: `${usage}/` }));
}
