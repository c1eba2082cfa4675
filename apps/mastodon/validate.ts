import { unusedSigningRules } from "../../hosts";
import { storeProductOf } from "../../stores";
import { ABORT_UPLOADS_AFTER_DAYS } from "../../storage/needs";
import { STORAGE_RULES, lastBucketRules } from "../../storage/validate";
import { LAST_STORAGE_HOST_RULES, STORAGE_HOST_RULES } from "../../storage/validate-media-host";
import { bucketPolicyRule } from "../../storage/validate-policy";
import { unusedCredentialRules } from "../../storage/validate-writer";
import * as shapes from "../../validation/argument-shapes";
import { hostnameProblems, isKeyPath, originProblems } from "../../validation/names";
import { patternCheck } from "../../validation/editor-check";
import { HOSTNAME_CHECK, KEY_PATH, ORIGIN_CHECK } from "../../validation/name-patterns";
import { versionPattern } from "../../validation/version-pattern";
import type { Problem, Reason } from "../../validation/problem";
import { argsProblems, nested, type Checks, type Rule } from "../../validation/rules";
import { parseVersion, unquotedVersionRule, unsupportedReasons, versionHas } from "../../validation/version";
import { accessOf } from "./access";
import { MastodonAccess, type MastodonSettings } from "./args";
import { mastodonPolicyNeeds } from "./needs";
import { TOO_OLD_FOR_TUNING_RULES, TUNING_RULES } from "./tuning";
import { aclProblems } from "./validate-acl";
import { LEGACY_MEDIA_RULES } from "./validate-legacy";
import { ACCESS_CDN_RULES, ACCESS_POLICY_RULES } from "./validate-cdn";
import { EXPORTS_RULES } from "./validate-exports";
import { MASTODON_VERSIONS, SINCE } from "./versions";

const KEY_PREFIX_FORM = 'must contain only letters, digits, "_", "." and "-", without a slash at either end';
const HTTPS_CHECK = patternCheck(
  /^(?!http:)/,
  "is not https, but the web client loads media only over https",
);

export const MASTODON_CHECKS: Checks<MastodonSettings> = {
  shape: shapes.MastodonStorageArgs,
  rules: [
    ...STORAGE_RULES,
    { at: "webDomain", reasons: hostnameProblems, editor: HOSTNAME_CHECK },
    unquotedVersionRule("4.10", "4.1", "4.4"),
    {
      at: "version",
      code: "version-format",
      isValid: (version: string) => parseVersion(version) !== undefined,
      message:
        'is not a Mastodon version; use one such as "4.4" or "4.4.2", or remove it if you run a current one',
      editor: patternCheck(
        versionPattern(MASTODON_VERSIONS.lowest),
        `is not a Mastodon version from ${MASTODON_VERSIONS.lowest.join(".")} on; use one such as "4.4" or "4.4.2"`,
      ),
    },
    { at: "version", reasons: (version: string) => unsupportedReasons(version, MASTODON_VERSIONS) },
    ...STORAGE_HOST_RULES,
    ...ACCESS_POLICY_RULES,
    {
      at: "keyPrefix",
      reasons: keyPrefixProblems,
      editor: patternCheck(KEY_PATH, KEY_PREFIX_FORM),
    },
    { at: "extraMediaHosts[]", reasons: extraMediaHostProblems, editor: [ORIGIN_CHECK, HTTPS_CHECK] },
    nested("tuning", TUNING_RULES),
  ],
  lastRules: [
    ...lastBucketRules(ABORT_UPLOADS_AFTER_DAYS),
    ...unusedCredentialRules("Mastodon"),
    ...unusedSigningRules("Mastodon"),
    {
      at: "mediaHost.previousHosts[]",
      code: "media-host-is-app",
      isValid: (name, { webDomain }) => name !== webDomain,
      message: "is the host of the web client, which the media host would take over; remove it",
    },
    {
      at: "mediaHost.hostname",
      code: "media-host-is-app",
      when: ({ mediaHost, webDomain }) => mediaHost?.hostname === webDomain,
      message: ({ webDomain }) =>
        `"${webDomain}" is the host of the web client, where an uploaded HTML file could run scripts; use a separate host for media, such as "files.${webDomain}"`,
    },
    tooOldRule(
      "access",
      "emptyPermission",
      ({ access }) => access !== MastodonAccess.Acl,
      (settings) =>
        settings.access === undefined
          ? `is "${accessOf(settings)}" by default, which works since`
          : `is "${settings.access}", which works since`,
      ({ store }) =>
        ` (without ACLs, older versions cannot suspend an account, or cannot upload at all); upgrade${storeProductOf(store)?.can.objectAcls === false ? "" : ', or set `access: "acl"`'}`,
    ),
    ...ACCESS_CDN_RULES,
    ...EXPORTS_RULES,
    {
      at: "mediaHost.external.addresses",
      code: "addresses-private",
      when: ({ access, mediaHost }) =>
        mediaHost?.external?.addresses !== undefined && access === MastodonAccess.Acl,
      message:
        'has no effect with access "acl", where the ACL of each object decides who reads it; remove it, or remove access',
      editor: {
        isRefused: true,
        when: [{ at: "access", is: MastodonAccess.Acl }],
        message: 'has no effect with access "acl"; remove it, or remove access',
      },
    },
    ...LAST_STORAGE_HOST_RULES,
    ...LEGACY_MEDIA_RULES,
    tooOldRule(
      "mediaHost.external.path",
      "aliasPath",
      ({ mediaHost }) => mediaHost?.external?.path !== undefined,
      "is allowed by the content security policy since",
      ", so browsers would not load files below the path; upgrade first, or remove it",
    ),
    tooOldRule(
      "mediaHost.external.purge",
      "purgeOnDelete",
      // With ACLs, older versions purge what they hide.
      ({ access, mediaHost }) => mediaHost?.external?.purge !== undefined && access !== MastodonAccess.Acl,
      "is used for deleted files since",
    ),
    tooOldRule(
      "keyPrefix",
      "keyPrefix",
      ({ keyPrefix }) => keyPrefix !== undefined,
      "needs S3_KEY_PREFIX, which exists since",
    ),
    tooOldRule(
      "extraMediaHosts",
      "extraMediaHosts",
      ({ extraMediaHosts }) => extraMediaHosts !== undefined,
      "needs EXTRA_MEDIA_HOSTS, which exists since",
    ),
    ...TOO_OLD_FOR_TUNING_RULES,
    { at: "", findings: (settings) => aclProblems(settings, "") },
    bucketPolicyRule(mastodonPolicyNeeds),
  ],
};

/** All problems of the arguments of MastodonStorage, which may be of any type. Each path begins with `path`. */
export function mastodonProblems(settings: unknown, path = ""): Problem[] {
  if (settings !== undefined) return argsProblems(MASTODON_CHECKS, settings, path);
  return [{ code: "missing-member", path, message: "is missing; set at least webDomain, bucket and store" }];
}

function extraMediaHostProblems(origin: string): Reason[] {
  const problems = originProblems(origin);
  if (problems.length > 0 || origin.startsWith("https://")) return problems;
  const secure = origin.replace(/^http:(.*?)(:443)?$/, "https:$1");
  const message = `is not https, but the web client loads media only over https; change it to "${secure}"`;
  return [{ code: "media-host-http", message }];
}

/** A setting that the version does not have. */
function tooOldRule(
  place: string,
  setting: keyof typeof SINCE,
  isUsed: (settings: MastodonSettings) => boolean,
  says: string | ((settings: MastodonSettings) => string),
  instead: string | ((settings: MastodonSettings) => string) = "; upgrade first, or remove it",
): Rule<MastodonSettings> {
  const since = SINCE[setting];
  return {
    at: place,
    code: "version-too-old",
    when: (settings) => !versionHas(settings.version, since) && isUsed(settings),
    message(settings) {
      const start = typeof says === "string" ? says : says(settings);
      return `${start} Mastodon ${since.join(".")}, not in ${settings.version}${typeof instead === "string" ? instead : instead(settings)}`;
    },
  };
}

function keyPrefixProblems(keyPrefix: string): Reason[] {
  if (isKeyPath(keyPrefix)) return [];
  const bare = keyPrefix.replace(/^\/+|\/+$/g, "");
  if (bare === "") {
    const message = "is empty, but Mastodon treats an empty S3_KEY_PREFIX as set; remove it";
    return [{ code: "key-prefix-empty", message }];
  }
  const instead = isKeyPath(bare) ? `change it to "${bare}"` : "change it or remove it";
  const message = `${KEY_PREFIX_FORM}; ${instead}`;
  return [{ code: "key-prefix", message }];
}
