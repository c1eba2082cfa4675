/** Forms of statements that AWS accepts, to test how a Ceph gateway evaluates them. */
import type { Statement } from "../../access/policy";
import { s3Actions } from "../../access/s3-actions";

export const BUCKET = "forms";
export const ARN = `arn:aws:s3:::${BUCKET}`;
const writer = { AWS: "arn:aws:iam:::user/writer" };
const read: Statement = { Effect: "Allow", Principal: writer, Action: "s3:GetObject", Resource: `${ARN}/*` };
const allow = (change: Partial<Statement>): Statement[] => [{ ...read, ...change }];
/** The writer may do everything except what the statement denies. */
const deny = (change: Partial<Statement>): Statement[] => [
  { ...read, Action: "s3:*", Resource: [ARN, `${ARN}/*`] },
  { ...read, Effect: "Deny", ...change },
];
const without = (member: "Action" | "Resource" | "Principal", statements: Statement[]): Statement[] =>
  statements.map((statement, i) => {
    const isLast = i === statements.length - 1;
    const kept = Object.entries(statement).filter(([name]) => !isLast || name !== member);
    return Object.fromEntries(kept) as unknown as Statement;
  });

const principals = [
  "*",
  "arn:aws:iam:::user/writer",
  "arn:aws:iam:::user/anonymous",
  "arn:aws:iam:::user/other",
  "arn:aws-cn:iam:::user/writer",
  "arn:aws:iam::111111111111:user/writer",
  "arn:aws:iam::111111111111:role/writer",
  "arn:aws:iam::111111111111:root",
  "arn:aws:sts::111111111111:assumed-role/writer/session",
  "111111111111",
];

const resources = [
  "*",
  "arn:*:s3:::forms/*",
  "arn:aws:s3:::*",
  "arn:aws-cn:s3:::forms/*",
  "arn:aws:s3::*:forms/*",
  `${ARN}*`,
  `${ARN}/accounts/*`,
  `${ARN}/accounts/a:b`,
  `${ARN}/accounts/?`,
  `${ARN}/ACCOUNTS/*`,
  `${ARN}/*/a`,
  `${ARN}/accounts/ü`,
  `${ARN}/accounts/`,
  `${ARN}/accounts`,
  `${ARN}/[a]ccounts/*`,
  `${ARN}/acc\\*`,
  `${ARN}/\${aws:username}/*`,
  `${ARN}/acc\${*}`,
];

const actions = [
  "*",
  "s3:*",
  "S3:getobject",
  "s3:?etObject",
  "s3:Get*",
  "s3:*Object",
  "s3:List*",
  "s3:GetObjectAttributes",
  "s3:GetObjectAttr*",
];

const conditions: Record<string, string | string[]>[][] = [
  ...["127.0.0.1", "127.0.0.0/8", "127.0.0.1/8", "10.0.0.0/8", "0.0.0.0/0", "::1", "::/0"].flatMap(
    (range) => [[{ IpAddress: range }], [{ NotIpAddress: range }]],
  ),
  [{ IpAddress: ["10.0.0.0/8", "127.0.0.1/32"] }],
  [{ NotIpAddress: ["10.0.0.0/8", "127.0.0.1/32"] }],
  [{ IpAddressIfExists: "127.0.0.1" }],
] as never;

/** A name, and the statements. */
export const FORMS: [name: string, statements: Statement[]][] = [
  ...principals.flatMap((AWS): [string, Statement[]][] => [
    [`Allow ${AWS}`, allow({ Principal: { AWS } })],
    [`Deny ${AWS}`, deny({ Principal: { AWS } })],
  ]),
  ['Principal "*"', allow({ Principal: "*" })],
  ["a list of principals", allow({ Principal: { AWS: ["arn:aws:iam:::user/other", writer.AWS] } })],
  ["Allow a service", allow({ Principal: { Service: "cloudfront.amazonaws.com" } })],
  ["Deny a service", deny({ Principal: { Service: "cloudfront.amazonaws.com" } })],
  ["a service beside a user", allow({ Principal: { ...writer, Service: "cloudfront.amazonaws.com" } })],
  [
    "a service for one source",
    allow({
      Principal: { Service: "cloudfront.amazonaws.com" },
      Condition: { ArnLike: { "aws:SourceArn": "arn:aws:cloudfront::111111111111:distribution/E" } },
    }),
  ],
  ["NotPrincipal", without("Principal", deny({ NotPrincipal: { AWS: "arn:aws:iam:::user/other" } }))],
  ...resources.flatMap((Resource): [string, Statement[]][] => [
    [`Allow on ${Resource}`, allow({ Resource })],
    [`Deny on ${Resource}`, deny({ Resource })],
    [`Allow but on ${Resource}`, without("Resource", allow({ NotResource: Resource }))],
    [`Deny but on ${Resource}`, without("Resource", deny({ NotResource: Resource }))],
  ]),
  ...actions.flatMap((Action): [string, Statement[]][] => [
    [`Allow ${Action}`, allow({ Action, Resource: [ARN, `${ARN}/*`] })],
    [`Deny ${Action}`, deny({ Action, Resource: [ARN, `${ARN}/*`] })],
  ]),
  ["Allow all actions but one", without("Action", allow({ NotAction: "s3:PutObject" }))],
  ["Deny all actions but one", without("Action", deny({ NotAction: "s3:PutObject" }))],
  ...conditions.flatMap((each): [string, Statement[]][] =>
    each.flatMap((written): [string, Statement[]][] => {
      const Condition = Object.fromEntries(
        Object.entries(written).map(([operator, value]) => [operator, { "aws:SourceIp": value }]),
      );
      const name = JSON.stringify(written);
      return [
        [`Allow if ${name}`, allow({ Condition })],
        [`Deny if ${name}`, deny({ Condition })],
      ];
    }),
  ),
  ...(
    [
      { Bool: { "aws:SecureTransport": "true" } },
      { Bool: { "aws:SecureTransport": "false" } },
      { BoolIfExists: { "aws:SecureTransport": "true" } },
      { BoolIfExists: { "aws:SecureTransport": "false" } },
      { IpAddress: { "aws:sourceip": "127.0.0.1" } },
      { StringEquals: { "aws:username": "writer" } },
      { StringNotEquals: { "aws:username": ["other", "writer"] } },
      { StringNotEquals: { "aws:PrincipalOrgID": "o-1" } },
      { Null: { "aws:PrincipalOrgID": "false" } },
      { ArnLike: { "aws:PrincipalArn": writer.AWS } },
      { StringEquals: { "aws:SourceVpce": "vpce-1" } },
      { "ForAllValues:StringEquals": { "aws:TagKeys": "a" } },
      { "ForAnyValue:StringNotEquals": { "aws:TagKeys": "a" } },
      { NumericGreaterThan: { "aws:EpochTime": "1000" } },
      { DateGreaterThan: { "aws:CurrentTime": "2020-01-01T00:00:00+02:00" } },
    ] as Statement["Condition"][]
  ).flatMap((Condition): [string, Statement[]][] => {
    const name = JSON.stringify(Condition);
    return [
      [`Allow if ${name}`, [{ ...read, Condition: Condition! }]],
      [`Deny if ${name}`, deny({ Condition: Condition! })],
    ];
  }),
  [
    "two statements",
    [
      { ...read, Sid: "one" },
      { ...read, Sid: "two ü" },
    ],
  ],
  ["a list of actions", allow({ Action: ["s3:GetObject", "s3:PutObject"] })],
];

/** Every action of AWS: that we accept one means that the gateway does, and the other way round. */
export const ACTION_FORMS = [...s3Actions].map(([name, actsOn]): [string, Statement[]] => [
  `s3:${name}`,
  allow({
    Action: `s3:${name}`,
    Resource: actsOn === "bucket" ? ARN : actsOn === "object" ? `${ARN}/*` : "*",
  }),
]);
