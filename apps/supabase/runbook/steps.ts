/** Steps that the moves of Supabase Storage's files have in common. */
import { shellWord } from "../../../env/formats/shell";
import { neededOldKey, oldKey } from "../../../runbook/between-buckets";
import { PUBLISHED } from "../env-file";
import {
  Direction,
  withLines,
  type BucketStorageFacts,
  type RunbookInput,
  type Step,
} from "../../../runbook";
import {
  EACH_SESSION,
  blockWord,
  enterFolder,
  envBlockStep,
  envCommand,
  inlineCode,
  kept,
  keysOfBlock,
  ownCredentials,
  requireFiles,
} from "../../../runbook/session";
import { TOOL, keep, keepFile, setBlock, setLines } from "../../../runbook/settings-file";
import { countBelow, neededCaFile, storeFunction } from "../../../runbook/shell";

export const OVERLAY = "compose.media-storage.yml";
/** The overlay that the switch puts in place. */
const NEW_OVERLAY = `${OVERLAY}.new`;
export const STOP = "docker compose stop storage";
export const START_WITH_S3 = `docker compose -f docker-compose.yml -f ${OVERLAY} up -d --no-deps storage`;
export const START_WITH_FILES = "docker compose -f docker-compose.yml up -d --no-deps storage";

export const COUNT_OBJECTS = countBelow("$TENANT/");

/** Without < /dev/null it would swallow the lines that are pasted after it. */
export const COUNT_ROWS = `docker compose exec -T db psql -U postgres -Atc 'select count(*) from storage.objects' < /dev/null`;

export function backUp(): Step {
  const { says, shell = "" } = keepFile(".env");
  return { says, shell: `${shell}\n[ ! -e ${OVERLAY} ] || ${keep(OVERLAY)}` };
}

/**
 * The folder of the file backend, as the running container has it: older templates have its name in `docker-compose.yml`. It
 * is kept, for after the switch the container has another. Without it nothing is copied.
 */
const folder = kept("storage-folder");
export const FROM_FOLDER = `[ -s ${folder} ] || docker compose exec -T storage printenv GLOBAL_S3_BUCKET < /dev/null | sed '/^$/d' > ${folder}
FILES=$FOLDER/volumes/storage/$(cat ${folder})
export FILES
if [ ! -s ${folder} ] || [ ! -d "$FILES/$TENANT" ]; then
  echo "Stop here: $FILES/$TENANT is not the folder of Storage's files. Does it run, with files, and with this tenant id?" >&2
  unset FILES
fi`;

/** The folder that Storage reads without the overlay. */
export const TO_FOLDER = `name=$(docker compose -f docker-compose.yml config storage < /dev/null | sed -n 's/^ *GLOBAL_S3_BUCKET: *//p' | tr -d "\\"'")
if [ -n "$name" ]; then
  export FILES="$FOLDER/volumes/storage/$name"
  mkdir -p "$FILES"
else
  echo "Stop here: docker-compose.yml gives Storage no GLOBAL_S3_BUCKET." >&2
  unset FILES
fi`;

/** The first blocks: where Supabase is, the files that the switch takes, and the names. */
export function variables(input: RunbookInput, more: string): Step[] {
  const { facts, direction } = input;
  const isToFile = direction === Direction.S3ToFile;
  const keys = keysOfBlock(input, "STORAGE_AWS_ACCESS_KEY_ID", "STORAGE_AWS_SECRET_ACCESS_KEY");
  return [
    withLines(enterFolder(input, "/opt/supabase", "the folder of docker-compose.yml"), TOOL),
    envBlockStep(input, " -f compose --only .env"),
    ...(isToFile
      ? []
      : [
          {
            says: `The overlay. Make it where you run Pulumi, ${inlineCode(`${envCommand(input, ` -f compose --only ${OVERLAY}`)} > ${NEW_OVERLAY}`)}, and copy it to the folder of \`docker-compose.yml\` where the steps run.`,
          },
        ]),
    ...oldKey(input),
    {
      says: "Nothing is printed if every file is there.",
      shell: requireFiles([
        blockWord(input),
        ".env",
        "docker-compose.yml",
        ...neededCaFile(input),
        ...(isToFile ? [] : [NEW_OVERLAY]),
        ...neededOldKey(input),
      ]),
    },
    {
      // Exported, the block's names would win over those of `.env` in every call of docker compose, the way back included.
      says:
        `${EACH_SESSION}The names and functions that the other steps use. Only the keys of the block are read, for docker compose prefers ` +
        "a shell's variables to `.env`.",
      shell: [
        ownCredentials(input),
        ...(keys === "" ? [] : [keys]),
        `export BUCKET=${shellWord(facts.bucket.name)} TENANT=${shellWord(facts.app.tenantId ?? "")}`,
        storeFunction(input),
        more,
      ].join("\n"),
    },
  ];
}

/** Shows which store the running Storage uses. */
export const RUNNING: Step = {
  says: "`STORAGE_BACKEND`, `GLOBAL_S3_BUCKET`, `GLOBAL_S3_ENDPOINT` and `REGION`, as far as they are set.",
  shell:
    "docker compose exec -T storage printenv STORAGE_BACKEND GLOBAL_S3_BUCKET GLOBAL_S3_ENDPOINT REGION < /dev/null",
};

/** The overlay closes the protocol endpoint where the stack has none; without it the template's published pair opens it. */
export function freshProtocolKeys({ app: { protocolEndpoint } }: BucketStorageFacts): Step[] {
  if (protocolEndpoint !== undefined) return [];
  const { S3_PROTOCOL_ACCESS_KEY_ID: id, S3_PROTOCOL_ACCESS_KEY_SECRET: secret } = PUBLISHED;
  return [
    {
      says:
        "Without the overlay the S3 protocol endpoint (`/storage/v1/s3`) is open again, past row-level security, to whoever has its key pair, and " +
        "Supabase publishes that of its template. Where `.env` has it, or none, this writes a new one. The last line prints nothing; else the pair " +
        "stands in `docker-compose.yml` itself: put `${S3_PROTOCOL_ACCESS_KEY_ID}` and `${S3_PROTOCOL_ACCESS_KEY_SECRET}` there, and run this again.",
      shell: `published='${id}|${secret}'
if ! grep -q '^S3_PROTOCOL_ACCESS_KEY_SECRET=.' .env || grep -q -E "^S3_PROTOCOL_.*($published)" .env; then
  id=$(openssl rand -hex 16) && secret=$(openssl rand -hex 32) &&
    printf '%s\\n' "S3_PROTOCOL_ACCESS_KEY_ID=$id" "S3_PROTOCOL_ACCESS_KEY_SECRET=$secret" |
    ${setLines(".env", "supabase")}
fi
docker compose -f docker-compose.yml config storage < /dev/null | { grep -E "$published" || true; }`,
    },
  ];
}

export function tenant({ app: { tenantId = "" } }: BucketStorageFacts): Step {
  return {
    says:
      "The tenant id is the first part of every key, so the instance must have this one already: the running container says it. " +
      "Where nothing is printed it has another one, and no file would be found: write that into the stack's config then.",
    shell: `docker compose exec -T storage printenv TENANT_ID < /dev/null | grep -Fxe ${shellWord(tenantId)}`,
  };
}

export function applyEnv(input: RunbookInput): Step[] {
  return [
    {
      says:
        "The overlay, and the new settings in `.env` in place of the old ones. Every later `docker compose up` needs the same `-f` list, else Storage " +
        `falls back to files: write it into \`.env\` as \`COMPOSE_FILE=docker-compose.yml:${OVERLAY}\`. Where you use other compose files, name them there and in the command below, before this one.`,
      shell: `[ ! -e ${NEW_OVERLAY} ] || mv -f ${NEW_OVERLAY} ${OVERLAY}
${setBlock(input, ".env")} &&
  ${START_WITH_S3}`,
    },
  ];
}

export function uploadChecks(): Step[] {
  return [
    {
      says:
        "Upload two files in Studio, one below and one above 6 MB: the large one is a resumable upload, which asks for rights that the small one " +
        "does not. See both in the bucket, with the writer's key. *Permission denied* on one of them is a right at the bucket; on both it is a policy " +
        "(RLS) of `storage.objects`.",
      shell: `store s3 ls "s3://$BUCKET/$TENANT/" --recursive | sort | tail -n 4`,
    },
    {
      says: "An old file by the URL that a client has: its type and its cache header.",
      shell: `read -r FILE_URL && curl -sS -I "$FILE_URL"`,
    },
  ];
}
