/** Unusual statements and policies: odd case, wildcards, letters that look like others. */
import * as fc from "fast-check";
import type { ConditionBlock, PolicyDocument, Statement, StatementPrincipal } from "../../access/policy";
import type { KnownStatement } from "../../storage/additional-statements";
import { abroad, bucketArn, choices, home } from "./condition-choices";

/** Letters that look like another one. Some equal it if case is ignored: U+017F is "s", U+212A is "k". */
const LIKE: Readonly<Record<string, string[]>> = {
  s: ["ſ", "ѕ", "ｓ"],
  k: ["\u212A", "ｋ"],
  a: ["а", "ａ", "á", "a\u0301"],
  o: ["о", "ｏ"],
  i: ["İ", "ı"],
  "*": ["＊", "**"],
  "/": ["／", "//", "%2F"],
  ":": ["：", "::"],
  "1": ["１", "¹"],
  ".": ["．", "。"],
};
const EXTRA = [
  "\u200b",
  "\ufeff",
  "\u00a0",
  "\u202e",
  "\0",
  "\n",
  " ",
  ".",
  "*",
  "?",
  "${*}",
  "${aws:username}",
];

/** A string, unchanged or with one change. */
function odd(text: string): fc.Arbitrary<string> {
  const letters = Array.from(text);
  const at = fc.nat(Math.max(0, letters.length - 1));
  const put = (i: number, by: string): string => letters.map((one, j) => (i === j ? by : one)).join("");
  return fc.oneof(
    { weight: 24, arbitrary: fc.constant(text) },
    at.chain((i) =>
      fc.constantFrom(...(LIKE[letters[i]?.toLowerCase() ?? ""] ?? [""])).map((by) => put(i, by)),
    ),
    at.map((i) => put(i, swapped(letters[i] ?? ""))),
    fc.constantFrom(text.toUpperCase(), text.toLowerCase()),
    fc.tuple(at, fc.constantFrom(...EXTRA)).map(([i, extra]) => put(i, `${letters[i] ?? ""}${extra}`)),
    fc.tuple(at, fc.constantFrom(...EXTRA)).map(([i, extra]) => put(i, extra)),
    fc.constantFrom(...EXTRA).map((extra) => text + extra),
  );
}

const swapped = (letter: string): string =>
  letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();

const some = (texts: readonly string[], maxLength = 2): fc.Arbitrary<string[]> =>
  fc.array(fc.constantFrom(...texts).chain(odd), { minLength: 1, maxLength });

const ACTIONS = [
  ...["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket", "s3:GetBucketPolicy", "s3:*", "*"],
  ...["s3:Get*", "s3:?etObject", "s3:*Object", "s3:PutObjectAcl", "s3:GetBucketTagging", "S3:getobject"],
];

/** The values that a statement can have on each store. */
export interface Words {
  arn: string;
  principals: readonly string[];
  sourceArns: readonly string[];
}

function resourcesOf({ arn }: Words): string[] {
  return [
    ...[
      arn,
      `${arn}/*`,
      `${arn}/accounts/*`,
      `${arn}/accounts/*`,
      `${arn}/accounts/a?b/*`,
      `${arn}/backups/*`,
    ],
    ...[`${arn}*`, `${arn}/accounts`, `${arn}/*/a`, `${arn}/accounts/../backups/*`, `${arn}/Accounts/*`],
  ];
}

/** Statements that are often valid. The tests use those that are accepted. */
export function foreignStatements(words: Words): fc.Arbitrary<KnownStatement[]> {
  const { principals, sourceArns } = words;
  const resources = resourcesOf(words);
  const statement = fc.record({
    effect: fc.constantFrom<KnownStatement["effect"]>("Allow", "Allow", "Deny"),
    principals: some(principals),
    actions: some(ACTIONS),
    resources: some(resources),
    sourceArns:
      sourceArns.length === 0 ? fc.constant(undefined) : fc.option(some(sourceArns), { nil: undefined }),
  });
  const one = fc.tuple(statement);
  return fc.oneof({ weight: 3, arbitrary: one }, fc.tuple(statement, statement)).map((all) =>
    all.map(({ sourceArns: sources, ...rest }, i) => ({
      sid: `Own${i}`,
      ...rest,
      ...(sources !== undefined && { sourceArns: sources }),
    })),
  );
}

/** The values that only whole policies can have. */
export interface PolicyWords extends Words {
  /** The principals of NotPrincipal: whole lists, because a server requires some names together. */
  leftOut: readonly (readonly string[])[];
  services: readonly string[];
  /** Operators with matching keys and values. */
  conditions: readonly { operators: string[]; keys: string[]; values: string[] }[];
}

/** A single value instead of a list of one, as policies often have. */
const oneOrMore = (texts: readonly string[]): fc.Arbitrary<string | string[]> =>
  fc.tuple(some(texts), fc.boolean()).map(([list, isOne]) => (isOne ? (list[0] ?? "") : list));

function foreignCondition({ conditions }: PolicyWords): fc.Arbitrary<ConditionBlock> {
  return fc
    .constantFrom(...conditions)
    .chain(({ operators, keys, values }) =>
      fc.tuple(
        fc.constantFrom(...operators).chain(odd),
        fc.constantFrom(...keys).chain(odd),
        oneOrMore(values),
      ),
    )
    .map(([operator, key, values]) => ({ [operator]: { [key]: values } }));
}

/**
 * Bucket policies with all that the statements of one's own cannot have: NotPrincipal, NotAction, NotResource and conditions. They
 * are often right, too, and about half of all statements are broad, since narrow ones seldom meet a request.
 */
export function foreignPolicies(words: PolicyWords): fc.Arbitrary<PolicyDocument> {
  const principal: fc.Arbitrary<StatementPrincipal> = fc.oneof(
    fc.constant<StatementPrincipal>("*"),
    oneOrMore(words.principals).map((AWS) => ({ AWS })),
    oneOrMore(words.services).map((Service) => ({ Service })),
    fc.record({ AWS: oneOrMore(words.principals), Service: oneOrMore(words.services) }),
  );
  const leftOut: fc.Arbitrary<StatementPrincipal> = fc
    .constantFrom(...words.leftOut)
    .chain((names) => fc.tuple(...names.map(odd)))
    .map((AWS) => ({ AWS }));
  const statement = fc
    .record({
      effect: fc.constantFrom<Statement["Effect"]>("Allow", "Allow", "Deny"),
      who: principal,
      leftOut,
      action: fc.oneof(fc.constant<string | string[]>("s3:*"), oneOrMore(ACTIONS)),
      resource: fc.oneof(
        fc.constant<string | string[]>([words.arn, `${words.arn}/*`]),
        oneOrMore(resourcesOf(words)),
      ),
      condition: fc.option(foreignCondition(words), { nil: undefined }),
      isLeftOut: fc.nat(9),
      isNotAction: fc.nat(3),
      isNotResource: fc.nat(3),
    })
    .map((made): Statement => ({
      Effect: made.effect,
      // In an Allow it is refused.
      ...(made.isLeftOut < (made.effect === "Deny" ? 5 : 1)
        ? { NotPrincipal: made.leftOut }
        : { Principal: made.who }),
      ...(made.isNotAction === 0 ? { NotAction: made.action } : { Action: made.action }),
      ...(made.isNotResource === 0 ? { NotResource: made.resource } : { Resource: made.resource }),
      ...(made.condition && { Condition: made.condition }),
    }));
  return fc
    .array(statement, { minLength: 1, maxLength: 2 })
    .map((Statement) => ({ Version: "2012-10-17", Statement }));
}

export const AWS_WORDS: Words = {
  arn: "arn:aws:s3:::social-media",
  principals: [
    ...["*", "111111111111", "arn:aws:iam::111111111111:root", "arn:aws:iam::111111111111:user/alice"],
    ...["arn:aws:iam::111111111111:role/app/backup", "arn:aws:sts::111111111111:assumed-role/backup/session"],
    ...["cloudfront.amazonaws.com", "cloudfront.amazonaws.com", "logging.s3.amazonaws.com"],
    ...["arn:aws:iam:::user/anonymous", "http://acs.amazonaws.com/groups/global/AllUsers", "anonymous"],
    ...["79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be", "accounts.google.com"],
  ],
  sourceArns: [
    "arn:aws:cloudfront::111111111111:distribution/E1",
    "arn:aws:cloudfront::111111111111:distribution/*",
    "arn:aws:s3:::*",
    "*",
  ],
};

export const CEPH_WORDS: Words = {
  arn: "arn:aws:s3:::social-media",
  principals: [
    ...["*", "arn:aws:iam:::user/other", "arn:aws:iam:::user/other", "arn:aws:iam:::user/writer"],
    ...["arn:aws:iam:::user/anonymous", "arn:aws:iam:::root", "arn:aws:iam::tenant:user/other"],
    ...["111111111111", "cloudfront.amazonaws.com", "other", "arn:aws:iam:::user/tenant$other"],
  ],
  sourceArns: [],
};

const alice = "arn:aws:iam::111111111111:user/alice";
/** For the bucket and the principals of the random requests in arbitraries.ts. */
export const AWS_POLICY_WORDS: PolicyWords = {
  ...AWS_WORDS,
  arn: bucketArn,
  leftOut: [
    [home],
    [abroad],
    [home, alice],
    [`arn:aws:iam::${home}:root`, `arn:aws:iam::${home}:role/app/writer`],
    [home, `arn:aws:sts::${home}:assumed-role/writer/session`, abroad],
    [alice],
    ["*"],
  ],
  services: ["cloudfront.amazonaws.com", "logging.s3.amazonaws.com"],
  conditions: choices,
};

const cephUser = (uid: string): string => `arn:aws:iam:::user/${uid}`;
export const CEPH_POLICY_WORDS: PolicyWords = {
  ...CEPH_WORDS,
  leftOut: [[cephUser("other")], [cephUser("writer")], [cephUser("other"), cephUser("writer")], ["*"]],
  services: ["cloudfront.amazonaws.com"],
  conditions: [
    {
      operators: ["IpAddress", "NotIpAddress", "IpAddressIfExists", "NotIpAddressIfExists"],
      keys: ["aws:SourceIp"],
      values: ["127.0.0.1", "127.0.0.0/8", "10.0.0.0/8", "2001:db8::/32", "0.0.0.0/0"],
    },
    { operators: ["Bool", "BoolIfExists"], keys: ["aws:SecureTransport"], values: ["true", "false"] },
    { operators: ["StringEquals", "StringLike"], keys: ["aws:username"], values: ["writer", "*"] },
  ],
};
