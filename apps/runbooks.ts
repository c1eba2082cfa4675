/** The runbooks by app, and what is wrong with what is asked for one. */
import { ownMember } from "../validation/own-member";
import type { Problem } from "../validation/problem";
import { authentikRunbook } from "./authentik/runbook";
import { mastodonRunbook } from "./mastodon/runbook";
import { storeProductOfFacts } from "../stores";
import type { AppName } from "./names";
import {
  DeploymentKind,
  Direction,
  type BucketStorageFacts,
  type Runbook,
  type RunbookInput,
} from "../runbook";
import { sourceProblems, unusedSource, type AskedSource } from "../runbook/source";
import { supabaseRunbook } from "./supabase/runbook";

const { Compose, Helm, Systemd } = DeploymentKind;

/** The runbook of each app and the ways in which it is deployed. */
const RUNBOOKS: Record<
  AppName,
  { deployments: DeploymentKind[]; runbook: (input: RunbookInput) => Runbook }
> = {
  authentik: { deployments: [Compose, Helm], runbook: authentikRunbook },
  mastodon: { deployments: [Systemd, Compose, Helm], runbook: mastodonRunbook },
  supabase: { deployments: [Compose], runbook: supabaseRunbook },
};

/** Whether this version knows the app. */
export const hasRunbook = (app: string): boolean => ownMember(RUNBOOKS, app) !== undefined;

export function runbookOf(input: RunbookInput): Runbook {
  const app = ownMember(RUNBOOKS, input.facts.app.name);
  if (app === undefined) throw new Error(`no runbook of ${input.facts.app.name}`);
  const runbook = app.runbook(input);
  const openPorts = storeProductOfFacts(input.facts.store)?.openPorts;
  // A move to files takes them away from there.
  if (openPorts === undefined || input.direction === Direction.S3ToFile) return runbook;
  return { ...runbook, intro: [...runbook.intro, openPorts] };
}

/** What was asked for, as it came. */
export interface Asked extends AskedSource {
  deployment?: string;
  direction?: string;
  /** The app's folder on the machine where the steps run. */
  folder?: string;
}

/** Everything that is wrong with what was asked for, each by the option's name. */
export function runbookProblems(facts: BucketStorageFacts, asked: Asked): Problem[] {
  const app = facts.app.name;
  return [
    ...choice(
      "--deployment",
      asked.deployment,
      ownMember(RUNBOOKS, app)?.deployments ?? [],
      `how ${app} is deployed`,
    ),
    ...choice("--direction", asked.direction, Object.values(Direction), "the direction of the move"),
    ...folderProblems(asked.folder),
    ...(asked.direction === Direction.S3ToS3 ? sourceProblems(facts, asked) : unusedSource(asked)),
  ];
}

/** Later lines go into this folder whatever the current one is, so it must be absolute. */
function folderProblems(folder: string | undefined): Problem[] {
  // eslint-disable-next-line no-control-regex -- control characters are the point
  if (folder === undefined || /^\/[^\x00-\x1f\x7f]*$/.test(folder)) return [];
  const message = `is ${JSON.stringify(folder)}; set the absolute path of the app's folder on its machine, such as "/srv/app"`;
  return [{ code: "runbook-folder", path: "--folder", message }];
}

function choice(path: string, value: string | undefined, choices: string[], what: string): Problem[] {
  if (value !== undefined && choices.includes(value)) return [];
  const is = value === undefined ? "is missing" : `is "${value}"`;
  return [
    {
      code: value === undefined ? "missing-member" : "unknown-value",
      path,
      message: `${is}; set ${what}: ${choices.join(", ")}`,
    },
  ];
}
