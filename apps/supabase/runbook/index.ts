/** The runbook of a move of Supabase Storage's files, which docker compose runs, for each direction. */
import { deleteOld, nothingMissing, proofOfMove, twoBuckets } from "../../../runbook/between-buckets";
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
      "No URL that a client has changes: all of them name the API, whatever is behind it. The database stays as it is, and must be the " +
        "same: the versions in the keys are in `storage.objects`.",
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
            "Count the files, and those of them that have lost their type (a copy without extended attributes does that): those would be " +
            "stored as `application/octet-stream`, and `storage.objects` says what they are (`metadata->>'mimetype'`).",
          shell: COUNT_FILES,
        },
      ],
    },
    {
      title: "First copy, while Storage runs",
      steps: [
        {
          says: "With each file's own type and cache header. May be run again at any time: it copies what has no object yet.",
          shell: "copy_files",
        },
      ],
    },
    {
      title: "The switch",
      steps: [
        {
          says: "Stop Storage; the rest of Supabase goes on. An upload that is under way begins anew afterwards.",
          shell: STOP,
        },
        { says: "Second copy: what came since the first.", shell: "copy_files" },
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
          says: "As long as the local files are there: stop Storage, and fetch what was uploaded since the switch, with its attributes.",
          shell: `${STOP}\nfetch_files`,
        },
        {
          says: `The old settings. ${WHOLE_FILE}`,
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
          says: "Put the files out of the way, and delete them when nobody has missed one.",
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
        { says: "How much comes, and how much room there is.", shell: `${COUNT_OBJECTS}\ndf -h .` },
      ],
    },
    {
      title: "First copy, while Storage runs",
      steps: [
        {
          says:
            "The folder is that of `GLOBAL_S3_BUCKET` in `docker-compose.yml` without the overlay. Each file gets its type and its " +
            "cache header as extended attributes, one question to the store a file.",
          shell: "fetch_files",
        },
      ],
    },
    {
      title: "The switch",
      steps: [
        { says: "Stop Storage; the rest of Supabase goes on.", shell: STOP },
        { says: "Second copy: what came since the first.", shell: "fetch_files" },
        checkCopy("", "objects", "files", "fetch_files"),
        COUNT_ROWS_TOO,
        ...freshProtocolKeys(input.facts),
        {
          says:
            "Start without the overlay. Take it out of `COMPOSE_FILE` in `.env` too, where it is. A shipped overlay (`docker-compose.s3.yml`, " +
            "`docker-compose.rustfs.yml`) would turn S3 on again.",
          shell: START_WITH_FILES,
        },
      ],
    },
    {
      title: "Checks",
      steps: [
        {
          says: "Download an old file in Studio, and upload two, one below and one above 6 MB: both come into the folder, and none into the bucket.",
          shell: `find "$FILES" -type f -mmin -10\n${COUNT_OBJECTS}`,
        },
      ],
    },
    {
      title: "The way back",
      steps: [
        {
          says:
            "Start with the overlay again; what was uploaded meanwhile is brought by the runbook `--direction file-to-s3`, whose copy takes only " +
            "what is not in the bucket.",
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
          says: `**Proof 1: Storage uses files.** \`STORAGE_BACKEND\` is not \`s3\`. ${RUNNING.says}`,
        },
        proofOfCopy("", "objects", "files", "every object was copied"),
        { says: "**Proof 3: nobody writes to the bucket any more.**", shell: "prove_quiet objects" },
        {
          says:
            "**Only then.** The bucket is protected: `backend: { data: { protect: false } }` and `pulumi up`; then " +
            (input.facts.app.protocolEndpoint === undefined
              ? "remove the storage from the config or the program"
              : "remove `backend` from the arguments, because the protocol endpoint stays") +
            ", and `pulumi up` again. The bucket and its objects stay in your account until you delete them yourself.",
        },
        endMove(input),
      ],
    },
  ];
}

function s3ToS3(input: RunbookInput): Section[] {
  // The clean-up of uploads that nobody finished would have to find them in the new bucket too; they begin anew there.
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
            `${EACH_SESSION}The two buckets as rclone's remotes; keys stay in the environment. The last line must be \`two different buckets\`.` +
            (storeProductOfFacts(input.facts.store)?.can.ownershipControls === true
              ? " **rclone must be 1.61 or later**: older ones, such as Debian 12's, send `x-amz-acl: private`, which this bucket may refuse."
              : ""),
          shell: twoBuckets(input, copied),
        },
      ],
    },
    {
      title: "First copy, while Storage runs",
      steps: [
        {
          says: "`--metadata` is what carries `Cache-Control`. The bytes pass through this machine, each bucket by its own key.",
          shell: "copy_objects",
        },
      ],
    },
    {
      title: "The switch",
      steps: [
        { says: "Stop Storage; the rest of Supabase goes on.", shell: STOP },
        { says: "Second copy: what came since the first.", shell: "copy_objects" },
        ...nothingMissing(copied),
        ...applyEnv(input),
      ],
    },
    {
      title: "Checks",
      steps: [
        {
          says: "The same number of objects and of rows; each resumable upload adds an `.info`.",
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
          says: "Stop Storage, copy what came since the switch to the old bucket, with a key that may write there, and start with the old settings.",
          shell: `${STOP}
copy_back
${restoreFile(".env")}
[ ! -e ${overlay} ] || { cp -p ${overlay} ${OVERLAY}.new && mv -f ${OVERLAY}.new ${OVERLAY}; }`,
        },
        { says: "And with the overlays that it had, which may be others than this.", shell: START_WITH_S3 },
        endMove(input),
      ],
    },
    {
      title: "Clean-up, after some weeks",
      steps: [...proofOfMove(input, RUNNING), ...deleteOld(input, copied), endMove(input)],
    },
  ];
}
