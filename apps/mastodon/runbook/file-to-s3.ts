import { docsPage } from "../../../validation/docs-page";
import { checksAfter } from "./checks";
import { COUNT_FILES, hideFiles, isAcl } from "./copy";
import { mediaToSystem, systemToMedia } from "./proxy";
import { announce, namesInside, orphanFiles, orphans, variables } from "./steps";
import type { MastodonWay } from "./deployments";
import type { RunbookInput, Section } from "../../../runbook";
import { checkCopy, proofOfCopy } from "../../../runbook/names";
import { endMove } from "../../../runbook/end-move";

export function fileToS3(input: RunbookInput, way: MastodonWay): Section[] {
  const { facts } = input;
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
            `${way.inside}Count the files, and those that Mastodon has hidden because their account is suspended (their mode is 0600). ` +
            (isAcl(facts)
              ? "The copy gives those no public ACL."
              : "**In this bucket a prefix is public, so hidden files become readable again** to whoever has their URL. If the second " +
                `number is not 0 and must stay so, choose \`access: acl\` (${docsPage("access-acl")}) or delete those accounts first.`),
          shell: COUNT_FILES,
        },
        {
          says: "Optional: copies of remote media that nobody looked at for a week can be fetched again, so they need not move.",
          shell: way.tootctl("media remove --days=7"),
        },
      ],
    },
    {
      title: "First copy, while Mastodon runs",
      steps: [
        {
          says:
            `${way.inside}Copies everything but \`imports/\` (follow lists of versions before 4.2), with the types ` +
            "and the `Cache-Control` that Mastodon gives an upload. It may take hours, and may be run again at any time: it copies what has no object yet.",
          shell: "copy_media",
        },
      ],
    },
    {
      title: "The switch",
      steps: [
        { says: "Stop what writes files. From here to the start people see an error page.", shell: way.stop },
        {
          says: `${way.inside}Second copy: what came since the first. It reads both lists once, which takes minutes for a million files.`,
          shell: "copy_media",
        },
        checkCopy(way.inside, "files", "objects", "copy_media"),
        ...way.keepSwitch,
        way.applyEnv(input),
      ],
    },
    checksAfter(input, way),
    {
      title: "The way back",
      steps: [
        ...way.previewRestore,
        {
          says: "As long as the local files are there. Stop, fetch what was uploaded since the switch, and start with the old settings.",
          shell: way.stop,
        },
        { says: `${way.inside}Fetch.`, shell: `fetch_media\n${way.own}` },
        ...(isAcl(facts) ? [hideFiles(way)] : []),
        way.restoreEnv(input),
        orphanFiles(way, "since the switch"),
        {
          says: "Other servers have the new URLs of what was uploaded meanwhile; the media host must lead them back.",
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
            "Other servers go on asking for the old URLs (https://github.com/mastodon/mastodon/issues/11915). Until now the files " +
            `answered them. Put this into the server block of ${facts.app.webDomain ?? ""}, in place of a \`location\` for \`/system/\`, then \`nginx -t && nginx -s reload\`.`,
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
