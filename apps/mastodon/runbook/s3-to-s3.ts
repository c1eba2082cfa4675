import { checksAfter } from "./checks";
import {
  copy,
  deleteOld,
  LARGE_MOVE,
  NEW_PLACE,
  nothingMissing,
  OLD_PLACE,
  oldStoreFunction,
  proofOfMove,
  twoBuckets,
  type Copied,
} from "../../../runbook/between-buckets";
import { findHidden, isAcl } from "./copy";
import { keepHidden } from "./hidden-files";
import { hostOfTwoBuckets } from "./host-of-two-buckets";
import { announce, createdHostAfter, createdHostBefore, orphans, variables } from "./steps";
import type { MastodonWay } from "./ways";
import { sourceOf, type RunbookInput, type BucketStorageFacts, type Section } from "../../../runbook";
import { storeProductOfFacts } from "../../../stores";
import { endMove } from "../../../runbook/end-move";
import { EACH_SESSION } from "../../../runbook/session";
import { bucketUrl } from "../../../runbook/shell";

/** Leaves out the follow lists of versions before 4.2, which later versions do not read. */
const FILTERS = " --exclude 'imports/**'";

/** Mastodon never writes a file twice, so an object of the same size is not copied again, even with another time or ETag. */
const SIZED = " --size-only";

/** Sets the ACL in the target bucket for each name that a command prints. */
const setAcls = (acl: string, names: string): string =>
  `  while IFS= read -r name <&3; do
    noting "$set_acl" ${acl} "$name" || { failed=1; noting echo "not ${acl}: $name"; }
  done 3< <(${names})`;

/** Lists the keys of the source bucket with the prefix, as its URLs have them. */
const LIST_FROM = `(set -o pipefail; list_keys "$from$below" | sed "s|^|$from_prefix$below|")`;

/**
 * rclone does not copy ACLs. `copy_with_acls` gives each object in `$to` the ACL that it has in `$from`. Data exports and hidden
 * objects are never public in `$to`. If Mastodon hid an object or showed it again after it was copied, the object gets the new
 * ACL. If an object was hidden at the last copy and still is, its ACL does not change, because Mastodon may have changed it in the
 * bucket that it uses now. In the folder of the move, `hidden.txt` lists the objects that were hidden at the end of the last copy
 * in either direction, and `private.txt` those that a later copy may have made private. Both lists are without the prefix.
 */
const COPY_WITH_ACLS = `set_old_acl() { old_store s3api put-object-acl --bucket="$OLD_BUCKET" --key="$OLD_PREFIX$2" --acl "$1"; }
set_new_acl() { store s3api put-object-acl --bucket="$BUCKET" --key="$PREFIX$2" --acl "$1"; }
# copy_with_acls FROM FROM_PREFIX FROM_URL TO SET_ACL ELSE: FROM_URL is the URL of the bucket, SET_ACL sets an ACL at TO.
copy_with_acls() {
  local from=$1 from_prefix=$2 to=$4 set_acl=$5 name
  local -x HIDDEN_URL=$3
  : > "$MOVE_TMP/keys.txt" && : > "$MOVE_TMP/hidden.txt"
  [ -z "$HIDDEN_URL" ] || find_hidden || return 1
  for name in keys hidden; do
    sed "s|^$from_prefix||" "$MOVE_TMP/$name.txt" | LC_ALL=C sort > "$MOVE_TMP/sorted.txt" && mv "$MOVE_TMP/sorted.txt" "$MOVE_TMP/$name.txt" || return 1
  done
  if [ -s "$MOVE_TMP/hidden.txt" ] && [ "$ALL_HIDDEN" != yes ] && cmp -s "$MOVE_TMP/keys.txt" "$MOVE_TMP/hidden.txt"; then
    echo "STOP: nobody can read any media attachment at $HIDDEN_URL. If only a CDN may read that bucket, its ACLs do not hide anything: run $6 and then \${FUNCNAME[1]}. If Mastodon has really hidden all of them, run ALL_HIDDEN=yes and then \${FUNCNAME[1]}." >&2
    return 1
  fi
  touch "$MOVE/hidden.txt" && cat "$MOVE_TMP/hidden.txt" >> "$MOVE/private.txt" || return 1
  sed 's/[][*?{}\\]/\\\\&/g; s|^|/|' "$MOVE_TMP/hidden.txt" > "$MOVE_TMP/patterns.txt"
  ${copy("$from", "$to", `${SIZED}${FILTERS} --exclude 'backups/**' --exclude-from "$MOVE_TMP/patterns.txt" --s3-acl=public-read`)} || failed=1
  ${copy("${from}backups", "${to}backups", `${SIZED} --s3-acl=private`)} || failed=1
  [ ! -s "$MOVE_TMP/hidden.txt" ] || ${copy("$from", "$to", `${SIZED} --files-from-raw "$MOVE_TMP/hidden.txt" --s3-acl=private`)} || failed=1
${setAcls("private", 'LC_ALL=C comm -23 "$MOVE_TMP/hidden.txt" "$MOVE/hidden.txt"')}
${setAcls("public-read", 'LC_ALL=C sort -u "$MOVE/private.txt" | LC_ALL=C comm -23 - "$MOVE_TMP/hidden.txt" | LC_ALL=C comm -12 - "$MOVE_TMP/keys.txt"')}
  [ "$failed" != 0 ] || { cp "$MOVE_TMP/hidden.txt" "$MOVE/hidden.txt" && cp "$MOVE_TMP/hidden.txt" "$MOVE/private.txt"; } || failed=1
}`;

const COPIES_WITH_ACLS = `  copy_with_acls "${OLD_PLACE}" "$OLD_PREFIX" "$HIDDEN_URL" "${NEW_PLACE}" set_new_acl HIDDEN_URL= || return 1`;

/** Public objects of the new bucket get a public ACL in the old one, because Mastodon sets an ACL on each object by default. */
const COPY_BACK_PUBLIC = `  ${copy(NEW_PLACE, OLD_PLACE, `${SIZED}${FILTERS} --exclude 'backups/**' \${OLD_ACL:+--s3-acl="$OLD_ACL"}`)} || failed=1
  ${copy("new:$BUCKET/${PREFIX}backups", "old:$OLD_BUCKET/${OLD_PREFIX}backups", SIZED)} || failed=1`;

const COPY_BACK_WITH_ACLS = `  if [ -z "$OLD_ACL" ]; then
    ${copy(NEW_PLACE, OLD_PLACE, `${SIZED}${FILTERS}`)} || failed=1
  else
    copy_with_acls "${NEW_PLACE}" "$PREFIX" "$BUCKET_URL" "${OLD_PLACE}" set_old_acl OLD_ACL= || return 1
  fi`;

const copiedOf = (facts: BucketStorageFacts): Copied => ({
  filters: FILTERS,
  ...(isAcl(facts)
    ? { copies: COPIES_WITH_ACLS, copiesBack: COPY_BACK_WITH_ACLS }
    : { copiesBack: COPY_BACK_PUBLIC }),
});

/** The text about ACLs for steps that copy back. */
const OLD_ACLS =
  " In the old bucket, uploads since the switch get the ACL `public-read`, which is Mastodon's default. Data exports and hidden files stay private." +
  " If `S3_PERMISSION` is empty or `private` in the old settings, or if the copy ends with `AccessControlListNotSupported` or" +
  " `NotImplemented`, the old bucket needs no ACLs: run `OLD_ACL=` first.";

export function s3ToS3(input: RunbookInput, way: MastodonWay): Section[] {
  const { facts } = input;
  const old = sourceOf(input);
  const copied = copiedOf(facts);
  const host = hostOfTwoBuckets(input);
  return [
    ...(facts.mediaHost === undefined ? [announce(input, way)] : []),
    {
      title: "Before",
      steps: [
        ...variables(input, way),
        {
          says: EACH_SESSION + aclOfRclone(facts),
          shell: [
            twoBuckets(input, copied),
            "OLD_ACL=public-read",
            ...(isAcl(facts)
              ? [oldStoreFunction(input), findHidden(bucketUrl(old), LIST_FROM), COPY_WITH_ACLS]
              : []),
          ].join("\n"),
        },
        way.backUp(input),
        ...way.preview(input),
        ...host.before,
      ],
    },
    {
      title: "First copy, while Mastodon runs",
      steps: [
        {
          says:
            "Copy all objects with their content types and, because of `--metadata`, with `Cache-Control`. The data passes through this machine, and each bucket is used " +
            "with its own key. (`aws s3 sync` between buckets loses `Cache-Control` of files above 8 MB.)" +
            (isAcl(facts)
              ? " rclone does not copy ACLs. So each copy first requests every media attachment of the old bucket to find those that Mastodon has hidden, and makes them " +
                "private in the new bucket. That takes about an hour for a million. If only a CDN can read the old bucket, run `HIDDEN_URL=` first."
              : ` ${LARGE_MOVE} **In the new bucket whole prefixes are public.** If Mastodon has hidden files of suspended accounts in the old bucket (it does so with ACLs), everyone who has their URLs ` +
                `can read them again. If these files must stay hidden, ${keepHidden(input)}`),
          shell: "copy_objects",
        },
      ],
    },
    ...createdHostBefore(facts),
    {
      title: "The switch",
      steps: [
        {
          says: `Start with the new settings. Uploads since the first copy ${host.uploads}`,
        },
        way.applyEnv(input),
        {
          says:
            "Second copy, when Mastodon does not write to the old bucket any more." +
            (isAcl(facts)
              ? " Files that Mastodon has hidden since the first copy become private in the new bucket, and files that it shows again become public."
              : ""),
          shell: "copy_objects",
        },
        ...nothingMissing(copied),
        ...host.afterCopies,
      ],
    },
    checksAfter(input, way),
    ...createdHostAfter(facts),
    {
      title: "The way back",
      steps: [
        ...way.previewRestore,
        {
          says:
            "Copy uploads since the switch to the old bucket, with a key that may write there, and start with the old settings." +
            host.wayBack +
            OLD_ACLS,
          shell: "copy_back",
        },
        way.restoreEnv(input),
        { says: "Copy once more, with the same `OLD_ACL=`: uploads until the restart.", shell: "copy_back" },
        endMove(input),
      ],
    },
    {
      title: "Clean-up, after some weeks",
      steps: [
        ...proofOfMove(input, way.running),
        ...host.end,
        ...(facts.mediaHost === undefined ? [] : deleteOld(input, copied)),
        ...orphans(facts, way),
        endMove(input),
      ],
    },
  ];
}

/** rclone's source: v1.60 sends "private" if no ACL is set, v1.61 sends none. */
function aclOfRclone(facts: BucketStorageFacts): string {
  return (
    "Define the two buckets as remotes of rclone. The keys are only in the environment. The last line must be `two different buckets`." +
    (storeProductOfFacts(facts.store)?.can.ownershipControls === true && !isAcl(facts)
      ? " **rclone must be 1.61 or later**: older versions, such as Debian 12's, send `x-amz-acl: private`, which this bucket may refuse."
      : "")
  );
}
