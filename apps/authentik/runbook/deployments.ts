/** The ways in which authentik is deployed: where its files are, and what makes it read its settings again. */
import { generationOf } from "../versions";
import {
  DELETE_POD,
  IN_POD,
  KUBECTL,
  applyChartFiles,
  chartFiles,
  chartFilesStep,
  copyPod,
  DEPLOY,
  HELM_RESTORE,
  KEEP_SWITCH,
  KEEP_VALUES,
  helmUpgrade,
  newVolume,
  runningVariables,
} from "../../../runbook/helm";
import {
  DeploymentKind,
  Direction,
  withLines,
  type BucketStorageFacts,
  type RunbookInput,
  type Step,
} from "../../../runbook";
import {
  TOOL,
  WHOLE_FILE,
  keepFile,
  previewChange,
  removeBlock,
  previewRestore,
  restoreFile,
  setBlock,
} from "../../../runbook/settings-file";
import { enterFolder } from "../../../runbook/session";

export interface AuthentikWay {
  /** Where the steps run, as it stands in a sentence. */
  where: string;
  /** The first block: the folders, and the variables of the commands that start and upgrade. */
  begin: Step;
  /** Makes the files that the switch takes, besides the env block. */
  makeFiles: Step[];
  /** Those files as words of the shell. */
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
  /** What has to be kept of the last copy, where that ran in another place. */
  keepSwitch: Step[];
  /** Replaces the settings and starts authentik with them; at its end nothing runs with the old ones. */
  applyEnv: Step;
  /** Shows what the way back will change, where that can be shown. */
  previewRestore: Step[];
  restoreEnv: Step;
  removeEnv: Step;
  /** Shows which store the running app uses. */
  running: Step;
  /** Puts the files out of the way. */
  putAway: Step;
}

/** The folder in the container: /media up to 2025.10, /data since. */
function mount({ app: { version = "" } }: BucketStorageFacts): string {
  return generationOf(version).reports ? "/data" : "/media";
}

export function authentikWay(input: RunbookInput): AuthentikWay {
  return input.deployment === DeploymentKind.Helm ? helm(input) : compose(input);
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
    begin: withLines(enterFolder(input, "/opt/authentik", "the folder of the compose file"), TOOL),
    keepSwitch: [],
    makeFiles: [],
    neededFiles: [".env"],
    files: `"$FOLDER${mount(input.facts)}"`,
    inside: "",
    prepare: { fromFile: [], toFile: [] },
    backUp: keepFile(".env"),
    preview: [previewChange(input, ".env", input.direction === Direction.S3ToFile ? " --remove" : "")],
    applyEnv: {
      says: "Put the new settings in place of the old ones; server and worker are made again.",
      shell: `${setBlock(input, ".env")} &&\n  ${start}`,
    },
    previewRestore: [previewRestore(".env")],
    restoreEnv: {
      says: `Bring the old settings back. ${WHOLE_FILE}`,
      shell: `${restoreFile(".env")} &&\n  ${start}`,
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
        .map((folder) => (folder === "." ? "$FILES" : `$FILES/${folder}`))
        .map((folder) => `mv "${folder}" "${folder}.before-s3"`)
        .join("\n"),
    },
  };
}

function helm(input: RunbookInput): AuthentikWay {
  const path = mount(input.facts);
  const isToFile = input.direction === Direction.S3ToFile;
  const takeOver =
    " A list in a later file of values replaces an earlier one: take what your `values.yaml` has under `global.env` over into the new file.";
  return {
    where: "the folder of your `values.yaml`, with `kubectl` and `helm` set up",
    begin: withLines(
      enterFolder(input, "$PWD", "the folder of your values.yaml"),
      "export NAMESPACE=authentik RELEASE=authentik CHART=authentik/authentik\n" +
        `export CLAIM=authentik-files # the claim that your values.yaml mounts at ${path}\n${DEPLOY}`,
    ),
    keepSwitch: [KEEP_SWITCH],
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
      shell: KEEP_VALUES,
    },
    preview: [],
    applyEnv: { says: "Upgrade with the values for S3.", shell: applyChartFiles(input) },
    previewRestore: [],
    restoreEnv: { says: "Upgrade with the values as they were when the move began.", shell: HELM_RESTORE },
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
  };
}

/** The folders below that with the files which authentik keeps in the bucket. The first generation has one, and that is it. */
export function foldersOf({ app: { version = "", usages = ["media"] } }: BucketStorageFacts): string[] {
  return generationOf(version).reports ? usages : ["."];
}

/** A folder as it stands before the name of a file in it. */
export const slashed = (folder: string): string => (folder === "." ? "" : `${folder}/`);

/** What stands before the path of a file in its key. */
export function prefixOf({ app: { version = "" } }: BucketStorageFacts): string {
  return generationOf(version).reports ? "" : "media/";
}
