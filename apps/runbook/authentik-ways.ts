/** The ways in which authentik is deployed: where its files are, and what makes it read its settings again. */
import { generationOf } from "../authentik-generations";
import {
  DELETE_POD,
  IN_POD,
  KUBECTL,
  applyChartFiles,
  chartFiles,
  chartFilesStep,
  copyPod,
  helmRestore,
  helmUpgrade,
  keepValues,
  newVolume,
  runningVariables,
  valuesFile,
} from "./helm";
import { Deployment, Direction, type BucketFacts, type RunbookInput, type Step } from "./runbook";
import { TOOL, keepFile, previewChange, removeBlock, restoreFile, setBlock } from "./settings-file";
import { enterFolder } from "./shell";

export interface AuthentikWay {
  /** Where the steps run, as it stands in a sentence. */
  where: string;
  /** What the first block is for. */
  beginsWith: string;
  /** The first block: the folder, and the variables of the commands that start and upgrade. */
  variables: string;
  /** Makes the files that the switch takes, besides the env block. */
  makeFiles: Step[];
  /** The names of those files. */
  neededFiles: string[];
  /** The folder with the files, where the copy runs. */
  files: string;
  /** Begins the sentence of a step that runs where the files are; empty where that is the same shell. */
  inside: string;
  /** What has to be there before files can be copied out of the volume, and into one. */
  prepare: { fromFile: Step[]; toFile: Step[] };
  backUp: Step;
  /** Shows what the switch will change, where that can be shown. */
  preview: Step[];
  /** Replaces the settings and starts authentik with them. */
  applyEnv: Step;
  restoreEnv: Step;
  removeEnv: Step;
  /** Shows which store the running app uses. */
  running: Step;
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

/** What the running app uses: no secret is among them. */
const RUNNING = `'^AUTHENTIK_STORAGE__.*(BACKEND|BUCKET_NAME|ENDPOINT)='`;
const RUNNING_SAYS =
  "Server and worker, each with its `BACKEND`, `BUCKET_NAME` and `ENDPOINT`, as far as they are set.";

function compose(input: RunbookInput): AuthentikWay {
  // Both server and worker read `.env`, and only a container that is made again reads it again.
  const start = "docker compose up -d";
  return {
    where: "the folder of authentik's compose file, as root",
    beginsWith: "Where authentik's compose file is.",
    variables: `${enterFolder(input, "/opt/authentik", "the folder of the compose file")}\n${TOOL}`,
    makeFiles: [],
    neededFiles: [".env"],
    files: `"$FOLDER${mount(input.facts)}"`,
    inside: "",
    prepare: { fromFile: [], toFile: [] },
    backUp: keepFile(input, ".env"),
    preview: [previewChange(input, ".env", input.direction === Direction.S3ToFile ? " --remove" : "")],
    applyEnv: {
      says: "Put the new settings in place of the old ones; server and worker are made again.",
      shell: `${setBlock(input, ".env")} &&\n  ${start}`,
    },
    restoreEnv: {
      says: "Bring the old settings back.",
      shell: `${restoreFile(input, ".env")} &&\n  ${start}`,
    },
    removeEnv: {
      says: "Take the settings of the block out: without them authentik stores files. Other lines with `AUTHENTIK_STORAGE__` are your own, and stay.",
      shell: `${removeBlock(input, ".env")} &&\n  ${start}`,
    },
    running: {
      says: RUNNING_SAYS,
      // Without < /dev/null it would swallow the lines that are pasted after it.
      shell: `for service in server worker; do
  echo "$service" && docker compose exec -T "$service" printenv < /dev/null | grep -E ${RUNNING}
done`,
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
  const path = mount(input.facts);
  const isToFile = input.direction === Direction.S3ToFile;
  const takeOver =
    " A list in a later file of values replaces an earlier one: take what your `values.yaml` has under `global.env` over into the new file.";
  return {
    where: "the folder of your `values.yaml`, with `kubectl` and `helm` set up",
    beginsWith: "Where your values are, and what the release is called.",
    variables:
      `${enterFolder(input, "$PWD", "the folder of your values.yaml")}\n` +
      "export NAMESPACE=authentik RELEASE=authentik CHART=authentik/authentik\n" +
      `export CLAIM=authentik-files # the claim that your values.yaml mounts at ${path}`,
    makeFiles: isToFile ? [] : [chartFilesStep(input, takeOver)],
    neededFiles: ["values.yaml", ...(isToFile ? [] : chartFiles(input))],
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
      shell: keepValues(valuesFile(input)),
    },
    preview: [],
    applyEnv: { says: "Upgrade with the values for S3.", shell: applyChartFiles(input) },
    restoreEnv: { says: "Upgrade with the values as they were.", shell: helmRestore(input) },
    removeEnv: {
      says: "Upgrade without the values for S3: no `authentik.storage`, and nothing of it in `global.env`.",
      shell: helmUpgrade(""),
    },
    running: {
      says: RUNNING_SAYS,
      shell: runningVariables(
        `${KUBECTL} get deployment -l "app.kubernetes.io/instance=$RELEASE,app.kubernetes.io/component in (server,worker)" -o name`,
        RUNNING,
      ),
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
