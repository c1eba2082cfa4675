/** Moving from bucket to bucket with rclone: the two remotes, the copy, and the proof that nothing needs the old one. */
import { shellWord } from "../../env/shell";
import { sourceOf, type RunbookInput, type SourceBucket, type Step } from "./runbook";
import { keyPrefix, reporting } from "./shell";

/** What is needed of the bucket that the files are in. */
export function oldKey(bucket: string): Step {
  return {
    says:
      `A key that may list and read ${bucket}, in a file \`old.env\` with the lines \`AWS_ACCESS_KEY_ID=\` and \`AWS_SECRET_ACCESS_KEY=\`. ` +
      "For an instance of this stack its env block has them.",
  };
}

/** The lines that make both buckets known, and the function that tells them apart. */
export function twoBuckets(input: RunbookInput): string {
  const old = sourceOf(input);
  return `${rcloneRemotes(input)}
export OLD_BUCKET=${shellWord(old.bucket)} OLD_PREFIX=${shellWord(keyPrefix(old))}
${otherBucket(input)}
rclone version | sed -n 1p
rclone size "old:$OLD_BUCKET/$OLD_PREFIX"
other_bucket`;
}

/** rclone's remotes `old` and `new` as environment variables, so that no key stands in a command or a file of rclone's. */
function rcloneRemotes(input: RunbookInput): string {
  const { facts } = input;
  const old = remote("OLD", sourceOf(input), providerOf(sourceOf(input).endpoint));
  const acl = facts.access === "acl" ? "public-read" : "";
  return [
    ...old,
    'RCLONE_CONFIG_OLD_ACCESS_KEY_ID=$(. ./old.env && printf %s "$AWS_ACCESS_KEY_ID")',
    'RCLONE_CONFIG_OLD_SECRET_ACCESS_KEY=$(. ./old.env && printf %s "$AWS_SECRET_ACCESS_KEY")',
    "export RCLONE_CONFIG_OLD_ACCESS_KEY_ID RCLONE_CONFIG_OLD_SECRET_ACCESS_KEY",
    ...remote("NEW", facts, providerOf(facts.endpoint, facts.flavour)),
    // The writer may not make buckets, and rclone would try to.
    "export RCLONE_CONFIG_NEW_NO_CHECK_BUCKET=true RCLONE_CONFIG_NEW_ENV_AUTH=true",
    ...(facts.pathStyle === false ? ["export RCLONE_CONFIG_NEW_FORCE_PATH_STYLE=false"] : []),
    `export RCLONE_CONFIG_NEW_ACL=${acl}`,
  ].join("\n");
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

/** rclone's name for a kind of store. */
function providerOf(endpoint: string | undefined, flavour?: string): string {
  if (endpoint === undefined) return "AWS";
  return flavour === "ceph" ? "Ceph" : "Other";
}

/**
 * Defines `other_bucket`. Names of a bucket are compared before a runbook is printed, but a CNAME or an address may lead to
 * the new bucket too: only an object that is written to one and looked for in the other shows that. rclone ends with 3 where
 * there is no such folder.
 */
function otherBucket({ facts }: RunbookInput): string {
  // Where the writer may write, and nobody may read.
  const folder = shellWord(facts.privatePrefixes[0] ?? "");
  return `other_bucket() {
  local folder=${folder} probe=media-storage-probe-$RUN-$RANDOM found status
  echo probe | rclone rcat "new:$BUCKET/$folder$probe" || { echo "The new bucket cannot be written to." >&2; return 1; }
  found=$(rclone lsf "old:$OLD_BUCKET/$folder" --files-only --include "/$probe")
  status=$?
  rclone deletefile "new:$BUCKET/$folder$probe"
  if [ -n "$found" ]; then
    echo "STOP: $OLD_BUCKET and $BUCKET are one bucket. Copy nothing, delete nothing." >&2
    return 1
  fi
  case $status in
    0 | 3) echo "two different buckets" ;;
    *) echo "The old bucket cannot be listed, so nobody knows whether it is another one." >&2; return 1 ;;
  esac
}`;
}

/** Defines a function that copies what is younger or not there, with what rclone calls metadata: `Cache-Control` among it. */
export function copyBetweenBuckets(filters: string, name: string, more = ""): string {
  const copies = [
    `  noting rclone copy "old:$OLD_BUCKET/$OLD_PREFIX" "new:$BUCKET/$PREFIX" --metadata --update --use-server-modtime${filters}`,
    ...(more === "" ? [] : [more]),
  ];
  return `${reporting(name, copies.map((copy) => `${copy} || failed=1`).join("\n"))}
${name}`;
}

/** Whether all that the filters let through is in the new bucket. */
const check = (filters: string): string =>
  `rclone check "old:$OLD_BUCKET/$OLD_PREFIX" "new:$BUCKET/$PREFIX" --one-way --size-only${filters}`;

export function nothingMissing(filters: string): Step {
  return { says: "Nothing is missing: 0 differences, and no line with `ERROR`.", shell: check(filters) };
}

/** What came since the switch goes back, with a key that may write to the old bucket. */
export const copyBack = (filters = ""): string =>
  `rclone copy "new:$BUCKET/$PREFIX" "old:$OLD_BUCKET/$OLD_PREFIX" --metadata --update --use-server-modtime${filters}`;

/** The proof that nothing points at the old bucket any more. `running` shows what the running app uses. */
export function proofOfMove(input: RunbookInput, running: Step, filters: string): Step[] {
  const old = sourceOf(input);
  return [
    { ...running, says: `**Proof 1: the running app uses the new bucket.** ${running.says}` },
    {
      says: "**Proof 2: all that is in the old bucket is in the new one.** The lines are `two different buckets`, then 0 differences, and no line with `ERROR`.",
      shell: `other_bucket && ${check(filters)}`,
    },
    {
      says:
        "**Proof 3: nothing writes to the old bucket any more, and nothing else is in it.** The first line prints no object that is younger " +
        "than the day after the move began. The second one prints what is at the top of the old bucket: " +
        `${old.keyPrefix === undefined ? "only folders of this app" : `a folder other than \`${old.keyPrefix}\` may belong to another app`}. ` +
        "Other programs may read it, too: look into the settings of every app, proxy and CDN that names it, and at its provider's count of requests.",
      shell: `rclone lsf -R --files-only --use-server-modtime --max-age "$(date -d "$RUN + 1 day" +%F)" "old:$OLD_BUCKET/$OLD_PREFIX"
rclone lsf "old:$OLD_BUCKET"`,
    },
  ];
}

/**
 * Deletes only what is in both buckets, and only after the bucket's name was typed. Never the bucket as a whole: what was not
 * copied stays, and `rmdir` refuses a bucket that is not empty. An empty list would be no filter to rclone, hence `-s`.
 */
export function deleteOld(input: RunbookInput, filters: string): Step[] {
  const old = sourceOf(input);
  if (old.instance !== undefined) {
    return [
      {
        says:
          `**${old.bucket} is the bucket of the instance ${old.instance} of this stack**, and Pulumi protects it. Keep it as long as that instance is in use. ` +
          `Afterwards: \`data: { protect: false }\` in ${old.instance}, \`pulumi up\`, remove the instance from the config, \`pulumi up\`. The bucket and its ` +
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
        "**Only if all three proofs are there**: delete from the old bucket what the new one has. It takes a key that may delete there: write it into `old.env`, " +
        "and paste the block with the two remotes again. The name of the old bucket has to be typed.",
      shell: `delete_copied() {
  local answer
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
        "What is left was not copied, such as `imports/` and unfinished uploads: look at it. `rmdir` removes the bucket only if it is empty. " +
        "In a versioned bucket old versions remain, and the bucket with them.",
      shell: `rclone size "old:$OLD_BUCKET"\nrclone rmdir "old:$OLD_BUCKET" && rm -f old.env`,
    },
  ];
}
