/** What can be wrong with who writes. */
import { at, type Problem, type Reason } from "../validation/problem";
import { ownMember } from "../validation/own-member";
import { input, isMap, known, list, map, missing, oneOf, text, textOrOutput } from "../validation/shape";
import type { StoreProduct } from "../stores/store";
import { credentialProblems } from "./credentials";
import { onlyFromProblems } from "./validate-only-from";
import { AccessKeySlot, keySlots, type Keys } from "./args";

const KINDS = ["keys", "role", "given"] as const;
const MEMBERS = [...KINDS, "onlyFrom"];

/** `store` is undefined where the args name no store that exists: then only what holds for all stores is checked. */
export function writerProblems(writer: unknown, path: string, store: StoreProduct | undefined): Problem[] {
  const hasIam = store?.can.iam !== false;
  const onlyGiven = hasIam
    ? ""
    : `create a user on ${store.title} yourself and set \`given\` with its key and its \`principal\`, "${store.user.example}"`;
  const choice = "set exactly one of keys, role and given, or remove writer to get a key in slot a";
  if (writer === undefined)
    return hasIam
      ? []
      : [
          {
            code: "missing-member",
            path,
            message: `is missing, and this library cannot create users on ${store.title}; ${onlyGiven}`,
          },
        ];
  return map(path, writer, (members) => {
    const strange = known(path, members, MEMBERS);
    const problems = [
      ...strange,
      ...keysProblems(members["keys"], at(path, "keys")),
      ...roleProblems(members["role"], at(path, "role")),
      ...givenProblems(members["given"], at(path, "given"), store),
      ...onlyFromProblems(members["onlyFrom"], at(path, "onlyFrom"), store),
    ];
    const set = KINDS.filter((kind) => members[kind] !== undefined);
    // An unknown member is already reported, and is probably a misspelling of the missing one.
    if (set.length > 1 || (set.length === 0 && strange.length === 0)) {
      const what = set.length === 0 ? "does not set keys, role or given" : `sets ${set.join(" and ")}`;
      const isLimited = members["onlyFrom"] !== undefined;
      const remedy = isLimited ? "set exactly one of keys, role and given, such as `keys: {}`" : choice;
      problems.unshift({ code: "writer-choice", path, message: `${what}; ${hasIam ? remedy : onlyGiven}` });
    }
    const impossible = hasIam ? [] : set.filter((kind) => kind !== "given");
    return [
      ...problems,
      ...impossible.map((kind): Problem => ({
        code: "writer-needs-iam",
        path: at(path, kind),
        message: `is not supported, because ${store?.title} has no IAM; ${onlyGiven}`,
      })),
    ];
  });
}

function keysProblems(keys: unknown, path: string): Problem[] {
  const slot = (where: string, value: unknown): Problem[] =>
    oneOf(where, value, Object.values(AccessKeySlot));
  return map(path, keys, (members) => {
    const shape = [
      ...known(path, members, ["slots", "current", "inactive", "permissionsBoundary"]),
      ...list(at(path, "slots"), members["slots"], slot),
      ...slot(at(path, "current"), members["current"]),
      ...list(at(path, "inactive"), members["inactive"], slot),
      ...input(at(path, "permissionsBoundary"), members["permissionsBoundary"], boundaryProblems),
    ];
    if (shape.length > 0) return shape;
    return rotationProblems(keySlots(members)).map((problem) => ({
      ...problem,
      path: at(path, problem.path),
    }));
  });
}

function rotationProblems({ slots, current, inactive }: Keys): Problem[] {
  const problems: Problem[] = [];
  if (slots.length === 0 || new Set(slots).size !== slots.length) {
    problems.push({
      code: "key-slots",
      path: "slots",
      message: "is empty or contains a slot twice; list slot a, slot b or both, each once",
    });
  }
  if (!slots.includes(current)) {
    const message = `is "${current}", which is not in slots; set one of slots, or add "${current}" to slots`;
    problems.push({ code: "key-current", path: "current", message });
  }
  for (const [i, slot] of inactive.entries()) {
    const path = `inactive[${i}]`;
    if (slot === current) {
      const message = `is "${slot}", the key in the env block, so the app would be locked out; change \`current\` first`;
      problems.push({ code: "key-inactive-current", path, message });
    } else if (!slots.includes(slot)) {
      problems.push({
        code: "key-inactive-slot",
        path,
        message: `is "${slot}", which is not in slots; remove it`,
      });
    }
  }
  return problems;
}

/** A policy of the account's own or of AWS's: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
function boundaryProblems(arn: string): Reason[] {
  if (/^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/([\x21-\x7e]+\/)?[\w+=,.@-]{1,128}$/.test(arn)) return [];
  const message =
    'is not the ARN of a managed policy; use one such as "arn:aws:iam::123456789012:policy/boundary" (it is on the policy\'s page in the IAM console)';
  return [{ code: "permissions-boundary", message }];
}

/** The name may be an output, which AWS then checks. */
function roleProblems(role: unknown, path: string): Problem[] {
  return map(path, role, (members) => [
    ...known(path, members, ["roleName", "profile"]),
    ...missing(path, members, ["roleName"]),
    ...input(at(path, "roleName"), members["roleName"], (name) =>
      roleNameProblems(name).map(({ code, message }) => ({ code, message: `"${name}" ${message}` })),
    ),
    ...text(at(path, "profile"), members["profile"], profileProblems),
  ]);
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
function roleNameProblems(name: string): Reason[] {
  if (/^[\w+=,.@-]{1,64}$/.test(name)) return [];
  const last = /:role\/(?:.*\/)?([\w+=,.@-]{1,64})$/.exec(name)?.[1];
  if (last !== undefined) {
    return [{ code: "role-name-arn", message: `is the ARN of a role; set its name, "${last}"` }];
  }
  const message = 'is not a valid role name; use 1 to 64 letters, digits and "_+=,.@-"';
  return [{ code: "role-name", message }];
}

/** Values that are outputs are seen only when the env block is made, which then refuses them in the same words. */
function givenProblems(given: unknown, path: string, store: StoreProduct | undefined): Problem[] {
  return map(path, given, (members) => [
    ...known(path, members, ["accessKeyId", "secretAccessKey", "sessionToken", "principal"]),
    ...missing(path, members, ["accessKeyId", "secretAccessKey"]),
    ...(["accessKeyId", "secretAccessKey", "sessionToken"] as const).flatMap((member) =>
      input(at(path, member), members[member], credentialProblems),
    ),
    ...textOrOutput(at(path, "principal"), members["principal"], (arn) => store?.user.problems(arn) ?? []),
  ]);
}

function profileProblems(name: string): Reason[] {
  if (name.trim() !== "") return [];
  return [{ code: "session-profile-empty", message: "is empty; set the name of a profile, or remove it" }];
}

/** The parts of credentials that only some apps read, for an app that reads neither. */
export function unusedCredentialProblems(writer: unknown, path: string, app: string): Problem[] {
  const { given, role } = isMap(writer) ? writer : {};
  const unused = (kind: string, members: unknown, member: string): Problem[] =>
    isMap(members) && ownMember(members, member) !== undefined
      ? [
          {
            code: "credential-unused",
            path: at(path, `${kind}.${member}`),
            message: `is not read by ${app}; remove it`,
          },
        ]
      : [];
  return [...unused("given", given, "sessionToken"), ...unused("role", role, "profile")];
}
