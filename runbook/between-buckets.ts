/** Moving from bucket to bucket with rclone: the two remotes, the copy, and the proof that nothing needs the old one. */
import { shellWord } from "../env/formats/shell";
import { rcloneProviderOf } from "../stores/place";
import { Direction, sourceOf, type RunbookInput, type SourceBucket, type Step } from "./index";
import { COMPARE_NAMES, checkCopy, proofOfCopy } from "./names";
import { kept, keptAs } from "./session";
import { keyPrefix, reporting } from "./shell";

/** The key of the bucket that the files are in, in the folder of the move. */
export const OLD_KEY_FILE = "old.env";

/** That file as a word of the shell, where the steps need it. */
export const neededOldKey = ({ direction }: RunbookInput): string[] =>
  direction === Direction.S3ToS3 ? [kept(OLD_KEY_FILE)] : [];

/** What is needed of the bucket that the files are in. */
export function oldKey(input: RunbookInput): Step[] {
  if (input.direction !== Direction.S3ToS3) return [];
  return [
    {
      says:
        `A key that may list and read ${sourceOf(input).bucket}, in the file ${keptAs(input, OLD_KEY_FILE)} with the lines \`AWS_ACCESS_KEY_ID=\` and \`AWS_SECRET_ACCESS_KEY=\`. ` +
        "For an instance of this stack its env block has them.",
    },
  ];
}

/** What is copied. */
export interface Copied {
  /** Options of rclone that filter the keys. */
  filters: string;
  /** The body of `copy_objects` if it is more than one copy. It sets `failed` where a part fails. */
  copies?: string;
  /** The same of `copy_back`. */
  copiesBack?: string;
}

/** The lines that make both buckets known, tell them apart, and define what copies and compares them. They copy nothing. */
export function twoBuckets(input: RunbookInput, copied: Copied): string {
  const old = sourceOf(input);
  return `${rcloneRemotes(input)}
export OLD_BUCKET=${shellWord(old.bucket)} OLD_PREFIX=${shellWord(keyPrefix(old))}
${otherBucket(input)}
${copyFunctions(copied)}
${COMPARE_NAMES}
${listsOfBuckets(copied.filters)}
rclone version | sed -n 1p
rclone size "old:$OLD_BUCKET/$OLD_PREFIX"
other_bucket`;
}

/**
 * With metadata, which includes `Cache-Control`; never over an object that is newer there. Without `--no-update-modtime` rclone
 * copies an unchanged, older object onto itself to give it a new time, and it loses its ACL and its `Cache-Control`. On the way
 * back that would be every object of the old bucket.
 */
const COPY_OPTIONS = "--metadata --update --use-server-modtime --no-update-modtime";

/** The old and the new bucket as rclone is told of them. What follows the prefix is below it. */
export const OLD_PLACE = "old:$OLD_BUCKET/$OLD_PREFIX";
export const NEW_PLACE = "new:$BUCKET/$PREFIX";

/** The command that copies from one place to another. */
export const copy = (from: string, to: string, options: string): string =>
  `noting rclone copy "${from}" "${to}" ${COPY_OPTIONS}${options}`;

/** `copy_objects` copies what is newer in the old bucket or missing in the new one; `copy_back` does the reverse. */
function copyFunctions({
  filters,
  copies = `  ${copy(OLD_PLACE, NEW_PLACE, filters)} || failed=1`,
  copiesBack = `  ${copy(NEW_PLACE, OLD_PLACE, filters)} || failed=1`,
}: Copied): string {
  return [reporting("copy_objects", copies), reporting("copy_back", copiesBack)].join("\n");
}

/** A folder that is not there has no keys: rclone ends with 3. */
const listsOfBuckets = (filters: string): string => `list_keys() {
  rclone lsf -R --files-only "$@"${filters} || [ "$?" = 3 ]
}
list_old_objects() { list_keys "old:$OLD_BUCKET/$OLD_PREFIX"; }
list_new_objects() { list_keys "new:$BUCKET/$PREFIX"; }
newer_old_objects() { list_keys --use-server-modtime --max-age "$(date -d "@$1" +%FT%T)" "old:$OLD_BUCKET/$OLD_PREFIX"; }`;

/** rclone's remotes `old` and `new` as environment variables, so that no key stands in a command or a file of rclone's. */
function rcloneRemotes(input: RunbookInput): string {
  const { facts } = input;
  const old = remote("OLD", sourceOf(input), rcloneProviderOf(sourceOf(input)));
  return [
    ...old,
    `RCLONE_CONFIG_OLD_ACCESS_KEY_ID=$(. ${kept(OLD_KEY_FILE)} && printf %s "$AWS_ACCESS_KEY_ID")`,
    `RCLONE_CONFIG_OLD_SECRET_ACCESS_KEY=$(. ${kept(OLD_KEY_FILE)} && printf %s "$AWS_SECRET_ACCESS_KEY")`,
    "export RCLONE_CONFIG_OLD_ACCESS_KEY_ID RCLONE_CONFIG_OLD_SECRET_ACCESS_KEY",
    ...remote("NEW", facts.store, rcloneProviderOf(facts.store, facts.store)),
    // The writer may not make buckets, and rclone would try to. The old bucket must never be made.
    "export RCLONE_CONFIG_OLD_NO_CHECK_BUCKET=true RCLONE_CONFIG_NEW_NO_CHECK_BUCKET=true RCLONE_CONFIG_NEW_ENV_AUTH=true",
    ...(facts.store.pathStyle === false ? ["export RCLONE_CONFIG_NEW_FORCE_PATH_STYLE=false"] : []),
    // rclone 1.60 sends "private" where nothing is set, which a bucket without ACLs may refuse.
    "export RCLONE_CONFIG_OLD_ACL='' RCLONE_CONFIG_NEW_ACL=''",
  ].join("\n");
}

/** Defines `old_store`, the AWS CLI with the key of the old bucket: rclone cannot change the ACL of an object that is there. */
export function oldStoreFunction(input: RunbookInput): string {
  const { region, endpoint } = sourceOf(input);
  const options = [`--region=${shellWord(region)}`];
  if (endpoint !== undefined) options.push(`--endpoint-url=${shellWord(endpoint)}`);
  return `old_store() { (
  unset AWS_SESSION_TOKEN
  export AWS_CONFIG_FILE=/dev/null AWS_REQUEST_CHECKSUM_CALCULATION=WHEN_REQUIRED
  export AWS_ACCESS_KEY_ID=$RCLONE_CONFIG_OLD_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY=$RCLONE_CONFIG_OLD_SECRET_ACCESS_KEY
  aws ${options.join(" ")} "$@"
) }`;
}

function remote(
  name: string,
  { region, endpoint }: Pick<SourceBucket, "region" | "endpoint">,
  provider: string,
): string[] {
  const prefix = `RCLONE_CONFIG_${name}`;
  return [
    `export ${prefix}_TYPE=s3 ${prefix}_PROVIDER=${provider} ${prefix}_REGION=${shellWord(region)}`,
    ...(endpoint === undefined ? [] : [`export ${prefix}_ENDPOINT=${shellWord(endpoint)}`]),
  ];
}

/**
 * Defines `other_bucket`. Names of a bucket are compared before a runbook is printed, but a CNAME or an address may lead to
 * the new bucket too: only an object that is written to one and looked for in the other shows that. rclone ends with 3 where
 * there is no such folder.
 */
function otherBucket({ facts }: RunbookInput): string {
  // Where the writer may write, and nobody may read.
  const folder = shellWord(facts.bucket.privatePrefixes[0] ?? "");
  return `other_bucket() {
  local folder=${folder} probe=media-storage-probe-$RANDOM-$RANDOM found status
  echo probe | rclone rcat "new:$BUCKET/$folder$probe" || { echo "The new bucket cannot be written to." >&2; return 1; }
  if found=$(rclone lsf "old:$OLD_BUCKET/$folder" --files-only --include "/$probe"); then status=0; else status=$?; fi
  rclone deletefile "new:$BUCKET/$folder$probe"
  if [ -n "$found" ]; then
    echo "STOP: $OLD_BUCKET and $BUCKET are one bucket. Copy nothing, delete nothing." >&2
    return 1
  fi
  # 3: there is no such folder, or no such bucket.
  if [ "$status" = 0 ] || { [ "$status" = 3 ] && rclone lsf "old:$OLD_BUCKET" --max-depth 1 > /dev/null; }; then
    echo "two different buckets"
    return 0
  fi
  echo "The old bucket cannot be listed, so nobody knows whether it is another one." >&2
  return 1
}`;
}

/** Whether all that the filters let through is in the new bucket, and as large. */
const check = (filters: string): string =>
  `rclone check "${OLD_PLACE}" "${NEW_PLACE}" --one-way --size-only${filters}`;

/** The end of the second copy. */
export function nothingMissing({ filters }: Copied): Step[] {
  return [
    {
      says: "Every object is as large as it was: 0 differences, and no line with `ERROR`.",
      shell: check(filters),
    },
    checkCopy("", "old_objects", "new_objects", "copy_objects"),
  ];
}

/** The proof that nothing points at the old bucket any more. `running` shows what the running app uses. */
export function proofOfMove(input: RunbookInput, running: Step): Step[] {
  const old = sourceOf(input);
  const { says, shell = "" } = proofOfCopy(
    "",
    "old_objects",
    "new_objects",
    "all that is in the old bucket was copied",
  );
  return [
    { ...running, says: `**Proof 1: the running app uses the new bucket.** ${running.says}` },
    { says: `${says} The first line is \`two different buckets\`.`, shell: `other_bucket && ${shell}` },
    {
      says:
        "**Proof 3: nothing writes to the old bucket any more, and nothing else is in it.** The last lines are what is at the top of the old bucket: " +
        `${old.keyPrefix === undefined ? "only folders of this app" : `a folder other than \`${old.keyPrefix}\` may belong to another app`}. ` +
        "Other programs may read it, too: look into the settings of every app, proxy and CDN that names it, and at its provider's count of requests.",
      shell: `prove_quiet old_objects
rclone lsf "old:$OLD_BUCKET"`,
    },
  ];
}

/**
 * Deletes only what is in both buckets, and only after the bucket's name was typed. Never the bucket as a whole: what was not
 * copied stays, and `rmdir` refuses a bucket that is not empty. An empty list would be no filter to rclone, hence `-s`.
 */
export function deleteOld(input: RunbookInput, { filters }: Copied): Step[] {
  const old = sourceOf(input);
  if (old.instance !== undefined) {
    return [
      {
        says:
          `**${old.bucket} is the bucket of the instance ${old.instance} of this stack**, and Pulumi protects it. Keep it as long as that instance is in use. ` +
          `Afterwards: \`data: { protect: false }\` in ${old.instance}, \`pulumi up\`, remove the instance from the config or the program, \`pulumi up\`. The bucket and its ` +
          "objects stay in your account until you delete them yourself, with the lines below.",
      },
      ...deleteSteps(filters),
    ];
  }
  return deleteSteps(filters);
}

function deleteSteps(filters: string): Step[] {
  return [
    {
      says:
        "**Only if all three proofs are there**: delete from the old bucket what the new one has. It takes a key that may delete there: write it into `old.env` in the folder of the move, " +
        "and paste the block with the two remotes again. The name of the old bucket has to be typed.",
      shell: `delete_copied() {
  local answer
  rm -f -- "$MOVE_TMP/copied.txt"
  other_bucket || return 1
  ${check(filters)} --match "$MOVE_TMP/copied.txt" || echo "Not all of it is in the new bucket; that stays." >&2
  [ -s "$MOVE_TMP/copied.txt" ] || { echo "Nothing to delete." >&2; return 1; }
  wc -l "$MOVE_TMP/copied.txt"
  read -r -p "Type $OLD_BUCKET to delete these objects from it: " answer
  [ "$answer" = "$OLD_BUCKET" ] || { echo "Nothing was deleted."; return 1; }
  rclone delete "old:$OLD_BUCKET/$OLD_PREFIX" --files-from-raw "$MOVE_TMP/copied.txt"
}
delete_copied`,
    },
    {
      says:
        "What is left was not copied, such as `imports/` and unfinished uploads, or is not in the new bucket any more, or not as it was: look at it. `rmdir` removes the bucket only if it is empty. " +
        "In a versioned bucket old versions remain, and the bucket with them.",
      shell: `rclone size "old:$OLD_BUCKET"\nrclone rmdir "old:$OLD_BUCKET"`,
    },
  ];
}
