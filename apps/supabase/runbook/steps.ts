/** Steps that all moves of Supabase Storage's files share. */
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
  requireFiles,
  whereOutputsAre,
} from "../../../runbook/session";
import { TOOL, keep, keepFile, setBlock, setLines } from "../../../runbook/settings-file";
import { neededCaFile } from "../../../runbook/ca-file";
import { countBelow, storeFunction } from "../../../runbook/shell";

export const OVERLAY = "compose.media-storage.yml";
/** The overlay that the switch puts in place. */
const NEW_OVERLAY = `${OVERLAY}.new`;
export const STOP = "docker compose stop storage";
export const START_WITH_S3 = `docker compose -f docker-compose.yml -f ${OVERLAY} up -d --no-deps storage`;
export const START_WITH_FILES = "docker compose -f docker-compose.yml up -d --no-deps storage";

export const COUNT_OBJECTS = countBelow("$TENANT/");

/** Without < /dev/null it would read the lines that are pasted after it. */
export const COUNT_ROWS = `docker compose exec -T db psql -U postgres -Atc 'select count(*) from storage.objects' < /dev/null`;

export function backUp(): Step {
  const { says, shell = "" } = keepFile(".env");
  return { says, shell: `${shell}\n[ ! -e ${OVERLAY} ] || ${keep(OVERLAY)}` };
}

/**
 * The folder of the file backend, from the running container, because older templates have its name in `docker-compose.yml`. It
 * is saved, because after the switch the container has another value. Without it nothing is copied.
 */
const folder = kept("storage-folder");
export const FROM_FOLDER = `[ -s ${folder} ] || docker compose exec -T storage printenv GLOBAL_S3_BUCKET < /dev/null | sed '/^$/d' > ${folder}
FILES=$FOLDER/volumes/storage/$(cat ${folder})
export FILES
if [ ! -s ${folder} ] || [ ! -d "$FILES/$TENANT" ]; then
  echo "Stop here: $FILES/$TENANT is not the folder of Storage's files. Check that Storage runs, uses files, and has this tenant id." >&2
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

/** The names of the writer's key in the block. */
const KEY_NAMES = {
  accessKeyId: "STORAGE_AWS_ACCESS_KEY_ID",
  secretAccessKey: "STORAGE_AWS_SECRET_ACCESS_KEY",
};

/** The first blocks: the folder of Supabase, the files that the switch needs, and the names. */
export function variables(input: RunbookInput, more: string): Step[] {
  const { facts, direction } = input;
  const isToFile = direction === Direction.S3ToFile;
  return [
    withLines(enterFolder(input, "/opt/supabase", "the folder of docker-compose.yml"), TOOL),
    envBlockStep(input, " -f compose --only .env"),
    ...(isToFile
      ? []
      : [
          {
            says: `Create the overlay ${whereOutputsAre(input)} with ${inlineCode(`${envCommand(input, ` -f compose --only ${OVERLAY}`)} > ${NEW_OVERLAY}`)}, and copy it to the folder of \`docker-compose.yml\` on the machine where the steps run.`,
          },
        ]),
    ...oldKey(input),
    ...twoAddresses(facts),
    {
      says: "Check that all files exist. If they do, this prints nothing.",
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
      says: `${EACH_SESSION}Define the names and functions that the other steps use.`,
      shell: [
        `export BUCKET=${shellWord(facts.bucket.name)} TENANT=${shellWord(facts.app.tenantId ?? "")}`,
        storeFunction(input, KEY_NAMES),
        more,
      ].join("\n"),
    },
  ];
}

/** The steps run outside the network in which the app's address of the store is known. */
function twoAddresses({ store: { endpoint, appEndpoint } }: BucketStorageFacts): Step[] {
  if (endpoint === undefined || appEndpoint === undefined) return [];
  return [
    {
      says: `The steps reach the store at ${inlineCode(endpoint)}, and Storage reaches it at ${inlineCode(appEndpoint)}. The block prints an HTTP status if this machine reaches the store. If it prints an error, publish the store's port there, or open a tunnel to it.`,
      // Any status will do, so a certificate of one's own is not checked here.
      shell: `curl -sSk -o /dev/null -w '%{http_code}\\n' ${shellWord(endpoint)}`,
    },
  ];
}

/** Shows which store the running Storage uses. */
export const RUNNING: Step = {
  says: "This prints `STORAGE_BACKEND`, `GLOBAL_S3_BUCKET`, `GLOBAL_S3_ENDPOINT` and `REGION`, if they are set.",
  shell:
    "docker compose exec -T storage printenv STORAGE_BACKEND GLOBAL_S3_BUCKET GLOBAL_S3_ENDPOINT REGION < /dev/null",
};

/** The overlay disables the protocol endpoint if the stack has none. Without the overlay, the template's public key pair works again. */
export function freshProtocolKeys({ app: { protocolEndpoint } }: BucketStorageFacts): Step[] {
  if (protocolEndpoint !== undefined) return [];
  const { S3_PROTOCOL_ACCESS_KEY_ID: id, S3_PROTOCOL_ACCESS_KEY_SECRET: secret } = PUBLISHED;
  return [
    {
      says:
        "Without the overlay the S3 protocol endpoint (`/storage/v1/s3`) is enabled again. Its key pair bypasses row-level security, and the pair of Supabase's template is public. " +
        "If `.env` has that pair or none, this writes a new pair. The last line must print nothing. If it prints something, the public pair " +
        "is in `docker-compose.yml` itself: replace it there with `${S3_PROTOCOL_ACCESS_KEY_ID}` and `${S3_PROTOCOL_ACCESS_KEY_SECRET}`, and paste this block again.",
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
      "Check the tenant id, which is the first part of every key. The block prints it if the running container has the same one as the stack. " +
      "If it prints nothing, the container has another one, and Storage would not find its files: set that one as `tenantId` in the stack's config.",
    shell: `docker compose exec -T storage printenv TENANT_ID < /dev/null | grep -Fxe ${shellWord(tenantId)}`,
  };
}

export function applyEnv(input: RunbookInput): Step[] {
  return [
    {
      says:
        "Install the overlay, and replace the old settings in `.env` with the new ones. Every later `docker compose up` needs the same `-f` list. Without it Storage " +
        `uses files again. So add \`COMPOSE_FILE=docker-compose.yml:${OVERLAY}\` to \`.env\`. If you use other compose files, add them there and in the command below, before this overlay.`,
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
        "Upload two files in Studio, one below and one above 6 MB. The large one is a resumable upload, which needs additional permissions. " +
        "Check that both are in the bucket, with the writer's key. If only one upload fails with *Permission denied*, the writer lacks a permission on the bucket. If both fail, the cause is a policy " +
        "(RLS) of `storage.objects`.",
      shell: `store s3 ls "s3://$BUCKET/$TENANT/" --recursive | sort | tail -n 4`,
    },
    {
      says: "Type the URL of an old file as a client uses it. The block prints its type and cache header.",
      shell: `read -r FILE_URL && curl -sS -I "$FILE_URL"`,
    },
  ];
}
