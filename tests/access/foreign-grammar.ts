/** Statements of an operator's own as people from elsewhere write them: odd case, wildcards, letters that only look alike. */
import * as fc from "fast-check";
import type { StatementArgs } from "../../apps/additional-statements";

/** Another look for a letter, of which some fold to it where case is ignored: U+017F to "s", U+212A to "k". */
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

/** A text with nothing or one thing about it changed. */
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

/** What there is to write on each store. */
export interface Words {
  arn: string;
  principals: readonly string[];
  sourceArns: readonly string[];
}

/** Statements that are often right: whoever uses them looks at those that are accepted. */
export function foreignStatements({ arn, principals, sourceArns }: Words): fc.Arbitrary<StatementArgs[]> {
  const resources = [
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
  const statement = fc.record({
    effect: fc.constantFrom<StatementArgs["effect"]>("Allow", "Allow", "Deny"),
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
