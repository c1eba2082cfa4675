/** Steps that both orders of a move from files into a bucket have. */
import { docsPage } from "../../../validation/docs-page";
import { createdHost } from "../../../runbook/media-host";
import { proofOfCopy, type Side } from "../../../runbook/names";
import type { BucketStorageFacts, RunbookInput, Section, Step } from "../../../runbook";
import { COUNT_FILES, isAcl } from "./copy";
import type { MastodonWay } from "./ways";
import { mediaToSystem, whereToRedirect } from "./proxy";
import { namesInside, variables } from "./steps";

/** The section before anything is copied. */
export const beforeFirstCopy = (input: RunbookInput, way: MastodonWay): Section => ({
  title: "Before",
  steps: [
    ...variables(input, way),
    ...way.prepare.fromFile,
    ...namesInside(input, way),
    way.backUp(input),
    ...way.preview(input),
    ...counts(input.facts, way),
  ],
});

/** How many files there are, and how there can be fewer. */
function counts(facts: BucketStorageFacts, way: MastodonWay): Step[] {
  return [
    {
      says:
        `${way.inside}Count all files, and the files that Mastodon has hidden because their account is suspended (their mode is 0600). ` +
        (isAcl(facts) ? "The copy does not make hidden files public." : hiddenBecomePublic(facts)),
      shell: COUNT_FILES,
    },
    {
      says: "Optional: delete cached copies of remote media that nobody opened for a week, so that you do not have to move them. Mastodon can fetch them again.",
      shell: way.tootctl("media remove --days=7"),
    },
  ];
}

/** An ACL cannot hide a file that the media host also requests at the legacy place, so `access: acl` is an error beside `legacy`. */
function hiddenBecomePublic({ mediaHost }: BucketStorageFacts): string {
  const acl = `\`access: acl\` (${docsPage("access-acl")})`;
  return (
    "**In this bucket whole prefixes are public, so everyone who has the URL of a hidden file can read it again.** If the second " +
    "number is not 0 and these files must stay hidden, " +
    (mediaHost?.legacy === undefined
      ? `use ${acl} or delete those accounts first.`
      : `delete those accounts first. Or remove \`mediaHost.legacy\`, set ${acl}, run \`pulumi up\`, and print this runbook again: it then copies first.`)
  );
}

/** What becomes of the URLs of the media host after the way back. */
export function newUrlsAfterwards(facts: BucketStorageFacts): Step {
  const { mediaHost, publicBaseUrl = "" } = facts;
  const others = "Other servers have the new URLs of uploads since the switch.";
  if (mediaHost === undefined) {
    return {
      says: `${others} These are URLs of the store itself (${publicBaseUrl}), so keep the bucket, and keep it readable.`,
    };
  }
  const created = createdHost(facts);
  return {
    says:
      created === undefined
        ? `${others} The media host must redirect these URLs. ${whereToRedirect(facts)}` +
          (mediaHost.legacy === undefined ? "" : " When the redirect works, remove `mediaHost.legacy`.")
        : `${others} ${created.hostname} still serves them from the bucket, so keep the bucket and the media host. ` +
          "To remove both later, serve that hostname from a server of your own, with a certificate for it and with this in its server block:",
    nginx: mediaToSystem(facts),
  };
}

/** What must be true before the old files are deleted. */
export const proofs = (way: MastodonWay, files: Side, objects: Side): Step[] => [
  { ...way.running, says: `**Proof 1: the running app uses the bucket.** ${way.running.says}` },
  proofOfCopy(way.inside, files, objects, "every file was copied"),
  {
    says: `${way.inside}**Proof 3: nothing writes files any more.**`,
    shell: "prove_quiet files",
  },
];
