import { HOST_DEFINITIONS, HOST_KINDS, isSigningHost } from "../../hosts";
import type { Rules } from "../../validation/rules";
import { MastodonAccess, type MastodonSettings } from "./args";

/** The arguments that set a host which can read a private bucket. */
const SIGNING = HOST_KINDS.filter((kind) => HOST_DEFINITIONS[kind].can.signsRequests)
  .map((kind) => `mediaHost.${kind}`)
  .join(" or ");

/** Access `cdn` without a host that can read a private bucket: nobody could see any media. */
export const ACCESS_CDN_RULES: Rules<MastodonSettings> = [
  {
    at: "access",
    code: "access-cdn-host",
    when: ({ access, mediaHost }) => access === MastodonAccess.Cdn && !isSigningHost(mediaHost),
    message: `is "cdn", but no ${SIGNING} is set, so nobody could read media of the private bucket; remove access, set ${SIGNING} and deploy, and set "cdn" again when the media host answers`,
  },
];
