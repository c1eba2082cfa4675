import { HOST_DEFINITIONS, HOST_KINDS, hostInWords, readsPrivately } from "../../hosts";
import { storeProductOf } from "../../stores";
import type { Rules } from "../../validation/rules";
import { accessOf, hostsOfPrivateBucket, isAlwaysPrivate } from "./access";
import { MastodonAccess, type MastodonSettings } from "./args";

/** The arguments that set a host which can read a private bucket. */
const SIGNING_HOSTS = HOST_KINDS.filter((kind) => HOST_DEFINITIONS[kind].can.signsRequests).map(
  (kind) => `mediaHost.${kind}`,
);

/** Access `cdn` without a host that can read a private bucket: nobody could see any media. */
export const ACCESS_CDN_RULES: Rules<MastodonSettings> = [
  {
    at: "access",
    code: "access-cdn-host",
    when: (settings) =>
      settings.access === MastodonAccess.Cdn &&
      !isAlwaysPrivate(settings) &&
      !readsPrivately(settings.mediaHost),
    editor: {
      isRefused: true,
      when: [
        { at: "access", is: MastodonAccess.Cdn },
        ...SIGNING_HOSTS.map((at) => ({ at, isNot: true as const })),
      ],
      message: `"cdn" needs ${SIGNING_HOSTS.join(" or ")}, or nobody can read media of the private bucket`,
    },
    message: (settings) => {
      const hosts = hostsOfPrivateBucket(settings).map((kind) => `mediaHost.${kind}`);
      const needed = hosts.length === 0 ? SIGNING_HOSTS.join(" or ") : hosts.join(" or ");
      return `is "cdn", but no ${needed} is set, so nobody could read media of the private bucket; remove access, set ${needed} and deploy, and set "cdn" again when the media host answers`;
    },
  },
  {
    at: "mediaHost",
    code: "media-host-needed",
    when: (settings) =>
      settings.mediaHost === undefined &&
      isAlwaysPrivate(settings) &&
      accessOf(settings) === MastodonAccess.Cdn,
    message: (settings) => {
      const product = storeProductOf(settings.store);
      const hosts = hostsOfPrivateBucket(settings).map((kind) => product && hostInWords(kind, product));
      return `is missing, but everybody reads media, and a bucket on ${product?.title} answers no request without a signature; set \`hostname: "files.${settings.webDomain}"\` and ${hosts.join(" or ")} in it`;
    },
  },
];

/** Access `bucket-policy` on a store whose buckets have no policy and no ACLs. It comes before the rules that read `access`. */
export const ACCESS_POLICY_RULES: Rules<MastodonSettings> = [
  {
    at: "access",
    code: "access-policy",
    when: (settings) => settings.access === MastodonAccess.BucketPolicy && isAlwaysPrivate(settings),
    message: ({ store }) =>
      `is "${MastodonAccess.BucketPolicy}", but buckets on ${storeProductOf(store)?.title} have no policy; remove it (the default there is "${MastodonAccess.Cdn}")`,
  },
];
