import { checksAfter } from "./checks";
import {
  copy,
  deleteOld,
  nothingMissing,
  proofOfMove,
  twoBuckets,
  type Copied,
} from "../../../runbook/between-buckets";
import { LIST_OLD_KEYS, OLD_KEYS, findHidden, isAcl } from "./copy";
import { newThenOld } from "./proxy";
import { announce, orphans, variables } from "./steps";
import type { MastodonWay } from "./deployments";
import { sourceOf, type RunbookInput, type BucketFacts, type Section } from "../../../runbook";
import { endMove } from "../../../runbook/end-move";
import { EACH_SESSION } from "../../../runbook/session";
import { bucketUrl } from "../../../runbook/shell";

/** Follow lists of versions before 4.2, which no later one reads. */
const FILTERS = " --exclude 'imports/**'";

/** Sets the ACL of each key that a command prints. */
const setAcls = (acl: string, keys: string): string =>
  `  while IFS= read -r key <&3; do
    noting store s3api put-object-acl --bucket="$BUCKET" --key="$PREFIX\${key#"$OLD_PREFIX"}" --acl ${acl} ||
      { failed=1; noting echo "not ${acl}: $key"; }
  done 3< <(${keys})`;

/**
 * rclone carries no ACLs. Data exports, and what Mastodon has hidden by now, are never public in the new bucket. What was copied
 * before Mastodon hid it, or showed it again, gets its new ACL. What was hidden at the last copy and still is, keeps the ACL that it
 * has: after the switch Mastodon may have changed it in the new bucket. In the folder of the move `hidden.txt` is what was hidden
 * when the last copy ended, and `private.txt` all that a copy since may have made private.
 */
const COPIES_WITH_ACLS = `  local key
  : > "$MOVE_TMP/keys.txt" && : > "$MOVE_TMP/hidden.txt"
  [ -z "$HIDDEN_URL" ] || find_hidden || return 1
  LC_ALL=C sort -o "$MOVE_TMP/keys.txt" "$MOVE_TMP/keys.txt" && LC_ALL=C sort -o "$MOVE_TMP/hidden.txt" "$MOVE_TMP/hidden.txt" || return 1
  if [ -s "$MOVE_TMP/hidden.txt" ] && [ "$ALL_HIDDEN" != yes ] && cmp -s "$MOVE_TMP/keys.txt" "$MOVE_TMP/hidden.txt"; then
    echo "STOP: nobody can read any media attachment at $HIDDEN_URL. If only a CDN may read the old bucket, its ACLs hide nothing: run HIDDEN_URL= and then copy_objects. If Mastodon has hidden all of them: run ALL_HIDDEN=yes and then copy_objects." >&2
    return 1
  fi
  touch "$MOVE/hidden.txt" && cat "$MOVE_TMP/hidden.txt" >> "$MOVE/private.txt" || return 1
  sed "s|^$OLD_PREFIX||" "$MOVE_TMP/hidden.txt" > "$MOVE_TMP/names.txt"
  sed 's/[][*?{}\\]/\\\\&/g; s|^|/|' "$MOVE_TMP/names.txt" > "$MOVE_TMP/patterns.txt"
  ${copy(`${FILTERS} --exclude 'backups/**' --exclude-from "$MOVE_TMP/patterns.txt"`)} || failed=1
  RCLONE_CONFIG_NEW_ACL=private ${copy("", "backups")} || failed=1
  [ ! -s "$MOVE_TMP/names.txt" ] || RCLONE_CONFIG_NEW_ACL=private ${copy(' --files-from-raw "$MOVE_TMP/names.txt"')} || failed=1
${setAcls("private", 'LC_ALL=C comm -23 "$MOVE_TMP/hidden.txt" "$MOVE/hidden.txt"')}
${setAcls("public-read", 'LC_ALL=C sort -u "$MOVE/private.txt" | LC_ALL=C comm -23 - "$MOVE_TMP/hidden.txt" | LC_ALL=C comm -12 - "$MOVE_TMP/keys.txt"')}
  [ "$failed" != 0 ] || { cp "$MOVE_TMP/hidden.txt" "$MOVE/hidden.txt" && cp "$MOVE_TMP/hidden.txt" "$MOVE/private.txt"; } || failed=1`;

const copiedOf = (facts: BucketFacts): Copied => ({
  filters: FILTERS,
  ...(isAcl(facts) && { copies: COPIES_WITH_ACLS }),
});

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
            ...(isAcl(facts) ? [OLD_KEYS, findHidden(bucketUrl(old), LIST_OLD_KEYS)] : []),
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
                  `The proxy of ${facts.mediaHost} tries the new bucket first and the old one for what is not there yet. ` +
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
            (facts.mediaHost === undefined ? "." : "; then exchange the two buckets in the proxy."),
          shell: "copy_back",
        },
        way.restoreEnv(input),
        { says: "Again: what was uploaded before that.", shell: "copy_back" },
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
                says: `Take \`error_page\`, \`proxy_intercept_errors\` and \`@old_bucket\` out of the proxy of ${facts.mediaHost}, reload it, and look for 403 and 404 in its access log for some days: those are files that only the old bucket had.`,
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
function aclOfRclone(facts: BucketFacts): string {
  return (
    "The two buckets as rclone's remotes; keys stay in the environment. The last line must be `two different buckets`." +
    (facts.store === "aws" && !isAcl(facts)
      ? " **rclone must be 1.61 or later**: older ones, such as Debian 12's, send `x-amz-acl: private`, which this bucket may refuse."
      : "")
  );
}
