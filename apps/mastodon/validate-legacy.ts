import type { Rules } from "../../validation/rules";
import { MastodonAccess, type MastodonSettings } from "./args";

/** Legacy hosts at which Mastodon's files cannot be found, or where hidden ones would be. */
export const LEGACY_MEDIA_RULES: Rules<MastodonSettings> = [
  {
    at: "mediaHost.legacy",
    code: "legacy-private",
    when: ({ access, mediaHost }) => access === MastodonAccess.Acl && mediaHost?.legacy !== undefined,
    editor: {
      isRefused: true,
      when: [{ at: "access", is: MastodonAccess.Acl }],
      message: 'is not supported with access "acl"; remove it, or remove access',
    },
    message:
      'is not supported with access "acl": a file that Mastodon hides in the bucket would be served from the legacy host; remove it and copy the files before you switch, or remove access',
  },
  {
    at: "mediaHost.legacy",
    code: "legacy-keys",
    when: (settings) => isWebDomain(settings) && settings.mediaHost?.legacy?.path === undefined,
    message: ({ webDomain }) =>
      `names \`webDomain\` (${webDomain}) without a path, but Mastodon serves files there below /system/ only; set \`path: "system"\``,
  },
  {
    at: "mediaHost.legacy",
    code: "legacy-keys",
    when: (settings) => isWebDomain(settings) && settings.keyPrefix !== undefined,
    message: ({ keyPrefix, webDomain }) =>
      `cannot find files at ${webDomain}, because Mastodon keeps them there without the keyPrefix "${keyPrefix}"; remove keyPrefix, or remove legacy and copy the files before you switch`,
  },
];

/** Whether the files are still served by Mastodon's own web server. */
function isWebDomain({ mediaHost, webDomain }: MastodonSettings): boolean {
  return mediaHost?.legacy?.hostname === webDomain;
}
