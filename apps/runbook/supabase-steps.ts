/** Steps that the moves of Supabase Storage's files have in common. */
import { shellWord } from "../../env/shell";
import { PUBLISHED } from "../supabase-env-file";
import { backupSuffix, type BucketFacts, type RunbookInput, type Step } from "./runbook";
import { RUN, envBlockFile, envBlockStep, envCommand, keysOfBlock, storeFunction } from "./shell";

export const OVERLAY = "compose.media-storage.yml";
export const STOP = "docker compose stop storage";
export const START_WITH_S3 = `docker compose -f docker-compose.yml -f ${OVERLAY} up -d --no-deps storage`;
export const START_WITH_FILES = "docker compose -f docker-compose.yml up -d --no-deps storage";

export const COUNT_OBJECTS = `store s3 ls "s3://$BUCKET/$TENANT/" --recursive --summarize | tail -n 2`;

export const COUNT_ROWS = `docker compose exec -T db psql -U postgres -Atc 'select count(*) from storage.objects'`;

export const backupFile = (input: RunbookInput): string => `".env.${backupSuffix(input)}"`;

export const overlayBackup = (input: RunbookInput): string => `"${OVERLAY}.${backupSuffix(input)}"`;

export function backUp(input: RunbookInput): Step {
  return {
    says: "Keep the settings as they are. A copy of this move that is there already stays.",
    shell: `cd /opt/supabase || exit # where docker-compose.yml is\n${RUN}\n[ -e ${backupFile(input)} ] || cp -p .env ${backupFile(input)}
[ ! -e ${OVERLAY} ] || [ -e ${overlayBackup(input)} ] || cp -p ${OVERLAY} ${overlayBackup(input)}`,
  };
}

/**
 * The folder of the file backend, as the running container has it: older templates have its name in `docker-compose.yml`. It
 * is kept, for after the switch the container has another.
 */
export function fromFolder(input: RunbookInput): string {
  const folder = `".storage-folder.${backupSuffix(input)}"`;
  return `[ -s ${folder} ] || docker compose exec -T storage printenv GLOBAL_S3_BUCKET | sed '/^$/d' > ${folder}
FILES=$PWD/volumes/storage/$(cat ${folder})
export FILES LINKS=$PWD/volumes/storage/.links
if [ ! -s ${folder} ] || [ ! -d "$FILES/$TENANT" ]; then
  echo "$FILES/$TENANT is not the folder of Storage's files: does it run, with files, and with this tenant id?" >&2
  exit 1
fi`;
}

/** The folder that Storage reads without the overlay. */
export const TO_FOLDER = `folder=$(docker compose -f docker-compose.yml config storage | sed -n 's/^ *GLOBAL_S3_BUCKET: *//p' | tr -d "\\"'")
[ -n "$folder" ] || { echo "docker-compose.yml gives Storage no GLOBAL_S3_BUCKET" >&2; exit 1; }
export FILES=$PWD/volumes/storage/$folder
mkdir -p "$FILES"`;

export function variables(input: RunbookInput, more: string): Step[] {
  const { facts } = input;
  const keys = keysOfBlock(input, "STORAGE_AWS_ACCESS_KEY_ID", "STORAGE_AWS_SECRET_ACCESS_KEY");
  return [
    envBlockStep(input, " -f compose --only .env"),
    {
      // Exported, the block's names would win over those of `.env` in every call of docker compose, the way back included.
      says: "The names that the other steps use. Only the keys of the block are read, for docker compose prefers a shell's variables to `.env`.",
      shell: [
        "cd /opt/supabase || exit",
        RUN,
        ...(keys === "" ? [] : [keys]),
        `export BUCKET=${shellWord(facts.bucket)} TENANT=${shellWord(facts.tenantId ?? "")}`,
        storeFunction(facts),
        more,
      ].join("\n"),
    },
  ];
}

/** The overlay closes the protocol endpoint where the stack has none; without it the template's published pair opens it. */
export function freshProtocolKeys({ protocolEndpoint }: BucketFacts): Step[] {
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
  others=$(grep -v -E '^S3_PROTOCOL_ACCESS_KEY_(ID|SECRET)=' .env)
  id=$(openssl rand -hex 16) && secret=$(openssl rand -hex 32) &&
    printf '%s\\n' "$others" "S3_PROTOCOL_ACCESS_KEY_ID=$id" "S3_PROTOCOL_ACCESS_KEY_SECRET=$secret" > .env
fi
docker compose -f docker-compose.yml config storage | { grep -E "$published" || true; }`,
    },
  ];
}

export function tenant({ tenantId = "" }: BucketFacts): Step {
  return {
    says:
      "The tenant id is the first part of every key, so the instance must have this one already: the running container says it. " +
      "Where nothing is printed it has another one, and no file would be found: write that into the stack's config then.",
    shell: `docker compose exec -T storage printenv TENANT_ID | grep -x ${shellWord(tenantId)}`,
  };
}

export function applyEnv(input: RunbookInput): Step[] {
  const file = envBlockFile(input);
  return [
    {
      says:
        `The overlay, made where you run Pulumi: \`${envCommand(input, ` -f compose --only ${OVERLAY}`)} > ${OVERLAY}\`. The lines of \`.env\`, in ` +
        "place of those of the same names. Every later `docker compose up` needs the same `-f` list, else Storage falls back to files: write it " +
        `into \`.env\` as \`COMPOSE_FILE=docker-compose.yml:${OVERLAY}\`, behind all files that you use besides, whose \`-f\` stands before this one.`,
      shell: `names=$(sed -n 's/^\\([A-Z0-9_]*\\)=.*/\\1/p' ${file} | paste -s -d '|')
others=$(grep -v -E "^($names)=" .env)
printf '%s\\n' "$others" | cat - ${file} > .env
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
