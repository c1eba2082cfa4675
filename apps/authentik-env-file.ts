/** authentik's `.env`: its compose project gives the file to the server and the worker as it is. */
import { parseVersion } from "../problems/version";
import type { Applied, EnvFileRules } from "./env-file";

const ELSEWHERE = "It would send files elsewhere: a setting of one usage wins over the general one.";
const OTHER_KEY = "The writer is a role, or its key stands under another name, over which this one may win.";
const TEMPORARY = "Only for temporary keys; the one of the block is none.";

/** By the name behind `AUTHENTIK_STORAGE__` and a usage. */
const SETTINGS = {
  BACKEND: ELSEWHERE,
  S3__BUCKET_NAME: ELSEWHERE,
  S3__REGION: ELSEWHERE,
  S3__ENDPOINT: "On AWS the SDK finds its own host; an empty one makes it fail.",
  S3__ACCESS_KEY: OTHER_KEY,
  S3__SECRET_KEY: OTHER_KEY,
  S3__SECURITY_TOKEN: TEMPORARY,
  S3__SESSION_TOKEN: TEMPORARY,
  S3__SESSION_PROFILE: "A profile wins over the key, or is refused beside it.",
  S3__USE_SSL: "The endpoint says the scheme, and AWS is reached by https.",
  S3__ADDRESSING_STYLE: "The block has it where the store or the version needs it.",
  S3__SIGNATURE_VERSION: "The default, s3v4, is the only one that stores still take.",
  S3__CUSTOM_DOMAIN: "URLs would name a host that the stack does not know.",
  S3__SECURE_URLS: "Read only beside a custom domain.",
};

const UNWANTED: Record<string, string> = {
  AWS_REQUEST_CHECKSUM_CALCULATION: "Only for S3-compatible stores; AWS checks what it is sent.",
  AWS_RESPONSE_CHECKSUM_VALIDATION: "Only for S3-compatible stores; AWS checks what it is sent.",
};
for (const usage of ["", "MEDIA__", "REPORTS__"]) {
  for (const [setting, reason] of Object.entries(SETTINGS))
    UNWANTED[`AUTHENTIK_STORAGE__${usage}${setting}`] = reason;
}

/** Of both forms: with the compose overlay too, `.env` reaches both services. */
export const AUTHENTIK_ENV_FILE: EnvFileRules = {
  unwanted: UNWANTED,
  warnings: (applied) => [...otherVersion(applied), ...keysBesideRole(applied), ...bareExpiry(applied)],
  restart: [
    "docker compose up -d    # server and worker; restart does not read the file again. With an overlay: -f for each file",
  ],
};

/** The names that are read differ by version, and one that is not read is ignored without a word. */
function otherVersion({ facts, after }: Applied): string[] {
  const [tag, given] = [after["AUTHENTIK_TAG"] ?? "", facts.appVersion ?? ""].map(parseVersion);
  if (!tag || !given || (tag.major === given.major && tag.minor === given.minor)) return [];
  return [
    `AUTHENTIK_TAG is ${after["AUTHENTIK_TAG"] ?? ""}, and the block is in the form for ${facts.appVersion ?? ""}: write the version that runs into the stack, or authentik may silently stay on local files.`,
  ];
}

function keysBesideRole({ facts, after }: Applied): string[] {
  if (facts.writer !== "role" || !after["AWS_ACCESS_KEY_ID"]) return [];
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
