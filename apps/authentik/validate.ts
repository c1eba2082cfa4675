import { authentikTextProblem } from "./text";
import { dotenvValueProblem } from "../../env/formats/dotenv";
import { originProblems } from "../../validation/names";
import { at, type Problem, type Reason } from "../../validation/problem";
import { isMap, known, list, map, missing, oneOf, text, type Members } from "../../validation/shape";
import { unquotedVersion } from "../../validation/version";
import { addressingOf, storeOf } from "../../stores";
import { generationOf, versionProblems } from "./versions";
import { mediaHostArgProblems } from "../../storage/validate-media-host";
import { mediaHostUseProblems, signingProblems } from "./validate-host";
import { authentikPolicyNeeds } from "./needs";
import { AuthentikUsage, type AuthentikSettings } from "./args";
import { opened } from "../../storage/opened";
import { bucketPolicyProblems } from "../../storage/validate-policy";
import { ABORT_UPLOADS_AFTER_DAYS } from "../../storage/needs";
import { STORAGE_MEMBERS, otherStorageProblems, policyInputProblems } from "../../storage/validate";

const REQUIRED = ["version", "origins", "bucket", "store"];
const MEMBERS = [...STORAGE_MEMBERS, "version", "origins", "usages", "mediaHost"];

/** All problems of the arguments of AuthentikStorage, which may be of any type. Each path begins with `path`. */
export function authentikProblems(settings: unknown, path = ""): Problem[] {
  if (settings === undefined) {
    return [
      {
        code: "missing-member",
        path,
        message: "is missing; set at least version, origins, bucket and store",
      },
    ];
  }
  return map(path, settings, (members) => {
    const lacking = missing(path, members, REQUIRED);
    const inputs = [
      ...lacking.filter((problem) => problem.path !== at(path, "origins")),
      ...version(at(path, "version"), members["version"]),
      ...policyInputProblems(members, path),
      ...usages(members, at(path, "usages")),
    ];
    const shape = [
      ...mediaHostArgProblems(members, path),
      ...signingProblems(members["mediaHost"], at(path, "mediaHost")),
      ...origins(at(path, "origins"), members["origins"]),
    ];
    const isSound = lacking.length === 0 && inputs.length === 0 && shape.length === 0;
    return [
      ...known(path, members, MEMBERS),
      ...lacking.filter((problem) => !inputs.includes(problem)),
      ...inputs,
      ...shape,
      ...otherStorageProblems(members, path, ABORT_UPLOADS_AFTER_DAYS),
      ...profile(members["writer"], at(path, "writer.role.profile")),
      ...virtualHosts(members, path),
      ...(isSound ? mediaHostUseProblems(opened(members as unknown as AuthentikSettings), path) : []),
      ...(inputs.length > 0 ? [] : policy(members as unknown as AuthentikSettings, path)),
    ];
  });
}

/** Call only after each setting has passed its own checks. */
function policy(settings: AuthentikSettings, path: string): Problem[] {
  return bucketPolicyProblems(settings, authentikPolicyNeeds(settings), storeOf(settings.store), path);
}

function version(path: string, value: unknown): Problem[] {
  if (typeof value === "number") return [unquotedVersion(path, "2025.10", "2025.1", "2025.10")];
  return text(path, value, versionProblems);
}

/** The version, where it is one. */
function soundVersion({ version: value }: Members): string | undefined {
  return typeof value === "string" && versionProblems(value).length === 0 ? value : undefined;
}

function origins(path: string, value: unknown): Problem[] {
  if (Array.isArray(value) && value.length === 0) {
    return [
      {
        code: "origins-empty",
        path,
        message:
          'is empty; add the origin at which browsers reach authentik, like "https://authentik.company"',
      },
    ];
  }
  return list(path, value, (where, origin) =>
    text(where, origin, (one) => originProblems(one, { oneLabel: true })),
  );
}

function usages(members: Members, path: string): Problem[] {
  const value = members["usages"];
  const wrong = list(path, value, (where, usage) => oneOf(where, usage, Object.values(AuthentikUsage)));
  if (wrong.length > 0 || !Array.isArray(value)) return wrong;
  if (value.length === 0) {
    return [
      {
        code: "usages-empty",
        path,
        message: 'is empty, so nothing would be stored; add "media" or "reports", or remove it',
      },
    ];
  }
  if (new Set(value).size !== value.length) {
    return [{ code: "usages-twice", path, message: "contains a usage twice; list each once" }];
  }
  const known = soundVersion(members);
  if (known === undefined || generationOf(known).reports) return [];
  return value.flatMap((usage, i) =>
    usage === AuthentikUsage.Reports
      ? [
          {
            code: "version-too-old" as const,
            path: at(path, `[${i}]`),
            message: `is "reports", which authentik stores since 2025.12, not in ${known}; upgrade first, or remove it`,
          },
        ]
      : [],
  );
}

/** The profile must survive the quoting of env files and authentik's own decoding. */
function profile(writer: unknown, path: string): Problem[] {
  const role = isMap(writer) ? writer["role"] : undefined;
  const name = isMap(role) ? role["profile"] : undefined;
  if (typeof name !== "string" || name.trim() === "") return [];
  return text(path, name, profileProblems);
}

function profileProblems(name: string): Reason[] {
  const unwritable = dotenvValueProblem(name);
  if (unwritable !== undefined)
    return [{ code: "session-profile-value", message: `${unwritable}; choose another name` }];
  const replaced = authentikTextProblem(name);
  if (replaced === undefined) return [];
  return [{ code: "session-profile-replaced", message: `${replaced}; choose another name` }];
}

/** A store that wants the bucket in the host name, for a version that puts it into the path. */
function virtualHosts(members: Members, path: string): Problem[] {
  const { store } = members;
  const addressing = addressingOf(store);
  const known = soundVersion(members);
  if (known === undefined || generationOf(known).addressingStyle) return [];
  if (addressing?.setting === undefined || !addressing.virtualHostOnly) return [];
  const message = `is false, but authentik supports this since 2025.12, not in ${known}; upgrade first, or remove it if the server accepts the bucket in the path too`;
  return [{ code: "version-too-old", path: at(path, `store.${addressing.setting}`), message }];
}
