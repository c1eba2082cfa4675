/** The place that still serves files that are not in the bucket yet. */
import { hostnameProblems } from "../validation/names";
import type { Rules } from "../validation/rules";
import type { LegacyHostArgs, MediaHostArgs } from "./args";
import { PATH_RULE } from "./path";

/** The rules about the legacy host of any media host. Those about the bucket are in storage/validate-media-host.ts. */
export const LEGACY_RULES: Rules<LegacyHostArgs, MediaHostArgs> = [
  { at: "hostname", reasons: hostnameProblems },
  {
    at: "hostname",
    code: "legacy-same",
    isValid: (name, _, { hostname, previousHosts = [] }) =>
      name !== hostname && !previousHosts.includes(String(name)),
    message:
      "is served by this media host itself, so a missing file would be requested again and again; set the hostname that still serves the old files, or remove legacy",
  },
  PATH_RULE,
];
