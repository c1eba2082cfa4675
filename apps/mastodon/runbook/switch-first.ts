/**
 * The order for large instances: the switch comes first, the media host serves the old files from where they are (`mediaHost.legacy`), and
 * the copy follows while Mastodon runs.
 */
import type { LegacyHostFacts } from "../../../storage/facts";
import type { RunbookInput, Section, Step } from "../../../runbook";
import { endMove } from "../../../runbook/end-move";
import { createdHost, deletedMedia } from "../../../runbook/media-host";
import { IN_THE_WEB_CLIENT, typesOfCopy, upload } from "./checks";
import type { MastodonWay } from "./ways";
import { legacyUrl } from "../../../hosts/legacy";
import { beforeFirstCopy, newUrlsAfterwards, proofs } from "./files-in-bucket";
import { writeProxy } from "./proxy";
import { announce, createdHostAfter, orphanFiles, orphans } from "./steps";
import { switchWay, type SwitchWay } from "./switch-ways";

/** What the order is, and what it needs. */
export function aboutSwitchFirst({ facts }: RunbookInput, legacy: LegacyHostFacts): string[] {
  const host = facts.mediaHost?.hostname ?? "";
  return [
    `**This order switches first and copies afterwards**, because \`mediaHost.legacy\` is set. Mastodon only restarts; there is no second copy while it is stopped. Until the copy has ended, ${host} serves each file that the bucket does not have from ${legacyUrl(legacy)}/. ` +
      "Without `mediaHost.legacy` the runbook copies first, and stops Mastodon for the last files.",
    `**${legacy.hostname} must keep serving the old files until the copy has ended.** Until then it must neither redirect nor proxy ${legacyUrl(legacy)}/ to ${host}: ` +
      "with a redirect readers get 404 for every file that is not copied yet, and with a proxy both hosts request such a file from each other in an endless loop. " +
      "During the copy Mastodon itself cannot read old files that are not copied yet, only browsers and other servers can: a data export that somebody requests in this time may fail or lack files. " +
      "Media that Mastodon deletes in this time can still be read until the steps below remove the old file.",
  ];
}

export function switchFirst(input: RunbookInput, way: MastodonWay, legacy: LegacyHostFacts): Section[] {
  const { facts, deployment } = input;
  const order = switchWay(deployment);
  return [
    announce(input, way),
    beforeFirstCopy(input, way),
    hostFirst(input, way, legacy, order),
    {
      title: "First files, while Mastodon runs",
      steps: [
        {
          says: `${way.inside}Copy what Mastodon itself reads soon after the switch: data exports, emoji, site uploads, and the media attachments of the last day. You can run it again at any time before the switch.`,
          shell: "copy_early",
        },
      ],
    },
    theSwitch(input, way, order),
    {
      title: "Checks",
      steps: [checkFallback(way), ...upload(), ...deletedMediaOf(input), IN_THE_WEB_CLIENT],
    },
    theCopy(way, order),
    endOfFallback(input, way, legacy, order),
    ...createdHostAfter(facts),
    wayBack(input, way, legacy, order),
    {
      title: "Clean-up, after some weeks",
      steps: [...proofs(way, "file_names", "object_names"), way.putAway, endMove(input)],
    },
  ];
}

function deletedMediaOf({ facts }: RunbookInput): Step[] {
  const created = createdHost(facts);
  return created === undefined ? [] : deletedMedia(created, facts.bucket);
}

const checkFallback = (way: MastodonWay): Step => ({
  says:
    `${way.inside}Check the media host and the old place: an old file at both, a new object, no private file, no list, no redirect, and no \`Cache-Control\` with which a cache keeps a 404. ` +
    "**Continue only when it prints OK.**",
  shell: "check_fallback",
});

/** Before anybody gets a URL of the media host. */
function hostFirst(
  input: RunbookInput,
  way: MastodonWay,
  legacy: LegacyHostFacts,
  order: SwitchWay,
): Section {
  return {
    title: "The media host and the old place, before the switch",
    steps: [...order.serve(input), { says: hostWithLegacy(input, legacy) }, checkFallback(way)],
  };
}

function hostWithLegacy(input: RunbookInput, legacy: LegacyHostFacts): string {
  const { facts } = input;
  const hostname = facts.mediaHost?.hostname ?? "";
  return createdHost(facts) !== undefined
    ? `\`pulumi up\` has created what serves ${hostname}, with ${legacy.hostname} behind it. A change takes some minutes until it is everywhere.`
    : `The proxy of ${hostname} must have the configuration with \`legacy\`. ${writeProxy(input)}`;
}

function theSwitch(input: RunbookInput, way: MastodonWay, order: SwitchWay): Section {
  const stopJobs: Step = {
    says: "Stop the background jobs, so that none of them reads or writes files with the old settings. Jobs wait in the queue; people can read and post.",
    shell: order.stopJobs,
  };
  const again = `${way.inside}Copy what has come since`;
  return {
    title: "The switch",
    steps: [
      stopJobs,
      ...(order.jobsWait
        ? [
            order.restart(input),
            { says: `${again}, and note the time of the switch.`, shell: "copy_early && mark_switch" },
          ]
        : [
            { says: `${again}.`, shell: "copy_early" },
            order.restart(input),
            { says: `${way.inside}Note the time of the switch.`, shell: "mark_switch" },
          ]),
      ...order.startJobs,
    ],
  };
}

function theCopy(way: MastodonWay, order: SwitchWay): Section {
  const { tootctlOnFiles } = order;
  return {
    title: "The copy, while Mastodon runs",
    steps: [
      {
        says:
          `${way.inside}Copy everything except \`imports/\` (follow lists of versions before 4.2), with the content types and the \`Cache-Control\` of Mastodon's own uploads. This may take days. ` +
          "You can run it again at any time. It never overwrites an object, and never copies a file again whose object Mastodon has deleted since: " +
          "it takes away everybody's right to read that file (mode 000), so that the media host does not serve it any more.",
        shell: "copy_media",
      },
      ...(tootctlOnFiles === undefined
        ? []
        : [
            {
              says:
                "Mastodon deletes only objects now. A file that it has deleted before it was copied can still be read, and would be copied. List such files, and then run the command again without `--dry-run` to delete them. " +
                "Do this as often as deleted media must disappear, and at least once before the last copy. It reads the whole folder.",
              shell: tootctlOnFiles("media remove-orphans --dry-run"),
            },
          ]),
      {
        says: `${way.inside}Run the copy again until it copies nothing more. Then check that every file is copied, and that nothing has written a file since the switch: two lines with OK.`,
        shell: "copy_media && prove_copy file_names object_names && prove_quiet files",
      },
      ...way.keepSwitch,
      typesOfCopy(way),
    ],
  };
}

function endOfFallback(
  input: RunbookInput,
  way: MastodonWay,
  legacy: LegacyHostFacts,
  order: SwitchWay,
): Section {
  const { facts } = input;
  const hostname = facts.mediaHost?.hostname ?? "";
  const isLocal = legacy.hostname === facts.app.webDomain;
  return {
    title: "The end of the fallback, when everything is copied",
    steps: [
      {
        says:
          "Remove `mediaHost.legacy` from the config or the program, and run `pulumi up`." +
          (createdHost(facts) !== undefined
            ? ` Wait some minutes until ${hostname} has the change everywhere.`
            : ` Then write the configuration of the proxy of ${hostname} again, copy it to the proxy, and reload the proxy. ${writeProxy(input)}`),
      },
      {
        says: `${way.inside}Check that ${hostname} does not request old files any more. **Only when it prints OK, continue with the redirect**: before, readers would get 404 for every file that is not in the bucket.`,
        shell: "check_no_fallback",
      },
      ...(isLocal
        ? [
            order.redirect(
              facts,
              "Other servers continue to request the old URLs (https://github.com/mastodon/mastodon/issues/11915). Redirect them to the media host.",
            ),
            {
              says: `${way.inside}Check an old URL: the redirect, and the file behind it.`,
              shell: "check_redirect",
            },
          ]
        : [
            {
              says: `Other servers continue to request the old URLs at ${legacy.hostname}. Redirect them there to ${facts.publicBaseUrl ?? ""}/ and the key.`,
            },
          ]),
      ...orphans(facts, way, "during the copy"),
    ],
  };
}

/** The bucket and the media host stay, because other servers have the new URLs. */
function wayBack(input: RunbookInput, way: MastodonWay, legacy: LegacyHostFacts, order: SwitchWay): Section {
  const { facts } = input;
  return {
    title: "The way back",
    steps: [
      {
        says:
          `This works as long as you have the local files. **Before the switch** only serve the old files as before, as a step below says. **After the end of the fallback**, first serve the old files at ${legacy.hostname} again ` +
          "(the lines of *The media host and the old place*, instead of the redirect), and set `mediaHost.legacy` again, as the section before the switch says.",
      },
      ...way.previewRestore,
      {
        says: `${way.inside}Fetch the uploads since the switch, while Mastodon runs.`,
        shell: `fetch_media\n${way.own}`,
      },
      way.restoreEnv(input),
      {
        says: `${way.inside}Fetch once more: uploads until the restart. They are missing until this has ended.`,
        shell: `fetch_media\n${way.own}`,
      },
      order.ownRule(facts),
      orphanFiles(way, "since the switch"),
      newUrlsAfterwards(facts),
      endMove(input),
    ],
  };
}
