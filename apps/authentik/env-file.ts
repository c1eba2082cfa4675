/** authentik's `.env`: its compose project gives the file to the server and the worker as it is. */
import { parseVersion } from "../../validation/version";
import { generationOf, versionProblems } from "./versions";
import { AuthentikUsage } from "./args";
import { UNWANTED_CHECKSUMS } from "../../storage/checksums";
import type { Applied, EnvFileRules, KnownFacts } from "../../storage/env-file";
import { ownMember } from "../../validation/own-member";

const ROLE = "The writer is a role, and boto3 looks for it only where there is no key.";
const TOKEN = "Only for temporary keys, and then the block sets the one that this version reads.";

/** What the block sets always: it is taken out only where it is of one usage and the block is of both. */
const ALWAYS_SET = ["BACKEND", "S3__BUCKET_NAME", "S3__REGION"];

/** By the name behind the scope (`AUTHENTIK_STORAGE__` and a usage) of a block: why it is not there unless the block sets it. */
const SOMETIMES_SET: Readonly<Record<string, string>> = {
  S3__ENDPOINT: "On AWS the SDK finds its own host; an empty one makes it fail.",
  S3__ACCESS_KEY: ROLE,
  S3__SECRET_KEY: ROLE,
  S3__SECURITY_TOKEN: TOKEN,
  S3__SESSION_TOKEN: TOKEN,
  S3__SESSION_PROFILE: "authentik would take other credentials than the stack knows of, or fail.",
  S3__USE_SSL: "The endpoint says the scheme, and AWS is reached by https.",
  S3__ADDRESSING_STYLE: "The block has it where the store or the version needs it.",
  S3__SIGNATURE_VERSION: "The default, s3v4, is the only one that stores still take.",
  S3__CUSTOM_DOMAIN: "URLs would name a host that the stack does not know.",
  S3__SECURE_URLS: "URLs are https unless the block says otherwise.",
};
const WINS = "A setting of one usage wins over the general one, and the block is for all usages.";

const nameOf = (setting: string, usage?: string): string =>
  `AUTHENTIK_STORAGE__${usage === undefined ? "" : `${usage.toUpperCase()}__`}${setting}`;

/** The one usage that the block is for, as `onlyUsage` of the settings. */
function onlyUsageOf({ app: { usages = [] } }: KnownFacts): string | undefined {
  return usages.length === 1 ? usages[0] : undefined;
}

/** Names of the other usage and the general ones are not a one-usage block's: another instance may have set them. */
function unwanted(facts: KnownFacts): Record<string, string> {
  const only = onlyUsageOf(facts);
  const own = Object.entries(SOMETIMES_SET).map(([setting, reason]) => [nameOf(setting, only), reason]);
  if (only !== undefined) return Object.fromEntries(own) as Record<string, string>;
  const overriding = Object.values(AuthentikUsage).flatMap((usage) =>
    [...ALWAYS_SET, ...Object.keys(SOMETIMES_SET)].map((setting) => [
      nameOf(setting, usage),
      // No version that has both usages reads it.
      setting === "S3__SECURITY_TOKEN" ? TOKEN : WINS,
    ]),
  );
  return {
    ...UNWANTED_CHECKSUMS,
    ...(Object.fromEntries([...own, ...overriding]) as Record<string, string>),
  };
}

/** Of both forms: with the compose overlay too, `.env` reaches both services. */
export const AUTHENTIK_ENV_FILE: EnvFileRules = {
  unwanted,
  reads: (name) => /^(?:AUTHENTIK_STORAGE__|AUTHENTIK_TAG$|AWS_ACCESS_KEY_ID$)/.test(name),
  warnings: (applied) => [
    ...otherVersion(applied),
    ...inherited(applied),
    ...keysBesideRole(applied),
    ...bareExpiry(applied),
  ],
  restart: [
    "docker compose up -d    # server and worker; restart does not read the file again. With an overlay: -f for each file",
  ],
};

/** The names that are read differ by generation, and one that is not read is ignored without a word. */
function otherVersion({ facts, after }: Applied): string[] {
  const { version } = facts.app;
  const tag = after["AUTHENTIK_TAG"];
  if (!tag || parseVersion(tag) === undefined || version === undefined) return [];
  if (versionProblems(tag).length === 0 && generationOf(tag) === generationOf(version)) return [];
  return [
    `AUTHENTIK_TAG is ${tag}, and the block is in the form for ${version}: write the version that runs into the stack, or authentik may silently stay on local files.`,
  ];
}

/** A usage takes from the general settings what it has not itself, from 2025.12 on; the old token's name is read by none of these. */
function inherited({ facts, after }: Applied): string[] {
  const only = onlyUsageOf(facts);
  const { version } = facts.app;
  if (only === undefined || version === undefined || !generationOf(version).reports) return [];
  const other = only === AuthentikUsage.Media ? AuthentikUsage.Reports : AuthentikUsage.Media;
  return Object.entries(SOMETIMES_SET)
    .filter(([setting]) => setting !== "S3__SECURITY_TOKEN")
    .filter(
      ([setting]) =>
        ownMember(after, nameOf(setting)) !== undefined &&
        ownMember(after, nameOf(setting, only)) === undefined,
    )
    .map(
      ([setting, reason]) =>
        `${nameOf(setting)} stays, for ${other} may need it, but it counts for ${only} too. ${reason} Write it as ${nameOf(setting, other)}, or take it out.`,
    );
}

function keysBesideRole({ facts, after }: Applied): string[] {
  if (facts.writer?.kind !== "role" || !after["AWS_ACCESS_KEY_ID"]) return [];
  return ["AWS_ACCESS_KEY_ID is in the file: boto3 takes that key and not the role; take it out."];
}

function bareExpiry({ after }: Applied): string[] {
  return Object.entries(after)
    .filter(([name, value]) => /^AUTHENTIK_STORAGE__.*URL_EXPIRY$/.test(name) && /^\d+$/.test(value))
    .map(
      ([name, value]) =>
        `${name}=${value} makes authentik fail: write "minutes=${value}" or "hours=1;minutes=30".`,
    );
}
