import { unusedSigningProblems } from "../../hosts";
import { hostnameProblems, isKeyPath, originProblems } from "../../validation/names";
import { at, type Problem, type Reason } from "../../validation/problem";
import { isMap, known, list, map, missing, oneOf, text, type Members } from "../../validation/shape";
import { parseVersion, unquotedVersion, versionHas } from "../../validation/version";
import { storeOf } from "../../stores";
import { aclProblems } from "./validate-acl";
import { mastodonPolicyNeeds } from "./needs";
import { MastodonAccess, type MastodonSettings } from "./args";
import { tuningProblems } from "./tuning";
import { SINCE } from "./versions";
import { mediaHostArgProblems } from "../../storage/validate-media-host";
import { bucketPolicyProblems } from "../../storage/validate-policy";
import { ABORT_UPLOADS_AFTER_DAYS } from "../../storage/needs";
import { unusedCredentialProblems } from "../../storage/validate-writer";
import { STORAGE_MEMBERS, otherStorageProblems, policyInputProblems } from "../../storage/validate";

const REQUIRED = ["webDomain", "bucket", "store"];
const MEMBERS = [
  ...STORAGE_MEMBERS,
  "webDomain",
  "version",
  "access",
  "mediaHost",
  "keyPrefix",
  "extraMediaHosts",
  "tuning",
];

/** All problems of the arguments of MastodonStorage, which may be of any type. Each path begins with `path`. */
export function mastodonProblems(settings: unknown, path = ""): Problem[] {
  if (settings === undefined) {
    return [
      { code: "missing-member", path, message: "is missing; set at least webDomain, bucket and store" },
    ];
  }
  return map(path, settings, (members) => {
    const lacking = missing(path, members, REQUIRED);
    const inputs = [
      ...lacking.filter((problem) => problem.path !== at(path, "webDomain")),
      ...policyInputProblems(members, path),
      ...oneOf(at(path, "access"), members["access"], Object.values(MastodonAccess)),
      ...text(at(path, "keyPrefix"), members["keyPrefix"], keyPrefixProblems),
    ];
    return [
      ...known(path, members, MEMBERS),
      ...lacking.filter((problem) => !inputs.includes(problem)),
      ...inputs,
      ...otherStorageProblems(members, path, ABORT_UPLOADS_AFTER_DAYS),
      ...hosts(members, path),
      ...version(at(path, "version"), members["version"]),
      ...tooOld(members, path),
      ...tuningProblems(members, at(path, "tuning")),
      ...unusedCredentialProblems(members["writer"], at(path, "writer"), "Mastodon"),
      ...aclProblems(members as unknown as MastodonSettings, path),
      ...(inputs.length > 0 ? [] : policy(members as unknown as MastodonSettings, path)),
    ];
  });
}

/** Call only after each setting has passed its own checks. */
function policy(settings: MastodonSettings, path: string): Problem[] {
  return bucketPolicyProblems(settings, mastodonPolicyNeeds(settings), storeOf(settings.store), path);
}

function hosts(members: Members, path: string): Problem[] {
  const { webDomain, mediaHost, extraMediaHosts } = members;
  const hostname = isMap(mediaHost) ? mediaHost["hostname"] : undefined;
  return [
    ...text(at(path, "webDomain"), webDomain, hostnameProblems),
    ...mediaHostArgProblems(members, path),
    ...unusedSigningProblems(mediaHost, at(path, "mediaHost"), "Mastodon"),
    ...list(at(path, "extraMediaHosts"), extraMediaHosts, (where, origin) =>
      text(where, origin, extraMediaHostProblems),
    ),
    ...(typeof hostname === "string" && hostname === webDomain && hostnameProblems(hostname).length === 0
      ? [
          {
            code: "media-host-is-app" as const,
            path: at(path, "mediaHost.hostname"),
            message: `"${hostname}" is the host of the web client, where an uploaded HTML file could run scripts; use a separate host for media, such as "files.${hostname}"`,
          },
        ]
      : []),
  ];
}

function extraMediaHostProblems(origin: string): Reason[] {
  const problems = originProblems(origin);
  if (problems.length > 0 || origin.startsWith("https://")) return problems;
  const secure = origin.replace(/^http:(.*?)(:443)?$/, "https:$1");
  const message = `is not https, but the web client loads media only over https; change it to "${secure}"`;
  return [{ code: "media-host-http", message }];
}

function version(path: string, value: unknown): Problem[] {
  if (typeof value === "number") return [unquotedVersion(path, "4.10", "4.1", "4.4")];
  return text(path, value, (one) =>
    parseVersion(one) === undefined
      ? [
          {
            code: "version-format",
            message:
              'is not a Mastodon version; use one such as "4.4" or "4.4.2", or remove it if you run a current one',
          },
        ]
      : [],
  );
}

/** The settings that the version does not have. */
function tooOld(members: Members, path: string): Problem[] {
  const { version, access, keyPrefix, extraMediaHosts, mediaHost } = members;
  if (typeof version !== "string") return [];
  const lacks = (setting: keyof typeof SINCE, member: string, says: string, instead: string): Problem[] =>
    versionHas(version, SINCE[setting])
      ? []
      : [
          {
            code: "version-too-old",
            path: at(path, member),
            message: `${says} Mastodon ${SINCE[setting].join(".")}, not in ${version}${instead}`,
          },
        ];
  const upgrade = "; upgrade first, or remove it";
  return [
    ...(access === undefined || access === MastodonAccess.BucketPolicy
      ? lacks(
          "emptyPermission",
          "access",
          'is "bucket-policy", which works since',
          ' (without ACLs, older versions cannot suspend an account, or cannot upload at all); upgrade, or set `access: "acl"`',
        )
      : []),
    ...(isMap(mediaHost) && isMap(mediaHost["external"]) && mediaHost["external"]["path"] !== undefined
      ? lacks(
          "aliasPath",
          "mediaHost.external.path",
          "is allowed by the content security policy since",
          ", so browsers would not load files below the path; upgrade first, or remove it",
        )
      : []),
    ...(keyPrefix === undefined
      ? []
      : lacks("keyPrefix", "keyPrefix", "needs S3_KEY_PREFIX, which exists since", upgrade)),
    ...(extraMediaHosts === undefined
      ? []
      : lacks("extraMediaHosts", "extraMediaHosts", "needs EXTRA_MEDIA_HOSTS, which exists since", upgrade)),
  ];
}

function keyPrefixProblems(keyPrefix: string): Reason[] {
  if (isKeyPath(keyPrefix)) return [];
  const bare = keyPrefix.replace(/^\/+|\/+$/g, "");
  if (bare === "") {
    const message = "is empty, but Mastodon treats an empty S3_KEY_PREFIX as set; remove it";
    return [{ code: "key-prefix-empty", message }];
  }
  const instead = isKeyPath(bare) ? `change it to "${bare}"` : "change it or remove it";
  const message = `must contain only letters, digits, "_", "." and "-", without a slash at either end; ${instead}`;
  return [{ code: "key-prefix", message }];
}
