import { mediaHostProblems } from "../hosts/media-host";
import { hostnameProblems, isKeyPath, originProblems } from "../problems/names";
import { at, type Problem } from "../problems/problem";
import { list, map, missing, oneOf, text } from "../problems/shape";
import { parseVersion } from "../problems/version";
import { aclProblems } from "./acl-problems";
import { SINCE, has, mastodonPolicyNeeds, regionOf } from "./mastodon";
import { Access, type MastodonSettings } from "./mastodon-settings";
import { bucketPolicyProblems } from "./policy-problems";
import { otherStorageProblems, policyInputProblems } from "./storage-problems";

/** Everything that is wrong with the args of a Mastodon storage, each with its path below `path`. */
export function mastodonProblems(settings: MastodonSettings, path = ""): Problem[] {
  return map(path, settings, () => {
    const lacking = missing(path, settings, ["webDomain", "bucket", "store"]);
    const inputs = [
      ...lacking.filter((problem) => problem.path !== at(path, "webDomain")),
      ...policyInputProblems(settings, path),
      ...oneOf(at(path, "access"), settings.access, Object.values(Access)),
      ...text(at(path, "keyPrefix"), settings.keyPrefix, keyPrefixProblems),
    ];
    return [
      ...lacking.filter((problem) => !inputs.includes(problem)),
      ...inputs,
      ...otherStorageProblems(settings, path),
      ...hosts(settings, path),
      ...text(at(path, "version"), settings.version, versionProblems),
      ...tooOld(settings, path),
      ...aclProblems(settings, path),
      ...(inputs.length > 0
        ? []
        : bucketPolicyProblems(settings, mastodonPolicyNeeds(settings), regionOf(settings), path)),
    ];
  });
}

function hosts(settings: MastodonSettings, path: string): Problem[] {
  const { webDomain, mediaHost, extraMediaHosts } = settings as Partial<MastodonSettings>;
  const hostname = (mediaHost as Partial<typeof mediaHost> | null)?.hostname;
  return [
    ...text(at(path, "webDomain"), webDomain, hostnameProblems),
    ...(mediaHost === undefined ? [] : mediaHostProblems(mediaHost, at(path, "mediaHost"))),
    ...list(at(path, "extraMediaHosts"), extraMediaHosts, (where, origin) =>
      text(where, origin, extraMediaHostProblems),
    ),
    ...(typeof hostname === "string" && hostname === webDomain
      ? [
          {
            path: at(path, "mediaHost.hostname"),
            message: `"${hostname}" is the web client's own host; uploads may be HTML, so media need a host of their own, such as "files.${hostname}"`,
          },
        ]
      : []),
  ];
}

function extraMediaHostProblems(origin: string): string[] {
  const problems = originProblems(origin);
  if (problems.length > 0 || origin.startsWith("https://")) return problems;
  const secure = origin.replace(/^http:(.*?)(:443)?$/, "https:$1");
  return [`is not https, and the web client loads media over https only; write "${secure}"`];
}

function versionProblems(version: string): string[] {
  return parseVersion(version) === undefined
    ? ['is no Mastodon version; write one such as "4.4" or "4.4.2"']
    : [];
}

/** The settings that the version does not have. */
function tooOld(settings: MastodonSettings, path: string): Problem[] {
  const { version } = settings;
  if (typeof version !== "string") return [];
  const lacks = (setting: keyof typeof SINCE, member: string, says: string, instead: string): Problem[] =>
    has(setting, version)
      ? []
      : [
          {
            path: at(path, member),
            message: `${says} Mastodon ${SINCE[setting].join(".")}, not ${version}: ${instead}`,
          },
        ];
  const upgrade = "upgrade first, or leave it out";
  return [
    ...(settings.access === undefined || settings.access === Access.BucketPolicy
      ? lacks(
          "emptyPermission",
          "access",
          'is "bucket-policy", and an empty S3_PERMISSION is understood from',
          'uploads would carry the ACL public-read, which the bucket refuses; upgrade, or write `access: "acl"`',
        )
      : []),
    ...(settings.keyPrefix === undefined
      ? []
      : lacks("keyPrefix", "keyPrefix", "needs S3_KEY_PREFIX, which exists from", upgrade)),
    ...(settings.extraMediaHosts === undefined
      ? []
      : lacks("extraMediaHosts", "extraMediaHosts", "needs EXTRA_MEDIA_HOSTS, which exists from", upgrade)),
  ];
}

function keyPrefixProblems(keyPrefix: string): string[] {
  if (isKeyPath(keyPrefix)) return [];
  const bare = keyPrefix.replace(/^\/+|\/+$/g, "");
  if (bare === "") return ["is empty, and Mastodon takes an empty S3_KEY_PREFIX for a set one; leave it out"];
  const instead = isKeyPath(bare) ? `"${bare}"` : "another one";
  return [
    `is no prefix of letters, digits, "_", "." and "-" with single slashes only within; write ${instead}`,
  ];
}
