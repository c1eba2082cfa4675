/** What can be wrong with who writes. */
import { EXAMPLE_ACCOUNT } from "../access/accounts";
import { policyUsers, type StoreProduct } from "../stores/store";
import { exactlyOne } from "../validation/exactly-one";
import { patternCheck, type EditorCheck } from "../validation/editor-check";
import { patternRule } from "../validation/pattern-rule";
import type { Reason } from "../validation/problem";
import { nested, type Rule, type Rules } from "../validation/rules";
import { STRING_OR_OUTPUT, subjectOf } from "../validation/shape";
import { hasUnknownMembers } from "../validation/sound-part";
import { slotRules } from "../validation/slots";
import {
  AccessKeySlot,
  keySlots,
  type BucketSettings,
  type GivenKeysSettings,
  type KeysSettings,
  type RoleSettings,
  type WriterSettings,
} from "./args";
import { credentialProblems } from "./credentials";
import { canLimitPlaces, ONLY_FROM_RULES, type AtStore } from "./validate-only-from";

/** What to do at a store where this library cannot create users. */
function onlyGiven(product: StoreProduct): string {
  const { title } = product;
  const user = policyUsers(product);
  if (user === undefined)
    return `create a key on ${title} yourself that may read, write and list the bucket, and set \`given\` with it`;
  return `create a user on ${title} yourself and set \`given\` with its key and its \`principal\`, "${user.example}"`;
}

function setOneWriter({ onlyFrom }: WriterSettings, { product }: AtStore): string {
  if (product?.can.writerKeys === false) return onlyGiven(product);
  const kinds = product?.can.iam === false ? "keys and given" : "keys, role and given";
  return onlyFrom === undefined
    ? `set exactly one of ${kinds}, or remove writer to get a key in slot a`
    : `set exactly one of ${kinds}, such as \`keys: {}\``;
}

/** Why the places of a request cannot be limited on a store. */
function whyNoPlaces(product: StoreProduct | undefined): string {
  return product?.can.bucketPolicy === true
    ? "whose policies do not see the real address of a client"
    : "where a limit for the key would refuse the presigned URLs in browsers too";
}

/** Why no policy limits a given key whose user is unknown, and what to do. */
function unenforced(product: StoreProduct | undefined): string {
  const remedy =
    product !== undefined && policyUsers(product) === undefined
      ? `remove it and limit the key in the settings of ${product.title}`
      : "set `given.principal`, or remove it";
  return `is not enforced, because \`given\` has no principal, so no policy of this library applies to the key; ${remedy}`;
}

/** Why a store cannot have a writer of this kind, and which one it can have; undefined if it can. */
function unsupportedWriter(kind: "keys" | "role", product: StoreProduct): string | undefined {
  const { can, title } = product;
  if (kind === "keys" ? can.writerKeys : can.iam) return undefined;
  const why = can.iam ? `this library cannot create keys on ${title}` : `${title} has no IAM`;
  const remedy = kind === "role" && can.writerKeys ? "set `keys` instead" : onlyGiven(product);
  return `is not supported, because ${why}; ${remedy}`;
}

const BY_DEFAULT = keySlots({});
const slotsOf = ({ slots = BY_DEFAULT.slots }: KeysSettings): AccessKeySlot[] => slots;
const currentOf = ({ current = BY_DEFAULT.current }: KeysSettings): AccessKeySlot => current;

const KEYS_RULES: Rules<KeysSettings> = [
  ...slotRules(AccessKeySlot.A),
  {
    at: "inactive[]",
    code: "key-inactive-current",
    isValid: (slot, keys) => slot !== currentOf(keys),
    message: "is the key in the env block, so the app would be locked out; change `current` first",
  },
  {
    at: "inactive[]",
    code: "key-inactive-slot",
    // An empty list of slots is reported already.
    isValid: (slot, keys) =>
      slot === currentOf(keys) || slotsOf(keys).length === 0 || slotsOf(keys).some((one) => one === slot),
    message: "is not in slots; remove it",
  },
  patternRule(
    "permissionsBoundary",
    "permissions-boundary",
    // A policy of the account's own or of AWS's: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
    /^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/([\x21-\x7e]+\/)?[\w+=,.@-]{1,128}$/,
    `is not the ARN of a managed policy; use one such as "arn:aws:iam::${EXAMPLE_ACCOUNT}:policy/boundary" (it is on the policy's page in the IAM console)`,
  ),
];

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;

const ROLE_RULES: Rules<RoleSettings> = [
  // The name may be an output, which AWS then checks.
  {
    at: "roleName",
    reasons: roleNameProblems,
    editor: patternCheck(
      ROLE_NAME,
      'is not a valid role name; use 1 to 64 letters, digits and "_+=,.@-" (the name, not the ARN)',
    ),
  },
  {
    at: "profile",
    code: "session-profile-empty",
    isValid: (name: string) => name.trim() !== "",
    editor: { pattern: /\S/ },
    message: "is empty; set the name of a profile, or remove it",
  },
];

// Values that are outputs are seen only when the env block is made, which then refuses them in the same words.
const GIVEN_RULES: Rules<GivenKeysSettings, AtStore> = [
  ...(["accessKeyId", "secretAccessKey", "sessionToken"] as const).map(
    (member): Rule<GivenKeysSettings, AtStore> => ({
      at: member,
      reasons: credentialProblems,
      editor: { least: 1 },
    }),
  ),
  {
    at: "principal",
    reasons: (arn: string, _, { product }) =>
      (product?.user?.problems(arn) ?? []).map(({ code, message }) => ({
        code,
        message: `${subjectOf(STRING_OR_OUTPUT, arn)}${message}`,
      })),
  },
];

export const WRITER_RULES: Rules<WriterSettings, AtStore> = [
  ...exactlyOne<WriterSettings, AtStore>(["keys", "role", "given"], {
    none: {
      code: "writer-choice",
      message: (writer, context) => `does not set keys, role or given; ${setOneWriter(writer, context)}`,
    },
    several: { code: "writer-choice", remedy: setOneWriter },
  }),
  nested("keys", KEYS_RULES),
  nested("role", ROLE_RULES),
  nested("given", GIVEN_RULES, (_, context) => context),
  nested("onlyFrom", ONLY_FROM_RULES, (_, context) => context),
  {
    at: "onlyFrom",
    code: "only-from-store",
    when: ({ onlyFrom }, { product }) => onlyFrom !== undefined && !canLimitPlaces(product),
    message: (_, { product }) => `is not supported on ${product?.title}, ${whyNoPlaces(product)}; remove it`,
  },
  {
    at: "onlyFrom",
    code: "only-from-unenforced",
    when: ({ keys, role, given, onlyFrom }, { product }) =>
      onlyFrom !== undefined &&
      canLimitPlaces(product) &&
      keys === undefined &&
      role === undefined &&
      given !== undefined &&
      given.principal === undefined &&
      !hasUnknownMembers(given),
    editor: {
      isRefused: true,
      when: [{ at: "given" }, { at: "given.principal", isNot: true }],
      message: "is not enforced, because `given` has no principal; set `given.principal`, or remove it",
    },
    message: (_, { product }) => unenforced(product),
  },
  ...(["keys", "role"] as const).map((kind): Rule<WriterSettings, AtStore> => ({
    at: kind,
    findings(writer, { product }) {
      if (writer[kind] === undefined || product === undefined) return [];
      const message = unsupportedWriter(kind, product);
      return message === undefined ? [] : [{ code: "writer-needs-iam", message }];
    },
  })),
  {
    // For a store whose keys are no IAM users, such as the tokens of R2.
    at: "keys.permissionsBoundary",
    code: "writer-needs-iam",
    when: ({ keys }, { product }) =>
      keys?.permissionsBoundary !== undefined && product?.can.writerKeys === true && !product.can.iam,
    message: (_, { product }) => `is not supported, because ${product?.title} has no IAM; remove it`,
  },
];

/** A store whose users this library cannot create needs a writer. */
export const MISSING_WRITER_RULE: Rule<Pick<BucketSettings, "writer">, AtStore> = {
  at: "writer",
  findings: ({ writer }, { product }) =>
    writer !== undefined || product === undefined || product.can.writerKeys
      ? []
      : [
          {
            code: "missing-member",
            message: `is missing, and this library cannot create users on ${product.title}; ${onlyGiven(product)}`,
          },
        ],
};

/** The parts of credentials that only some apps read, for an app that reads neither. */
export function unusedCredentialRules(app: string): Rules<Pick<BucketSettings, "writer">> {
  const message = `is not read by ${app}; remove it`;
  const editor: EditorCheck = { isRefused: true, message };
  return [
    {
      at: "writer.given.sessionToken",
      editor,
      code: "credential-unused",
      when: ({ writer }) => writer?.given?.sessionToken !== undefined,
      message,
    },
    {
      at: "writer.role.profile",
      editor,
      code: "credential-unused",
      when: ({ writer }) => writer?.role?.profile !== undefined,
      message,
    },
  ];
}

function roleNameProblems(name: string): Reason[] {
  if (ROLE_NAME.test(name)) return [];
  const last = /:role\/(?:.*\/)?([\w+=,.@-]{1,64})$/.exec(name)?.[1];
  if (last !== undefined) {
    return [{ code: "role-name-arn", message: `"${name}" is the ARN of a role; set its name, "${last}"` }];
  }
  const message = `"${name}" is not a valid role name; use 1 to 64 letters, digits and "_+=,.@-"`;
  return [{ code: "role-name", message }];
}
