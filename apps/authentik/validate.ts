import { authentikTextProblem } from "./text";
import { dotenvValueProblem } from "../../env/formats/dotenv";
import { ABORT_UPLOADS_AFTER_DAYS } from "../../storage/needs";
import { STORAGE_RULES, lastBucketRules } from "../../storage/validate";
import { STORAGE_HOST_RULES } from "../../storage/validate-media-host";
import { bucketPolicyRule } from "../../storage/validate-policy";
import { addressingOf } from "../../stores";
import * as shapes from "../../validation/argument-shapes";
import { patternCheck } from "../../validation/editor-check";
import { ORIGIN_CHECK } from "../../validation/name-patterns";
import { originProblems } from "../../validation/names";
import type { Problem, Reason } from "../../validation/problem";
import { argsProblems, type Checks, type Finding } from "../../validation/rules";
import { unquotedVersionRule } from "../../validation/version";
import { AuthentikUsage, type AuthentikSettings } from "./args";
import { authentikPolicyNeeds } from "./needs";
import {
  LAST_AUTHENTIK_HOST_RULES,
  MISSING_SIGNING_RULE,
  NO_ADDRESSES_RULE,
  NO_R2_RULE,
  NO_PURGE_RULE,
} from "./validate-host";
import { AUTHENTIK_VERSION, AUTHENTIK_VERSIONS, generationOf, versionProblems } from "./versions";

export const AUTHENTIK_CHECKS: Checks<AuthentikSettings> = {
  shape: shapes.AuthentikStorageArgs,
  rules: [
    unquotedVersionRule("2025.10", "2025.1", "2025.10"),
    {
      at: "version",
      reasons: versionProblems,
      editor: patternCheck(
        AUTHENTIK_VERSION,
        `is not an authentik version from ${AUTHENTIK_VERSIONS.lowest.join(".")} on; use one such as "2026.5" or "2025.12.4"`,
      ),
    },
    ...STORAGE_RULES,
    { at: "writer.role.profile", reasons: profileProblems },
    {
      at: "origins",
      code: "origins-empty",
      when: ({ origins }) => origins.length === 0,
      editor: { least: 1 },
      message: 'is empty; add the origin at which browsers reach authentik, like "https://authentik.company"',
    },
    {
      at: "origins[]",
      reasons: (origin: string) => originProblems(origin, { oneLabel: true }),
      editor: ORIGIN_CHECK,
    },
    {
      at: "usages",
      code: "usages-empty",
      when: ({ usages }) => usages?.length === 0,
      editor: { least: 1 },
      message: 'is empty, so nothing would be stored; add "media" or "reports", or remove it',
    },
    {
      at: "usages",
      code: "usages-twice",
      when: ({ usages = [] }) => new Set(usages).size !== usages.length,
      editor: { isUnique: true },
      message: "contains a usage twice; list each once",
    },
    ...STORAGE_HOST_RULES,
    MISSING_SIGNING_RULE,
    NO_PURGE_RULE,
    NO_ADDRESSES_RULE,
    NO_R2_RULE,
  ],
  lastRules: [
    ...lastBucketRules(ABORT_UPLOADS_AFTER_DAYS),
    { at: "usages", findings: tooOldForUsages },
    { at: "store", findings: tooOldForVirtualHosts },
    ...LAST_AUTHENTIK_HOST_RULES,
    bucketPolicyRule(authentikPolicyNeeds),
  ],
};

/** All problems of the arguments of AuthentikStorage, which may be of any type. Each path begins with `path`. */
export function authentikProblems(settings: unknown, path = ""): Problem[] {
  if (settings !== undefined) return argsProblems(AUTHENTIK_CHECKS, settings, path);
  const message = "is missing; set at least version, origins, bucket and store";
  return [{ code: "missing-member", path, message }];
}

function tooOldForUsages({ usages = [], version }: AuthentikSettings): Finding[] {
  if (generationOf(version).reports) return [];
  const message = `is "reports", which authentik stores since 2025.12, not in ${version}; upgrade first, or remove it`;
  return usages.flatMap((usage, i): Finding[] =>
    usage === AuthentikUsage.Reports ? [{ code: "version-too-old", path: `[${i}]`, message }] : [],
  );
}

/** The profile must survive the quoting of env files and authentik's own decoding. */
function profileProblems(name: string): Reason[] {
  const unwritable = dotenvValueProblem(name);
  if (unwritable !== undefined)
    return [{ code: "session-profile-value", message: `${unwritable}; choose another name` }];
  const replaced = authentikTextProblem(name);
  if (replaced === undefined) return [];
  return [{ code: "session-profile-replaced", message: `${replaced}; choose another name` }];
}

/** A store that wants the bucket in the host name, for a version that puts it into the path. */
function tooOldForVirtualHosts({ store, version }: AuthentikSettings): Finding[] {
  const addressing = addressingOf(store);
  if (generationOf(version).addressingStyle) return [];
  if (addressing?.setting === undefined || !addressing.virtualHostOnly) return [];
  const message = `is false, but authentik supports this since 2025.12, not in ${version}; upgrade first, or remove it if the server accepts the bucket in the path too`;
  return [{ code: "version-too-old", path: addressing.setting, message }];
}
