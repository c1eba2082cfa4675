/** The runbook that moves the files of Supabase Storage with docker compose, for each direction. */
import {
  deleteOld,
  LARGE_MOVE,
  nothingMissing,
  proofOfMove,
  twoBuckets,
} from "../../../runbook/between-buckets";
import { checkCopy, proofOfCopy } from "../../../runbook/names";
import { Direction, type Runbook, type RunbookInput, type Section } from "../../../runbook";
import { storeProductOfFacts } from "../../../stores";
import { endMove } from "../../../runbook/end-move";
import { EACH_SESSION, howToRun, kept } from "../../../runbook/session";
import { WHOLE_FILE, previewChange, previewRestore, restoreFile } from "../../../runbook/settings-file";
import { COUNT_FILES, COUNT_ROWS_TOO, FILE_FUNCTIONS } from "./copy";
import {
  COUNT_OBJECTS,
  FROM_FOLDER,
  COUNT_ROWS,
  START_WITH_FILES,
  START_WITH_S3,
  OVERLAY,
  RUNNING,
  STOP,
  TO_FOLDER,
  applyEnv,
  backUp,
  freshProtocolKeys,
  tenant,
  uploadChecks,
  variables,
} from "./steps";

export function supabaseRunbook(input: RunbookInput): Runbook {
  const { facts, deployment, direction } = input;
  const sections = {
    [Direction.FileToS3]: fileToS3,
    [Direction.S3ToFile]: s3ToFile,
    [Direction.S3ToS3]: s3ToS3,
  }[direction](input);
  const tools = direction === Direction.S3ToS3 ? " and rclone" : " and `getfattr` (`apt-get install attr`)";
  return {
    title: `Moving the files of Supabase Storage at ${facts.app.publicUrl ?? ""}: ${direction}, ${deployment}`,
    intro: [
      ...howToRun("the folder of `docker-compose.yml`, as root", tools),
      "The URLs of clients do not change, because they use the API and not the storage behind it. The database does not change either. Do not use another database: " +
        "`storage.objects` contains the versions that are part of the keys.",
    ],
    sections,
  };
}

function fileToS3(input: RunbookInput): Section[] {
  const { facts } = input;
  return [
    {
      title: "Before",
      steps: [
        ...variables(input, `${FROM_FOLDER}\n${FILE_FUNCTIONS}`),
        backUp(),
        previewChange(input, ".env"),
        tenant(facts),
        {
          says:
            "Count all files, and the files that have lost their content type (for example by a copy without extended attributes). The copy would store those " +
            "as `application/octet-stream`. Their right type is in `storage.objects` (`metadata->>'mimetype'`).",
          shell: COUNT_FILES,
        },
      ],
    },
    {
      title: "First copy, while Storage runs",
      steps: [
        {
          says: "Copy all files with their types and cache headers. You can run this again at any time: it copies only files that have no object yet.",
          shell: "copy_files",
        },
      ],
    },
    {
      title: "The switch",
      steps: [
        {
          says: "Stop Storage. The rest of Supabase continues to run. Clients have to restart uploads that are in progress.",
          shell: STOP,
        },
        { says: "Second copy: files that are new since the first copy.", shell: "copy_files" },
        checkCopy("", "files", "objects", "copy_files"),
        COUNT_ROWS_TOO,
        ...applyEnv(input),
      ],
    },
    {
      title: "Checks",
      steps: [...uploadChecks()],
    },
    {
      title: "The way back",
      steps: [
        previewRestore(".env"),
        {
          says: "This works as long as you have the local files. Stop Storage, and fetch the uploads since the switch, with their attributes.",
          shell: `${STOP}\nfetch_files`,
        },
        {
          says: `Restore the old settings. ${WHOLE_FILE}`,
          shell: restoreFile(".env"),
        },
        ...freshProtocolKeys(facts),
        { says: "Start without the overlay.", shell: START_WITH_FILES },
        endMove(input),
      ],
    },
    {
      title: "Clean-up, after some weeks",
      steps: [
        { ...RUNNING, says: `**Proof 1: Storage uses the bucket.** ${RUNNING.says}` },
        proofOfCopy("", "files", "objects", "every file was copied"),
        { says: "**Proof 3: nothing writes files any more.**", shell: "prove_quiet files" },
        {
          says: "Move the old files away. Delete them later, when no file is missing.",
          shell: `mv "$FILES" "$FILES.before-s3"`,
        },
        endMove(input),
      ],
    },
  ];
}

function s3ToFile(input: RunbookInput): Section[] {
  return [
    {
      title: "Before",
      steps: [
        ...variables(input, `${TO_FOLDER}\n${FILE_FUNCTIONS}`),
        backUp(),
        tenant(input.facts),
        {
          says: "Compare the size of the bucket with the free disk space.",
          shell: `${COUNT_OBJECTS}\ndf -h .`,
        },
      ],
    },
    {
      title: "First copy, while Storage runs",
      steps: [
        {
          says:
            "Fetch all files into the folder that `GLOBAL_S3_BUCKET` in `docker-compose.yml` (without the overlay) sets. This stores each file's type and " +
            "cache header as extended attributes, with one request per file.",
          shell: "fetch_files",
        },
      ],
    },
    {
      title: "The switch",
      steps: [
        { says: "Stop Storage. The rest of Supabase continues to run.", shell: STOP },
        { says: "Second copy: objects that are new since the first copy.", shell: "fetch_files" },
        checkCopy("", "objects", "files", "fetch_files"),
        COUNT_ROWS_TOO,
        ...freshProtocolKeys(input.facts),
        {
          says:
            "Start without the overlay. If `COMPOSE_FILE` in `.env` contains the overlay, remove it there too. Do not use Supabase's own overlays (`docker-compose.s3.yml`, " +
            "`docker-compose.rustfs.yml`), because they turn S3 on again.",
          shell: START_WITH_FILES,
        },
      ],
    },
    {
      title: "Checks",
      steps: [
        {
          says: "Download an old file in Studio, and upload two files, one below and one above 6 MB. Both must be in the folder, and the number of objects must not change.",
          shell: `find "$FILES" -type f -mmin -10\n${COUNT_OBJECTS}`,
        },
      ],
    },
    {
      title: "The way back",
      steps: [
        {
          says:
            "Start with the overlay again. To copy uploads since the switch, follow the runbook `--direction file-to-s3`, which copies only " +
            "files that are not in the bucket.",
          shell: START_WITH_S3,
        },
        endMove(input),
      ],
    },
    {
      title: "Clean-up, after some weeks",
      steps: [
        {
          ...RUNNING,
          says: `**Proof 1: Storage uses files.** \`STORAGE_BACKEND\` must not be \`s3\`. ${RUNNING.says}`,
        },
        proofOfCopy("", "objects", "files", "every object was copied"),
        { says: "**Proof 3: nobody writes to the bucket any more.**", shell: "prove_quiet objects" },
        {
          says:
            "**Only after all three proofs succeeded**: remove the bucket from the stack. It is protected, so set `backend: { data: { protect: false } }` and run `pulumi up`. Then " +
            (input.facts.app.protocolEndpoint === undefined
              ? "remove the storage from the config or the program"
              : "remove only `backend` from the arguments, because the protocol endpoint stays") +
            ", and run `pulumi up` again. The bucket and its objects stay in your account until you delete them yourself.",
        },
        endMove(input),
      ],
    },
  ];
}

function s3ToS3(input: RunbookInput): Section[] {
  // Unfinished uploads are left out. Clients have to restart them.
  const overlay = kept(OVERLAY);
  const copied = { filters: ` --exclude '*.part' --exclude '__tus_locks/**'` };
  return [
    {
      title: "Before",
      steps: [
        ...variables(input, "export PREFIX=''"),
        backUp(),
        previewChange(input, ".env"),
        tenant(input.facts),
        {
          says:
            `${EACH_SESSION}Define the two buckets as remotes of rclone. The keys are only in the environment. The last line must be \`two different buckets\`.` +
            (storeProductOfFacts(input.facts.store)?.can.ownershipControls === true
              ? " **rclone must be 1.61 or later**: older versions, such as Debian 12's, send `x-amz-acl: private`, which this bucket may refuse."
              : ""),
          shell: twoBuckets(input, copied),
        },
      ],
    },
    {
      title: "First copy, while Storage runs",
      steps: [
        {
          says: `Copy all objects, because of \`--metadata\` with \`Cache-Control\`. The data passes through this machine, and each bucket is used with its own key. ${LARGE_MOVE}`,
          shell: "copy_objects",
        },
      ],
    },
    {
      title: "The switch",
      steps: [
        { says: "Stop Storage. The rest of Supabase continues to run.", shell: STOP },
        { says: "Second copy: objects that are new since the first copy.", shell: "copy_objects" },
        ...nothingMissing(copied),
        ...applyEnv(input),
      ],
    },
    {
      title: "Checks",
      steps: [
        {
          says: "Compare the number of objects with the number of rows. They must be equal, except that each resumable upload adds an `.info` object.",
          shell: `${COUNT_OBJECTS}\n${COUNT_ROWS}`,
        },
        ...uploadChecks(),
      ],
    },
    {
      title: "The way back",
      steps: [
        previewRestore(".env"),
        {
          says: "Stop Storage, copy uploads since the switch to the old bucket, with a key that may write there, and restore the old settings.",
          shell: `${STOP}
copy_back
${restoreFile(".env")}
[ ! -e ${overlay} ] || { cp -p ${overlay} ${OVERLAY}.new && mv -f ${OVERLAY}.new ${OVERLAY}; }`,
        },
        {
          says: "Start Storage with the overlays that it used before the move. Replace this overlay in the command if it was another one.",
          shell: START_WITH_S3,
        },
        endMove(input),
      ],
    },
    {
      title: "Clean-up, after some weeks",
      steps: [...proofOfMove(input, RUNNING), ...deleteOld(input, copied), endMove(input)],
    },
  ];
}
