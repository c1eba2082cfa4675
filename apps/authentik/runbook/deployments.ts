/** The ways to deploy authentik: where its files are, and how to make it read its settings again. */
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
  /** Where the steps run, for use in a sentence. */
  where: string;
  /** The first block: the folders, and the variables of the commands that start and upgrade. */
  begin: Step;
  /** Creates the files that the switch needs, besides the env block. */
  makeFiles: Step[];
  /** Those files as shell words. */
  neededFiles: string[];
  /** The folder with the files, where the copy runs. */
  files: string;
  /** The start of the text of a step that runs where the files are; empty if that is the same shell. */
  inside: string;
  /** Steps before files can be copied out of the volume, or into one. */
  prepare: { fromFile: Step[]; toFile: Step[] };
  backUp: Step;
  /** Shows what the switch will change, if that is possible. */
  preview: Step[];
  /** Keeps the list of the last copy, if the copy ran in another place. */
  keepSwitch: Step[];
  /** Replaces the settings and starts authentik with them. After that nothing runs with the old ones. */
  applyEnv: Step;
  /** Shows what the way back will change, if that is possible. */
  previewRestore: Step[];
  restoreEnv: Step;
  removeEnv: Step;
  /** Shows which store the running app uses. */
  running: Step;
  /** Moves the old files away. */
  putAway: Step;
}

/** The folder in the container: /media up to 2025.10, /data since. */
function mount({ app: { version = "" } }: BucketStorageFacts): string {
  return generationOf(version).reports ? "/data" : "/media";
}

export function authentikWay(input: RunbookInput): AuthentikWay {
  return input.deployment === DeploymentKind.Helm ? helm(input) : compose(input);
}

/** The variables that show what the running app uses. None of them is a secret. */
const RUNNING = `'^AUTHENTIK_STORAGE__.*(BACKEND|BUCKET_NAME|ENDPOINT)='`;
const RUNNING_SAYS =
  "This prints `BACKEND`, `BUCKET_NAME` and `ENDPOINT` of server and worker, if they are set.";

function compose(input: RunbookInput): AuthentikWay {
  // Server and worker read `.env` only when their container is created.
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
      says: "Replace the old settings with the new ones. Compose then recreates server and worker.",
      shell: `${setBlock(input, ".env")} &&\n  ${start}`,
    },
    previewRestore: [previewRestore(".env")],
    restoreEnv: {
      says: `Restore the old settings. ${WHOLE_FILE}`,
      shell: `${restoreFile(".env")} &&\n  ${start}`,
    },
    removeEnv: {
      says: "Remove the settings of the block. Without them authentik stores files on the disk. Your own other lines with `AUTHENTIK_STORAGE__` stay.",
      shell: `${removeBlock(input, ".env")} &&\n  ${start}`,
    },
    running: {
      says: RUNNING_SAYS,
      // Without < /dev/null it would read the lines that are pasted after it.
      shell: `for service in server worker; do
  echo "$service" && docker compose exec -T "$service" printenv < /dev/null | grep -E ${RUNNING}
done`,
    },
    putAway: {
      says: "Move the old files away. Delete them later, when no file is missing.",
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
    " A list in a later values file replaces the earlier list: copy everything that your `values.yaml` has in `global.env` into the new file.";
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
          "The chart has no volume for files. Create one that is large enough for all files, and mount it for server and worker: set " +
            `\`global.volumes\` and \`global.volumeMounts\` in your \`values.yaml\`, with the path ${path}.`,
        ),
        copyPod(path, "server"),
      ],
    },
    backUp: {
      says: "Keep a copy of the current values. This does not replace a copy that this move has already made. The file may contain the secret key and the database's password: keep it private.",
      shell: KEEP_VALUES,
    },
    preview: [],
    applyEnv: { says: "Upgrade with the values for S3.", shell: applyChartFiles(input) },
    previewRestore: [],
    restoreEnv: { says: "Upgrade with the old values.", shell: HELM_RESTORE },
    removeEnv: {
      says: "Upgrade without the values for S3: remove `authentik.storage`, and its variables in `global.env`.",
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
      says: "Remove the volume from your `values.yaml`, and upgrade. The claim stays until you delete it.",
      shell: `${DELETE_POD}\n${helmUpgrade(" -f values.media-storage.yaml")}`,
    },
  };
}

/** The folders whose files authentik keeps in the bucket, relative to the mount. The first generation uses the mount itself. */
export function foldersOf({ app: { version = "", usages = ["media"] } }: BucketStorageFacts): string[] {
  return generationOf(version).reports ? usages : ["."];
}

/** A folder with a slash, to put before the name of a file. */
export const slashed = (folder: string): string => (folder === "." ? "" : `${folder}/`);

/** The part of a key before the path of the file. */
export function prefixOf({ app: { version = "" } }: BucketStorageFacts): string {
  return generationOf(version).reports ? "" : "media/";
}
