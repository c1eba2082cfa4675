import { HOST_DEFINITIONS, HOST_KINDS, isSigningHost } from "../../hosts";
import type { Rules } from "../../validation/rules";
import { MastodonAccess, type MastodonSettings } from "./args";

/** The arguments that set a host which can read a private bucket. */
const SIGNING_HOSTS = HOST_KINDS.filter((kind) => HOST_DEFINITIONS[kind].can.signsRequests).map(
  (kind) => `mediaHost.${kind}`,
);
const SIGNING = SIGNING_HOSTS.join(" or ");

/** Access `cdn` without a host that can read a private bucket: nobody could see any media. */
export const ACCESS_CDN_RULES: Rules<MastodonSettings> = [
  {
    at: "access",
    code: "access-cdn-host",
    when: ({ access, mediaHost }) => access === MastodonAccess.Cdn && !isSigningHost(mediaHost),
    editor: {
      isRefused: true,
      when: [
        { at: "access", is: MastodonAccess.Cdn },
        ...SIGNING_HOSTS.map((at) => ({ at, isNot: true as const })),
      ],
      message: `"cdn" needs ${SIGNING}, or nobody can read media of the private bucket`,
    },
    message: `is "cdn", but no ${SIGNING} is set, so nobody could read media of the private bucket; remove access, set ${SIGNING} and deploy, and set "cdn" again when the media host answers`,
  },
];
