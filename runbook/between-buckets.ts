/** A move between buckets with rclone: the two remotes, the copy, and the proof that nothing needs the old bucket. */
import { shellWord } from "../env/formats/shell";
import { rcloneProviderOf } from "../stores/place";
import { Direction, sourceOf, type RunbookInput, type SourceBucket, type Step } from "./index";
import { docsPage } from "../validation/docs-page";
import { AUTHORITIES } from "./ca-file";
import { COMPARE_NAMES, checkCopy, proofOfCopy } from "./names";
import { kept, keptAs } from "./session";
import { keyPrefix, reporting } from "./shell";

/** The key of the old bucket, in the folder of the move. */
export const OLD_KEY_FILE = "old.env";

/** That file as a shell word, if the steps need it. */
export const neededOldKey = ({ direction }: RunbookInput): string[] =>
  direction === Direction.S3ToS3 ? [kept(OLD_KEY_FILE)] : [];

/** The step in which the operator provides the key of the old bucket. */
export function oldKey(input: RunbookInput): Step[] {
  if (input.direction !== Direction.S3ToS3) return [];
  return [
    {
      says:
        `Create the file ${keptAs(input, OLD_KEY_FILE)} with the lines \`AWS_ACCESS_KEY_ID=\` and \`AWS_SECRET_ACCESS_KEY=\` of a key that may list and read ${sourceOf(input).bucket}. ` +
        "If that bucket belongs to an instance of this stack, its env block has the key.",
    },
  ];
}

/** Said with the first copy, after `rclone size` of the steps before. */
export const LARGE_MOVE =
  "`rclone size` has printed how many objects there are. From about a million on, a service of the store makes the first copy without this machine " +
  `(${docsPage("moving-an-instance")}#millions-of-objects-between-buckets). Run this step after it all the same: it copies what is missing.`;

/** What is copied. */
export interface Copied {
  /** Options of rclone that filter the keys. */
  filters: string;
  /** The body of `copy_objects` if it is more than one copy. It sets `failed` if a part fails. */
  copies?: string;
  /** The same for `copy_back`. */
  copiesBack?: string;
}

/** Lines that define both buckets, check that they are different, and define the functions that copy and compare. They copy nothing. */
export function twoBuckets(input: RunbookInput, copied: Copied): string {
  const old = sourceOf(input);
  return `${rclone(input)}
${rcloneRemotes(input)}
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
 * The SDK in rclone reads `AWS_CA_BUNDLE` too, and then refuses rclone's HTTP client: "LoadCustomCABundleError: unable to load custom CA
 * bundle, HTTPClient's transport unsupported type" (measured with 1.60). rclone reads the same file with an option of its own.
 */
function rclone({ facts }: RunbookInput): string {
  const option =
    facts.store.caFile === undefined
      ? '${AWS_CA_BUNDLE:+--ca-cert="$AWS_CA_BUNDLE"}'
      : `--ca-cert="${AUTHORITIES}"`;
  return `rclone() { as_writer env -u AWS_CA_BUNDLE rclone ${option} "$@"; }`;
}

/**
 * Copies metadata, which includes `Cache-Control`, and never overwrites a newer object. Without `--no-update-modtime` rclone
 * copies an unchanged, older object onto itself to set a new time, and the object loses its ACL and its `Cache-Control`. On the
 * way back this would affect every object of the old bucket.
 */
const COPY_OPTIONS = "--metadata --update --use-server-modtime --no-update-modtime";

/** The old and the new bucket in rclone's notation, with the prefix. */
export const OLD_PLACE = "old:$OLD_BUCKET/$OLD_PREFIX";
export const NEW_PLACE = "new:$BUCKET/$PREFIX";

/** The command that copies from one place to another. */
export const copy = (from: string, to: string, options: string): string =>
  `noting rclone copy "${from}" "${to}" ${COPY_OPTIONS}${options}`;

/** `copy_objects` copies objects that are newer in the old bucket or missing in the new one; `copy_back` does the reverse. */
function copyFunctions({
  filters,
  copies = `  ${copy(OLD_PLACE, NEW_PLACE, filters)} || failed=1`,
  copiesBack = `  ${copy(NEW_PLACE, OLD_PLACE, filters)} || failed=1`,
}: Copied): string {
  return [reporting("copy_objects", copies), reporting("copy_back", copiesBack)].join("\n");
}

/** rclone exits with 3 if a folder does not exist. Such a folder has no keys. */
const listsOfBuckets = (filters: string): string => `list_keys() {
  rclone lsf -R --files-only "$@"${filters} || [ "$?" = 3 ]
}
list_old_objects() { list_keys "old:$OLD_BUCKET/$OLD_PREFIX"; }
list_new_objects() { list_keys "new:$BUCKET/$PREFIX"; }
newer_old_objects() { list_keys --use-server-modtime --max-age "$(date -d "@$1" +%FT%T)" "old:$OLD_BUCKET/$OLD_PREFIX"; }`;

/** rclone's remotes `old` and `new` as environment variables, so that no command and no file of rclone contains a key. */
function rcloneRemotes(input: RunbookInput): string {
  const { facts } = input;
  const old = remote("OLD", sourceOf(input), rcloneProviderOf(sourceOf(input)));
  return [
    ...old,
    `RCLONE_CONFIG_OLD_ACCESS_KEY_ID=$(. ${kept(OLD_KEY_FILE)} && printf %s "$AWS_ACCESS_KEY_ID")`,
    `RCLONE_CONFIG_OLD_SECRET_ACCESS_KEY=$(. ${kept(OLD_KEY_FILE)} && printf %s "$AWS_SECRET_ACCESS_KEY")`,
    "export RCLONE_CONFIG_OLD_ACCESS_KEY_ID RCLONE_CONFIG_OLD_SECRET_ACCESS_KEY",
    ...remote("NEW", facts.store, rcloneProviderOf(facts.store, facts.store)),
    // rclone would try to create buckets, which the writer may not do. The old bucket must never be created.
    "export RCLONE_CONFIG_OLD_NO_CHECK_BUCKET=true RCLONE_CONFIG_NEW_NO_CHECK_BUCKET=true RCLONE_CONFIG_NEW_ENV_AUTH=true",
    ...(facts.store.pathStyle === false ? ["export RCLONE_CONFIG_NEW_FORCE_PATH_STYLE=false"] : []),
    // rclone 1.60 sends "private" if nothing is set, which a bucket without ACLs may refuse.
    "export RCLONE_CONFIG_OLD_ACL='' RCLONE_CONFIG_NEW_ACL=''",
  ].join("\n");
}

/** Defines `old_store`, the AWS CLI with the key of the old bucket, because rclone cannot change the ACL of an existing object. */
export function oldStoreFunction(input: RunbookInput): string {
  const { region, endpoint } = sourceOf(input);
  const options = [`--region=${shellWord(region)}`];
  if (endpoint !== undefined) options.push(`--endpoint-url=${shellWord(endpoint)}`);
  return `with_old_key() {
  AWS_ACCESS_KEY_ID=$RCLONE_CONFIG_OLD_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY=$RCLONE_CONFIG_OLD_SECRET_ACCESS_KEY \\
    AWS_CONFIG_FILE=/dev/null AWS_REQUEST_CHECKSUM_CALCULATION=WHEN_REQUIRED "$@"
}
old_store() { as_writer with_old_key aws ${options.join(" ")} "$@"; }`;
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
 * Defines `other_bucket`. The names of the buckets are compared before a runbook is printed, but a CNAME or an address may also
 * lead to the new bucket. Only an object that is written to one bucket and looked for in the other shows that. rclone exits
 * with 3 if there is no such folder.
 */
function otherBucket({ facts }: RunbookInput): string {
  // The writer may write there, and nobody else may read.
  const folder = shellWord(facts.bucket.privatePrefixes[0] ?? "");
  return `other_bucket() {
  local folder=${folder} probe=media-storage-probe-$RANDOM-$RANDOM found status
  echo probe | rclone rcat "new:$BUCKET/$folder$probe" || { echo "Writing to the new bucket failed." >&2; return 1; }
  if found=$(rclone lsf "old:$OLD_BUCKET/$folder" --files-only --include "/$probe"); then status=0; else status=$?; fi
  rclone deletefile "new:$BUCKET/$folder$probe"
  if [ -n "$found" ]; then
    echo "STOP: $OLD_BUCKET and $BUCKET are the same bucket. Do not copy or delete anything." >&2
    return 1
  fi
  # 3: there is no such folder, or no such bucket.
  if [ "$status" = 0 ] || { [ "$status" = 3 ] && rclone lsf "old:$OLD_BUCKET" --max-depth 1 > /dev/null; }; then
    echo "two different buckets"
    return 0
  fi
  echo "The old bucket cannot be listed, so it is not known whether it is a different bucket." >&2
  return 1
}`;
}

/** Checks that every object that the filters select is in the new bucket, with the same size. */
const check = (filters: string): string =>
  `rclone check "${OLD_PLACE}" "${NEW_PLACE}" --one-way --size-only${filters}`;

/** The end of the second copy. */
export function nothingMissing({ filters }: Copied): Step[] {
  return [
    {
      says: "Compare the sizes of all objects. It must print 0 differences and no line with `ERROR`.",
      shell: check(filters),
    },
    checkCopy("", "old_objects", "new_objects", "copy_objects"),
  ];
}

/** The proof that nothing uses the old bucket any more. `running` shows what the running app uses. */
export function proofOfMove(input: RunbookInput, running: Step): Step[] {
  const old = sourceOf(input);
  const { says, shell = "" } = proofOfCopy(
    "",
    "old_objects",
    "new_objects",
    "every object of the old bucket was copied",
  );
  return [
    { ...running, says: `**Proof 1: the running app uses the new bucket.** ${running.says}` },
    { says: `${says} The first line must be \`two different buckets\`.`, shell: `other_bucket && ${shell}` },
    {
      says:
        "**Proof 3: nothing writes to the old bucket any more, and it contains nothing else.** The last lines list the top of the old bucket: " +
        `${old.keyPrefix === undefined ? "there must be only folders of this app" : `a folder other than \`${old.keyPrefix}\` may belong to another app`}. ` +
        "Other programs may still read the old bucket: check the settings of every app, proxy and CDN that may use it, and the request count of its provider.",
      shell: `prove_quiet old_objects
rclone lsf "old:$OLD_BUCKET"`,
    },
  ];
}

/**
 * Deletes only objects that are in both buckets, and only after the operator typed the bucket's name. Never deletes the whole
 * bucket: objects that were not copied stay, and `rmdir` refuses a bucket that is not empty. `-s`, because rclone treats an
 * empty list as no filter.
 */
export function deleteOld(input: RunbookInput, { filters }: Copied): Step[] {
  const old = sourceOf(input);
  if (old.instance !== undefined) {
    return [
      {
        says:
          `**${old.bucket} is the bucket of the instance ${old.instance} of this stack**, and Pulumi protects it. Keep it as long as that instance is in use. ` +
          `Then set \`data: { protect: false }\` in ${old.instance}, run \`pulumi up\`, remove the instance from the config or the program, and run \`pulumi up\` again. ` +
          "The bucket and its objects stay in your account until you delete them yourself with the lines below.",
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
        "**Only after all three proofs succeeded**: delete from the old bucket the objects that the new bucket has. You need a key that may delete in the old bucket: write it into `old.env` in the folder of the move, " +
        "and paste the block with the two remotes again. The block asks you to type the name of the old bucket.",
      shell: `delete_copied() {
  local answer
  rm -f -- "$MOVE_TMP/copied.txt"
  other_bucket || return 1
  ${check(filters)} --match "$MOVE_TMP/copied.txt" || echo "Some objects are not in the new bucket. They stay in the old bucket." >&2
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
        "Look at the objects that are left. They were not copied (such as `imports/` and unfinished uploads), or they are missing or different in the new bucket. `rmdir` removes the bucket only if it is empty. " +
        "A bucket with old versions is not empty.",
      shell: `rclone size "old:$OLD_BUCKET"\nrclone rmdir "old:$OLD_BUCKET"`,
    },
  ];
}
