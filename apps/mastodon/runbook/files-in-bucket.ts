/** Steps that both orders of a move from files into a bucket have. */
import { createdHost } from "../../../runbook/media-host";
import { proofOfCopy, type Side } from "../../../runbook/names";
import type { BucketStorageFacts, RunbookInput, Section, Step } from "../../../runbook";
import { COUNT_FILES, isAcl } from "./copy";
import { keepHidden } from "./hidden-files";
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
    ...counts(input, way),
  ],
});

/** How many files there are, and how there can be fewer. */
function counts(input: RunbookInput, way: MastodonWay): Step[] {
  return [
    {
      says:
        `${way.inside}Count all files, and the files that Mastodon has hidden because their account is suspended (their mode is 0600). ` +
        (isAcl(input.facts) ? "The copy does not make hidden files public." : hiddenBecomePublic(input)),
      shell: COUNT_FILES,
    },
    {
      says: "Optional: delete cached copies of remote media that nobody opened for a week, so that you do not have to move them. Mastodon can fetch them again.",
      shell: way.tootctl("media remove --days=7"),
    },
  ];
}

function hiddenBecomePublic(input: RunbookInput): string {
  return (
    "**In this bucket whole prefixes are public, so everyone who has the URL of a hidden file can read it again.** If the second " +
    `number is not 0 and these files must stay hidden, ${keepHidden(input)}`
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
