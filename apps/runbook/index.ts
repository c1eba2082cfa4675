/** The runbooks by app, and what is wrong with what is asked for one. */
import { isKeyPath } from "../../problems/names";
import { ownMember } from "../../problems/own-member";
import type { Problem } from "../../problems/problem";
import { authentikRunbook } from "./authentik";
import { mastodonRunbook } from "./mastodon";
import { Deployment, Direction, type Runbook, type RunbookInput, type SourceBucket } from "./runbook";
import { supabaseRunbook } from "./supabase";

const { Compose, Helm, Systemd } = Deployment;

/** The runbook of each app and the ways in which it is deployed. */
const APPS: Record<string, { deployments: Deployment[]; runbook: (input: RunbookInput) => Runbook }> = {
  authentik: { deployments: [Compose, Helm], runbook: authentikRunbook },
  mastodon: { deployments: [Systemd, Compose, Helm], runbook: mastodonRunbook },
  supabase: { deployments: [Compose], runbook: supabaseRunbook },
};

export function runbookOf(input: RunbookInput): Runbook {
  const app = ownMember(APPS, input.facts.app);
  if (app === undefined) throw new Error(`no runbook of ${input.facts.app}`);
  return app.runbook(input);
}

/** What was asked for, as it came. */
export interface Asked {
  deployment?: string;
  direction?: string;
  fromBucket?: string;
  fromRegion?: string;
  fromEndpoint?: string;
  fromKeyPrefix?: string;
}

/** Everything that is wrong with what was asked for, each by the option's name. */
export function runbookProblems(app: string, asked: Asked): Problem[] {
  return [
    ...choice(
      "--deployment",
      asked.deployment,
      ownMember(APPS, app)?.deployments ?? [],
      `how ${app} is deployed`,
    ),
    ...choice("--direction", asked.direction, Object.values(Direction), "from where to where the files go"),
    ...(asked.direction === Direction.S3ToS3 ? missingSource(asked) : needlessSource(asked)),
    ...malformed("--from-bucket", asked.fromBucket, /^[A-Za-z0-9._-]{3,63}$/, "is no bucket's name"),
    ...malformed("--from-region", asked.fromRegion, /^[A-Za-z0-9-]+$/, "is no region"),
    ...malformed(
      "--from-endpoint",
      asked.fromEndpoint,
      /^https?:\/\/[A-Za-z0-9.:[\]-]+$/,
      'is no URL of an S3 API without the bucket; write one such as "https://s3.example.org"',
    ),
    ...(asked.fromKeyPrefix === undefined || isKeyPath(asked.fromKeyPrefix)
      ? []
      : [
          {
            code: "runbook-key-prefix" as const,
            path: "--from-key-prefix",
            message: `"${asked.fromKeyPrefix}" is no prefix without slashes at its ends`,
          },
        ]),
  ];
}

/** The source bucket of what was asked for, in which `runbookProblems` finds nothing. */
export function askedSource(asked: Asked): SourceBucket | undefined {
  const { fromBucket, fromRegion, fromEndpoint, fromKeyPrefix } = asked;
  if (fromBucket === undefined || fromRegion === undefined) return undefined;
  return {
    bucket: fromBucket,
    region: fromRegion,
    ...(fromEndpoint !== undefined && { endpoint: fromEndpoint }),
    ...(fromKeyPrefix !== undefined && { keyPrefix: fromKeyPrefix }),
  };
}

function choice(path: string, value: string | undefined, choices: string[], what: string): Problem[] {
  if (value !== undefined && choices.includes(value)) return [];
  const is = value === undefined ? "is missing" : `is "${value}"`;
  return [
    {
      code: value === undefined ? "missing-member" : "unknown-value",
      path,
      message: `${is}; write ${what}: ${choices.join(", ")}`,
    },
  ];
}

function missingSource({ fromBucket, fromRegion }: Asked): Problem[] {
  const message = "is missing; write that of the bucket that the files are in now";
  return [
    ...(fromBucket === undefined
      ? [{ code: "missing-member" as const, path: "--from-bucket", message }]
      : []),
    ...(fromRegion === undefined
      ? [{ code: "missing-member" as const, path: "--from-region", message }]
      : []),
  ];
}

function needlessSource({ fromBucket, fromRegion, fromEndpoint, fromKeyPrefix }: Asked): Problem[] {
  if ((fromBucket ?? fromRegion ?? fromEndpoint ?? fromKeyPrefix) === undefined) return [];
  return [
    {
      code: "runbook-source-unused",
      path: "--from-*",
      message: 'is for "--direction s3-to-s3" only; leave these options out',
    },
  ];
}

function malformed(path: string, value: string | undefined, pattern: RegExp, message: string): Problem[] {
  return value === undefined || pattern.test(value)
    ? []
    : [{ code: "runbook-source", path, message: `"${value}" ${message}` }];
}
