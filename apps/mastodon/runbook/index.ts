/** The runbook that moves Mastodon's media, for each way of deployment and each direction. */
import { aboutCopyFirst, fileToS3 } from "./file-to-s3";
import { switchesFirst } from "./fallback";
import { s3ToFile } from "./s3-to-file";
import { s3ToS3 } from "./s3-to-s3";
import { aboutSwitchFirst, switchFirst } from "./switch-first";
import { mastodonWay } from "./ways";
import { bucketOf, Direction, type Runbook, type RunbookInput } from "../../../runbook";
import { createdHost, hostBeforeSwitch } from "../../../runbook/media-host";
import { aboutOwnProxy, otherProxyDuties } from "../proxy-duties";
import { howToRun } from "../../../runbook/session";
import { bucketUrl } from "../../../runbook/shell";
import { mediaPath } from "./proxy";

export function mastodonRunbook(input: RunbookInput): Runbook {
  const { facts, deployment, direction } = input;
  const way = mastodonWay(deployment);
  const legacy = switchesFirst(input);
  const sections =
    legacy !== undefined
      ? switchFirst(input, way, legacy)
      : {
          [Direction.FileToS3]: fileToS3,
          [Direction.S3ToFile]: s3ToFile,
          [Direction.S3ToS3]: s3ToS3,
        }[direction](input, way);
  return {
    title: `Moving the media of ${facts.app.webDomain ?? ""}: ${direction}, ${deployment}`,
    intro: [
      ...(legacy === undefined ? aboutCopyFirst(input) : aboutSwitchFirst(input, legacy)),
      ...howToRun(way.where, direction === Direction.S3ToS3 ? ", rclone and curl" : " and curl"),
      ...(direction === Direction.S3ToFile ? [] : mediaHostDuties(input)),
    ],
    sections,
  };
}

/** What must serve the media host. All requirements for a proxy, because the stack of another program has no preview that shows them. */
function mediaHostDuties(input: RunbookInput): Runbook["intro"] {
  const { facts } = input;
  if (facts.mediaHost === undefined) return [];
  const created = createdHost(facts);
  if (created !== undefined) return hostBeforeSwitch(input, created);
  const { hostname } = facts.mediaHost;
  const path = mediaPath(facts).slice(1);
  const host = { hostname, ...(path !== "" && { path }) };
  return [
    `**Before the switch, configure the proxy of ${hostname} to serve the bucket.** ${aboutOwnProxy(hostname)} Any other proxy must:`,
    otherProxyDuties(host, { name: facts.bucket.name, url: bucketUrl(bucketOf(facts)) }),
    ...(facts.mediaHost.steps ?? []),
  ];
}
