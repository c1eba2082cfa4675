/** The runbook of a move of Mastodon's media, for each way of deployment and each direction. */
import { COMMAND } from "../../../env/formats/shell";
import { fileToS3 } from "./file-to-s3";
import { s3ToFile } from "./s3-to-file";
import { s3ToS3 } from "./s3-to-s3";
import { mastodonWay } from "./deployments";
import { Direction, type Runbook, type RunbookInput } from "../../../runbook";
import { howToRun } from "../../../runbook/session";

export function mastodonRunbook(input: RunbookInput): Runbook {
  const { facts, deployment, direction } = input;
  const way = mastodonWay(deployment);
  const sections = {
    [Direction.FileToS3]: fileToS3,
    [Direction.S3ToFile]: s3ToFile,
    [Direction.S3ToS3]: s3ToS3,
  }[direction](input, way);
  return {
    title: `Moving the media of ${facts.app.webDomain ?? ""}: ${direction}, ${deployment}`,
    intro: [
      ...howToRun(way.where, direction === Direction.S3ToS3 ? ", rclone and curl" : " and curl"),
      ...(facts.mediaHost === undefined || direction === Direction.S3ToFile
        ? []
        : [
            `Before the switch, let the proxy of ${facts.mediaHost.hostname} serve the bucket; \`${COMMAND} preview\` says what it has to do.`,
          ]),
    ],
    sections,
  };
}
