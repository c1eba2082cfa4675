/** authentik's `.env`: its compose project passes the file unchanged to the server and the worker. */
import { parseVersion } from "../../validation/version";
import { generationOf, versionProblems } from "./versions";
import { AuthentikUsage } from "./args";
import { UNWANTED_CHECKSUMS } from "../../storage/checksums";
import type { Applied, EnvFileRules, KnownFacts } from "../../storage/env-file";
import { ownMember } from "../../validation/own-member";

const ROLE = "The writer is a role, and boto3 uses it only if no key is set.";
const TOKEN =
  "It is only for temporary keys, and for those the block sets the variable that this version reads.";

/** The block always sets these. Those of a single usage are removed if the block is for both usages. */
const ALWAYS_SET = ["BACKEND", "S3__BUCKET_NAME", "S3__REGION"];

/** By the name after the scope (`AUTHENTIK_STORAGE__` and a usage): why the file must not have it unless the block sets it. */
const SOMETIMES_SET: Readonly<Record<string, string>> = {
  S3__ENDPOINT: "On AWS the SDK finds its own endpoint, and fails with an empty one.",
  S3__ACCESS_KEY: ROLE,
  S3__SECRET_KEY: ROLE,
  S3__SECURITY_TOKEN: TOKEN,
  S3__SESSION_TOKEN: TOKEN,
  S3__SESSION_PROFILE: "authentik would use credentials that the stack does not know, or fail.",
  S3__USE_SSL: "The endpoint contains the scheme, and AWS is used with https.",
  S3__ADDRESSING_STYLE: "The block sets it if the store or the version needs it.",
  S3__SIGNATURE_VERSION: "The default, s3v4, is the only version that stores still accept.",
  S3__CUSTOM_DOMAIN: "URLs would use a host that the stack does not know.",
  S3__SECURE_URLS: "URLs are https unless the block sets something else.",
};
const WINS = "A setting of one usage overrides the general one, and the block is for all usages.";

const nameOf = (setting: string, usage?: string): string =>
  `AUTHENTIK_STORAGE__${usage === undefined ? "" : `${usage.toUpperCase()}__`}${setting}`;

/** The only usage that the block is for, like `onlyUsage` of the settings; undefined if it is for both. */
function onlyUsageOf({ app: { usages = [] } }: KnownFacts): string | undefined {
  return usages.length === 1 ? usages[0] : undefined;
}

/** A block for one usage leaves general names and those of the other usage alone: another instance may have set them. */
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

/** For both forms: with the compose overlay too, both services get `.env`. */
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

/** Each generation reads different names and silently ignores the others. */
function otherVersion({ facts, after }: Applied): string[] {
  const { version } = facts.app;
  const tag = after["AUTHENTIK_TAG"];
  if (!tag || parseVersion(tag) === undefined || version === undefined) return [];
  if (versionProblems(tag).length === 0 && generationOf(tag) === generationOf(version)) return [];
  return [
    `AUTHENTIK_TAG is ${tag}, but the block is for ${version}: set the version that runs in the stack, or authentik may silently keep using local files.`,
  ];
}

/** From 2025.12 on, a usage inherits general settings that it does not set; these versions ignore the old name of the token. */
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
        `${nameOf(setting)} is kept, because ${other} may need it, but it also applies to ${only}. ${reason} Rename it to ${nameOf(setting, other)}, or remove it.`,
    );
}

function keysBesideRole({ facts, after }: Applied): string[] {
  if (facts.writer?.kind !== "role" || !after["AWS_ACCESS_KEY_ID"]) return [];
  return ["AWS_ACCESS_KEY_ID is in the file: boto3 uses that key and not the role; remove it."];
}

function bareExpiry({ after }: Applied): string[] {
  return Object.entries(after)
    .filter(([name, value]) => /^AUTHENTIK_STORAGE__.*URL_EXPIRY$/.test(name) && /^\d+$/.test(value))
    .map(
      ([name, value]) =>
        `${name}=${value} makes authentik fail: set "minutes=${value}" or "hours=1;minutes=30".`,
    );
}
