import { checksAfter } from "./mastodon-checks";
import {
  COPY_OPTIONS,
  deleteOld,
  nothingMissing,
  proofOfMove,
  twoBuckets,
  type Copied,
} from "./between-buckets";
import { LIST_OLD_KEYS, OLD_KEYS, findHidden, hideAgain, isAcl } from "./mastodon-copy";
import { newThenOld } from "./mastodon-proxy";
import { announce, orphans, variables } from "./mastodon-steps";
import type { MastodonWay } from "./mastodon-ways";
import { sourceOf, type RunbookInput, type BucketFacts, type Section } from "./runbook";
import { endMove } from "./end-move";
import { EACH_SESSION } from "./session";
import { bucketUrl } from "./shell";

/** All but follow lists of versions before 4.2, which no later one reads. Data exports get no public ACL. */
const copiedOf = (facts: BucketFacts): Copied => ({
  filters: " --exclude 'imports/**'",
  ...(isAcl(facts) && {
    copyFilters: " --exclude 'imports/**' --exclude 'backups/**'",
    more: `RCLONE_CONFIG_NEW_ACL=private noting rclone copy "old:$OLD_BUCKET/\${OLD_PREFIX}backups" "new:$BUCKET/\${PREFIX}backups" ${COPY_OPTIONS}`,
  }),
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
            "by its own key. `aws s3 sync` between buckets loses `Cache-Control` on files above 8 MB.",
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
          says: "Second copy, now that nothing is written to the old bucket.",
          shell: "copy_objects",
        },
        ...(isAcl(facts)
          ? [
              {
                says:
                  "rclone carries no ACLs. What Mastodon has hidden in the old bucket is hidden in the new one again. Leave this out where " +
                  "nobody can read the old bucket itself, only a CDN: every file would count as hidden.",
                shell: hideAgain(
                  'store s3api put-object-acl --bucket="$BUCKET" --key="$PREFIX${key#"$OLD_PREFIX"}" --acl private',
                ),
              },
            ]
          : []),
        ...nothingMissing(copied),
      ],
    },
    checksAfter(input, way),
    {
      title: "The way back",
      steps: [
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
