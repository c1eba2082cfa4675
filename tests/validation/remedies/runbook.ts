/** Remedies about the options of the runbook command. */
import { mastodonPlan } from "../../../apps/mastodon/plan";
import { runbookProblems } from "../../../apps/runbooks";
import type { ProblemCode } from "../../../validation/codes";
import { mastodon } from "../../apps/mastodon/fixtures";
import { type Row } from "./row";

const asked = {
  deployment: "systemd",
  direction: "s3-to-s3",
  fromBucket: "old-media",
  fromRegion: "eu-west-1",
};
const runbookFacts = mastodonPlan(mastodon()).facts;
const runbook = (code: ProblemCode, remedy: string, before: object, after: object): Row => [
  code,
  remedy,
  runbookProblems(runbookFacts, { ...asked, ...before }),
  runbookProblems(runbookFacts, { ...asked, ...after }),
];

export const RUNBOOK: Row[] = [
  runbook(
    "runbook-source",
    "set only the name",
    { fromBucket: "s3://old-media" },
    { fromBucket: "old-media" },
  ),
  runbook(
    "runbook-source-is-target",
    "set the bucket that contains the files now",
    { fromBucket: "social-media" },
    { fromBucket: "old-media" },
  ),
  runbook("runbook-folder", 'such as "/srv/app"', { folder: "app" }, { folder: "/srv/app" }),
  runbook(
    "runbook-source-unused",
    "remove these options",
    { direction: "file-to-s3" },
    { direction: "file-to-s3", fromBucket: undefined, fromRegion: undefined },
  ),
  runbook(
    "runbook-key-prefix",
    "without a slash at either end",
    { fromKeyPrefix: "/a" },
    { fromKeyPrefix: "a" },
  ),
];
