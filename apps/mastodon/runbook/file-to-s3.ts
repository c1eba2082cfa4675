import { docsPage } from "../../../validation/docs-page";
import { checksAfter } from "./checks";
import { COUNT_FILES, hideFiles, isAcl } from "./copy";
import { mediaToSystem, systemToMedia } from "./proxy";
import {
  announce,
  createdHostAfter,
  createdHostBefore,
  namesInside,
  orphanFiles,
  orphans,
  variables,
} from "./steps";
import type { MastodonWay } from "./deployments";
import type { RunbookInput, Section } from "../../../runbook";
import { checkCopy, proofOfCopy } from "../../../runbook/names";
import { createdHost } from "../../../runbook/media-host";
import { endMove } from "../../../runbook/end-move";

export function fileToS3(input: RunbookInput, way: MastodonWay): Section[] {
  const { facts } = input;
  const created = createdHost(facts);
  return [
    announce(input, way),
    {
      title: "Before",
      steps: [
        ...variables(input, way),
        ...way.prepare.fromFile,
        ...namesInside(input, way),
        way.backUp(input),
        ...way.preview(input),
        {
          says:
            `${way.inside}Count all files, and the files that Mastodon has hidden because their account is suspended (their mode is 0600). ` +
            (isAcl(facts)
              ? "The copy does not make hidden files public."
              : "**In this bucket whole prefixes are public, so everyone who has the URL of a hidden file can read it again.** If the second " +
                `number is not 0 and these files must stay hidden, use \`access: acl\` (${docsPage("access-acl")}) or delete those accounts first.`),
          shell: COUNT_FILES,
        },
        {
          says: "Optional: delete cached copies of remote media that nobody opened for a week, so that you do not have to move them. Mastodon can fetch them again.",
          shell: way.tootctl("media remove --days=7"),
        },
      ],
    },
    {
      title: "First copy, while Mastodon runs",
      steps: [
        {
          says:
            `${way.inside}Copy everything except \`imports/\` (follow lists of versions before 4.2), with the content types ` +
            "and the `Cache-Control` of Mastodon's own uploads. This may take hours. You can run it again at any time: it copies only files that have no object yet.",
          shell: "copy_media",
        },
      ],
    },
    ...createdHostBefore(facts),
    {
      title: "The switch",
      steps: [
        {
          says: "Stop the services that write files. Until you start Mastodon again, people see an error page.",
          shell: way.stop,
        },
        {
          says: `${way.inside}Second copy: files that are new since the first copy. It reads both lists once, which takes minutes for a million files.`,
          shell: "copy_media",
        },
        checkCopy(way.inside, "files", "objects", "copy_media"),
        ...way.keepSwitch,
        way.applyEnv(input),
      ],
    },
    checksAfter(input, way),
    ...createdHostAfter(facts),
    {
      title: "The way back",
      steps: [
        ...way.previewRestore,
        {
          says: "This works as long as you have the local files. Stop Mastodon, fetch the uploads since the switch, and start with the old settings.",
          shell: way.stop,
        },
        { says: `${way.inside}Fetch the uploads since the switch.`, shell: `fetch_media\n${way.own}` },
        ...(isAcl(facts) ? [hideFiles(way)] : []),
        way.restoreEnv(input),
        orphanFiles(way, "since the switch"),
        {
          says:
            created === undefined
              ? "Other servers have the new URLs of uploads since the switch. The media host must redirect these URLs."
              : `Other servers have the new URLs of uploads since the switch. ${created.hostname} still serves them from the bucket, so keep the bucket and the media host. ` +
                "To remove both later, serve that hostname from a server of your own, with a certificate for it and with this in its server block:",
          nginx: mediaToSystem(facts),
        },
        endMove(input),
      ],
    },
    {
      title: "Clean-up, after some weeks",
      steps: [
        {
          says:
            "Other servers continue to request the old URLs (https://github.com/mastodon/mastodon/issues/11915), and so far nginx serves the old files. " +
            `Put this into the server block of ${facts.app.webDomain ?? ""}, instead of a \`location\` for \`/system/\`, then run \`nginx -t && nginx -s reload\`.`,
          nginx: systemToMedia(facts),
        },
        ...orphans(facts, way),
        { ...way.running, says: `**Proof 1: the running app uses the bucket.** ${way.running.says}` },
        proofOfCopy(way.inside, "files", "objects", "every file was copied"),
        {
          says: `${way.inside}**Proof 3: nothing writes files any more.**`,
          shell: "prove_quiet files",
        },
        way.putAway,
        endMove(input),
      ],
    },
  ];
}
