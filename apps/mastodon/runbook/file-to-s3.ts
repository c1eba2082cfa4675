import { checksAfter } from "./checks";
import { beforeFirstCopy, newUrlsAfterwards, proofs } from "./files-in-bucket";
import { hideFiles, isAcl } from "./copy";
import { systemToMedia } from "./proxy";
import { announce, createdHostAfter, createdHostBefore, orphanFiles, orphans } from "./steps";
import type { MastodonWay } from "./ways";
import { Direction, type RunbookInput, type Section } from "../../../runbook";
import { checkCopy } from "../../../runbook/names";
import { endMove } from "../../../runbook/end-move";
import { inlineCode } from "../../../runbook/session";

/** When the other order is better. It needs a media host that can fall back to the files, which have no ACLs and no key prefix. */
export function aboutCopyFirst({ direction, facts }: RunbookInput): string[] {
  if (direction !== Direction.FileToS3 || facts.mediaHost === undefined) return [];
  if (isAcl(facts) || facts.bucket.keyPrefix !== undefined) return [];
  const { webDomain = "" } = facts.app;
  return [
    "**This order copies first, and stops Mastodon for the last files.** The stop takes about seven minutes for each million files, because all files and objects are listed twice, and longer on a network file system. " +
      `**From about a million files on, switch first and copy afterwards**, without this stop: set ${inlineCode(`mediaHost.legacy: { hostname: ${webDomain}, path: system }`)}, run \`pulumi up\`, and print this runbook again. ` +
      "That is also better if the disk cannot take the uploads of the days that the first copy needs.",
  ];
}

/** Copies first, and stops Mastodon for the last files. */
export function fileToS3(input: RunbookInput, way: MastodonWay): Section[] {
  const { facts } = input;
  return [
    announce(input, way),
    beforeFirstCopy(input, way),
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
          says: `${way.inside}Second copy: files that are new since the first copy. It lists all files and objects once, which takes three to four minutes for a million files.`,
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
        newUrlsAfterwards(facts),
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
        ...proofs(way, "files", "objects"),
        way.putAway,
        endMove(input),
      ],
    },
  ];
}
