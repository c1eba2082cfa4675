/** Steps that the moves of Supabase Storage's files have in common. */
import { backupSuffix, type BucketFacts, type RunbookInput, type Step } from "./runbook";
import { RUN, envBlockFile, envBlockStep, envCommand, keysOfBlock, storeFunction, word } from "./shell";

const OVERLAY = "compose.media-storage.yml";
export const STOP = "docker compose stop storage";
export const START_WITH_S3 = `docker compose -f docker-compose.yml -f ${OVERLAY} up -d storage`;
export const START_WITH_FILES = "docker compose -f docker-compose.yml up -d storage";

export const COUNT_OBJECTS = `store s3 ls "s3://$BUCKET/$TENANT/" --recursive --summarize | tail -n 2`;

export const COUNT_ROWS = `docker compose exec -T db psql -U postgres -Atc 'select count(*) from storage.objects'`;

export const backupFile = (input: RunbookInput): string => `".env.${backupSuffix(input)}"`;

export function backUp(input: RunbookInput): Step {
  return {
    says: "Keep the settings as they are. A copy of this move that is there already stays.",
    shell: `cd /opt/supabase || exit # where docker-compose.yml is\n${RUN}\n[ -e ${backupFile(input)} ] || cp -p .env ${backupFile(input)}`,
  };
}

/** The folder of the file backend is named by the setting as it was before the switch. */
export function fromFolder(input: RunbookInput): string {
  return `FILES=$PWD/volumes/storage/$(sed -n 's/^GLOBAL_S3_BUCKET=//p' ${backupFile(input)})
export FILES LINKS=$PWD/volumes/storage/.links`;
}

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
        `export BUCKET=${word(facts.bucket)} TENANT=${word(facts.tenantId ?? "")}`,
        storeFunction(facts),
        more,
      ].join("\n"),
    },
  ];
}

export function tenant({ tenantId = "" }: BucketFacts): Step {
  return {
    says:
      "The tenant id is the first part of every key, so the instance must have this one already: the line, and a folder or prefix of its name. " +
      "With another one no file is found; write that of `.env` into the stack's config then.",
    shell: `grep -x 'STORAGE_TENANT_ID=${tenantId}' .env`,
  };
}

export function applyEnv(input: RunbookInput): Step[] {
  const file = envBlockFile(input);
  return [
    {
      says:
        `The overlay, made where you run Pulumi: \`${envCommand(input, ` -f compose --only ${OVERLAY}`)} > ${OVERLAY}\`. The lines of \`.env\`, in ` +
        "place of those of the same names. Every later `docker compose up` needs the same `-f` list, else Storage falls back to files: write it " +
        `into \`.env\` as \`COMPOSE_FILE=docker-compose.yml:${OVERLAY}\`, behind an overlay of Supabase's where you use one.`,
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
