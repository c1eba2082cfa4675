import { isSigningHost } from "../../hosts";
import type { Rules } from "../../validation/rules";
import { MastodonAccess, type MastodonSettings } from "./args";

/** Access `cdn` without a host that can read a private bucket: nobody could see any media. */
export const ACCESS_CDN_RULES: Rules<MastodonSettings> = [
  {
    at: "access",
    code: "access-cdn-host",
    when: ({ access, mediaHost }) => access === MastodonAccess.Cdn && !isSigningHost(mediaHost),
    message:
      'is "cdn", but no mediaHost.cloudFront is set, so nobody could read media of the private bucket; remove access, set mediaHost.cloudFront and deploy, and set "cdn" again when the media host answers',
  },
];
