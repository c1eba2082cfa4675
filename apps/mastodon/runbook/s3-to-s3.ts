import { checksAfter } from "./checks";
import {
  NEW_PLACE,
  OLD_PLACE,
  copy,
  deleteOld,
  nothingMissing,
  oldStoreFunction,
  proofOfMove,
  twoBuckets,
  type Copied,
} from "../../../runbook/between-buckets";
import { findHidden, isAcl } from "./copy";
import { newThenOld } from "./proxy";
import { announce, orphans, variables } from "./steps";
import type { MastodonWay } from "./deployments";
import { sourceOf, type RunbookInput, type BucketStorageFacts, type Section } from "../../../runbook";
import { storeProductOfFacts } from "../../../stores";
import { endMove } from "../../../runbook/end-move";
import { EACH_SESSION } from "../../../runbook/session";
import { bucketUrl } from "../../../runbook/shell";

/** Follow lists of versions before 4.2, which no later one reads. */
const FILTERS = " --exclude 'imports/**'";

/** Mastodon writes no file twice, so an object of the same size is not copied again, whatever its time or its ETag. */
const SIZED = " --size-only";

/** Sets the ACL in the bucket that is copied to, of each name that a command prints. */
const setAcls = (acl: string, names: string): string =>
  `  while IFS= read -r name <&3; do
    noting "$set_acl" ${acl} "$name" || { failed=1; noting echo "not ${acl}: $name"; }
  done 3< <(${names})`;

/** The keys of the bucket that is copied from; the hidden ones are asked for at its URL, with the prefix. */
const LIST_FROM = `(set -o pipefail; list_keys "$from$below" | sed "s|^|$from_prefix$below|")`;

/**
 * rclone carries no ACLs. `copy_with_acls` gives each object in `$to` the ACL that it has in `$from`. Data exports, and what
 * Mastodon has hidden by now, are never public there. What was copied before Mastodon hid it, or showed it again, gets its new
 * ACL. What was hidden at the last copy and still is, keeps the ACL that it has: Mastodon may have changed it in the bucket that
 * it uses now. In the folder of the move `hidden.txt` is what was hidden when the last copy ended, in either direction, and
 * `private.txt` all that a copy since may have made private. Both are without the prefix.
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
    echo "STOP: nobody can read any media attachment at $HIDDEN_URL. If only a CDN may read that bucket, its ACLs hide nothing: run $6 and then \${FUNCNAME[1]}. If Mastodon has hidden all of them: run ALL_HIDDEN=yes and then \${FUNCNAME[1]}." >&2
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

/** What is public in the new bucket is public in the old one too: Mastodon's default is an ACL on each object. */
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

/** Said where something is copied back. */
const OLD_ACLS =
  " Uploads since the switch get the ACL `public-read` in the old bucket, as Mastodon gives it to its own uploads by default; data exports" +
  " and hidden files stay private. If the old settings have `S3_PERMISSION=` with nothing or `private` behind it, or the copy ends with" +
  " `AccessControlListNotSupported` or `NotImplemented`, the old bucket needs no ACLs: run `OLD_ACL=` first.";

export function s3ToS3(input: RunbookInput, way: MastodonWay): Section[] {
  const { facts } = input;
  const old = sourceOf(input);
  const copied = copiedOf(facts);
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
        ...(facts.mediaHost === undefined
          ? [
              {
                says:
                  "**Without a `mediaHost` the URLs of all media change with the bucket, and other servers keep the old ones**: the old " +
                  "bucket has to stay readable. With a `mediaHost` nobody notices the move.",
              },
            ]
          : [
              {
                says:
                  `The proxy of ${facts.mediaHost.hostname} tries the new bucket first and the old one for what is not there yet. ` +
                  "nginx looks both names up when it starts, and again with `nginx -s reload`.",
                nginx: newThenOld(input),
              },
            ]),
      ],
    },
    {
      title: "First copy, while Mastodon runs",
      steps: [
        {
          says:
            "`--metadata` is what carries `Cache-Control`; content types come in any case. The bytes pass through this machine, each bucket " +
            "by its own key. `aws s3 sync` between buckets loses `Cache-Control` on files above 8 MB." +
            (isAcl(facts)
              ? " rclone carries no ACLs, so each copy first asks for every media attachment of the old bucket whether anybody can read it: what Mastodon has hidden " +
                "is private in the new bucket from the start. That takes about an hour for a million. If only a CDN can read the old bucket, set `HIDDEN_URL=` first."
              : ""),
          shell: "copy_objects",
        },
      ],
    },
    {
      title: "The switch",
      steps: [
        {
          says:
            "Start with the new settings. What was uploaded since the first copy " +
            (facts.mediaHost === undefined
              ? "is missing until the second one has ended, so run the first once more if it took long."
              : "is still served, from the old bucket."),
        },
        way.applyEnv(input),
        {
          says:
            "Second copy, now that nothing is written to the old bucket." +
            (isAcl(facts)
              ? " What Mastodon has hidden since the first copy becomes private in the new bucket, and what it shows again becomes public."
              : ""),
          shell: "copy_objects",
        },
        ...nothingMissing(copied),
      ],
    },
    checksAfter(input, way),
    {
      title: "The way back",
      steps: [
        ...way.previewRestore,
        {
          says:
            "Copy what came since the switch to the old bucket, with a key that may write there, and start with the old settings" +
            (facts.mediaHost === undefined ? "." : "; then exchange the two buckets in the proxy.") +
            OLD_ACLS,
          shell: "copy_back",
        },
        way.restoreEnv(input),
        { says: "Again, with `OLD_ACL=` as before: what was uploaded before that.", shell: "copy_back" },
        endMove(input),
      ],
    },
    {
      title: "Clean-up, after some weeks",
      steps: [
        ...proofOfMove(input, way.running),
        ...(facts.mediaHost === undefined
          ? [
              {
                says: "**Keep the old bucket, and keep it readable**: other servers have its URLs. Delete its key at its store, for nothing needs it any more.",
              },
            ]
          : [
              {
                says: `Take \`error_page\`, \`proxy_intercept_errors\` and \`@old_bucket\` out of the proxy of ${facts.mediaHost.hostname}, reload it, and look for 403 and 404 in its access log for some days: those are files that only the old bucket had.`,
              },
              ...deleteOld(input, copied),
            ]),
        ...orphans(facts, way),
        endMove(input),
      ],
    },
  ];
}

/** rclone's source: v1.60 puts "private" where no ACL is set, v1.61 sends none. */
function aclOfRclone(facts: BucketStorageFacts): string {
  return (
    "The two buckets as rclone's remotes; keys stay in the environment. The last line must be `two different buckets`." +
    (storeProductOfFacts(facts.store)?.can.ownershipControls === true && !isAcl(facts)
      ? " **rclone must be 1.61 or later**: older ones, such as Debian 12's, send `x-amz-acl: private`, which this bucket may refuse."
      : "")
  );
}
