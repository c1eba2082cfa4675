import { evaluate, type Principal } from "../../access/evaluate";
import { policyProblems } from "../../access/lint";
import type { PolicyDocument, Statement } from "../../access/policy";
import { document } from "../../access/statements";
import { arn, bucket, type Refused, testRefused, without } from "./lint-cases";

testRefused([
  [
    "no Principal",
    without("Principal"),
    "p.Statement[0].Principal",
    "is missing, so the statement is about nobody",
  ],
  [
    "both principals",
    bucket({ Effect: "Deny", NotPrincipal: { AWS: "111111111111" } }),
    "p.Statement[0].NotPrincipal",
    "stands beside Principal",
  ],
  [
    "a principal that names nobody",
    bucket({ Principal: {} }),
    "p.Statement[0].Principal",
    "is {}, which names nobody",
  ],
  [
    "a principal as text",
    bucket({ Principal: "111111111111" }),
    "p.Statement[0].Principal",
    'is "111111111111", which names nobody',
  ],
  ["no principals", bucket({ Principal: { AWS: [] } }), "p.Statement[0].Principal.AWS", "is an empty list"],
  [
    "another kind of principal",
    bucket({ Principal: { CanonicalUser: "79a5" } }),
    "p.Statement[0].Principal.CanonicalUser",
    "is a kind of principal that cannot be checked here",
  ],
  [
    "a principal that is none",
    bucket({ Principal: { AWS: "alice" } }),
    "p.Statement[0].Principal.AWS",
    'is "alice", which is no principal',
  ],
  [
    "a unique id",
    bucket({ Principal: { AWS: "AIDACKCEVSQ6C2EXAMPLE" } }),
    "p.Statement[0].Principal.AWS",
    "which is no principal",
  ],
  [
    "a wildcard in a principal",
    bucket({ Principal: { AWS: "arn:aws:iam::111111111111:user/*" } }),
    "p.Statement[0].Principal.AWS",
    "AWS takes no wildcards within a principal",
  ],
  ...(
    [
      ["a wildcard as account", "arn:aws:iam::*:root", "AWS takes no wildcards within a principal"],
      [
        "a wildcard as partition",
        "arn:*:iam::123456789012:root",
        "AWS takes no wildcards within a principal",
      ],
      ["a wildcard in a word", "alice*", "AWS takes no wildcards within a principal"],
      ["a variable", "arn:aws:iam::111111111111:user/${aws:username}", "AWS takes no wildcards"],
      ["no account", "arn:aws:iam:::root", 'and "" is no account; write its 12 digits'],
      ["a role without account", "arn:aws:iam:::role/app", 'and "" is no account; write its 12 digits'],
      ["a session without account", "arn:aws:sts:::federated-user/a", 'and "" is no account'],
      ["anonymous as account", "arn:aws:iam::anonymous:root", 'and "anonymous" is no account; write its 12'],
      ["aws as account", "arn:aws:iam::aws:policy/x", 'and "aws" is no account; write its 12 digits'],
      ["an account of 11 digits", "arn:aws:iam::11111111111:root", 'and "11111111111" is no account'],
      [
        "an origin access identity",
        "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1",
        'write "cloudfront.amazonaws.com" and set sourceArns to the ARN of the distribution',
      ],
      [
        "an unknown partition",
        "arn:azure:iam::111111111111:root",
        'and "azure" is no partition of AWS; write "arn:aws:"',
      ],
      [
        "a region",
        "arn:aws:iam:us-east-1:111111111111:user/a",
        'users and roles have no region; write "arn:aws:iam::111111111111:user/a"',
      ],
      [
        "a group",
        "arn:aws:iam::111111111111:group/x",
        '"group/x" is nobody who can sign a request, so AWS refuses the policy; write "user/<name>", "role/<name>" or "root"',
      ],
      ["a policy", "arn:aws:iam::111111111111:policy/x", '"policy/x" is nobody who can sign a request'],
      ["a user without a name", "arn:aws:iam::111111111111:user/", '"user/" is nobody'],
      ["a user of Ceph without a name", "arn:aws:iam:::user/", 'and "" is no account'],
      ["a root user of sorts", "arn:aws:iam::111111111111:root/x", '"root/x" is nobody'],
      [
        "a role of sts",
        "arn:aws:sts::111111111111:role/x",
        'write "assumed-role/<role>/<session>" or "federated-user/<name>" after the account',
      ],
      [
        "a role without its session",
        "arn:aws:sts::111111111111:assumed-role/x",
        '"assumed-role/x" is nobody',
      ],
      ["another service", "arn:aws:s3:::media", "which is no principal; write the ARN of a user or role"],
      ["an ARN cut short", "arn:aws:iam::111111111111", "which is no principal; write the ARN of a user"],
    ] as const
  ).map(([name, AWS, message]): Refused => {
    return [name, bucket({ Principal: { AWS } }), "p.Statement[0].Principal.AWS", message];
  }),
  [
    "a service that is none",
    bucket({ Principal: { Service: "cloudfront" } }),
    "p.Statement[0].Principal.Service",
    "which is no service principal",
  ],
  [
    "NotPrincipal with Allow",
    without("Principal", { NotPrincipal: { AWS: "111111111111" } }),
    "p.Statement[0].NotPrincipal",
    "stands in an Allow, which lets in everyone who is not listed",
  ],
  [
    "NotPrincipal *",
    without("Principal", { Effect: "Deny", NotPrincipal: "*" }),
    "p.Statement[0].NotPrincipal",
    "leaves out everyone, so the statement never applies",
  ],
  [
    "NotPrincipal without the account",
    without("Principal", { Effect: "Deny", NotPrincipal: { AWS: "arn:aws:iam::111111111111:user/a" } }),
    "p.Statement[0].NotPrincipal",
    'write "arn:aws:iam::111111111111:root" beside it',
  ],
  [
    "NotPrincipal without the account, in another partition",
    without("Principal", { Effect: "Deny", NotPrincipal: { AWS: "arn:aws-cn:iam::111111111111:user/a" } }),
    "p.Statement[0].NotPrincipal",
    'write "arn:aws-cn:iam::111111111111:root" beside it',
  ],
  [
    "NotPrincipal with a user of Ceph, which has no account",
    without("Principal", { Effect: "Deny", NotPrincipal: { AWS: "arn:aws:iam:::user/a" } }),
    "p.Statement[0].NotPrincipal",
    "which has no account that could be left out with it; write who is to be denied as Principal",
  ],
]);

test.each([
  "*",
  "111111111111",
  "arn:aws:iam::111111111111:root",
  "arn:aws-cn:iam::111111111111:root",
  "arn:aws-us-gov:iam::111111111111:user/a",
  "arn:aws-eusc:iam::111111111111:role/app/writer",
  "arn:aws-iso:iam::111111111111:role/writer",
  "arn:aws-iso-b:iam::111111111111:role/writer",
  "arn:aws:sts::111111111111:assumed-role/writer/session",
  "arn:aws:sts::111111111111:federated-user/a",
  "arn:aws:iam:::user/mastodon",
])("accepts %s", (AWS) => {
  expect(policyProblems(bucket({ Principal: { AWS } }), "bucket", "p")).toEqual([]);
});

/** Most of them stand for everyone or all accounts if one takes them literally. */
const malformed = [
  "arn:aws:iam::*:root",
  "arn:*:iam::111111111111:root",
  "arn:aws:iam::anonymous:root",
  "arn:aws:iam:us-east-1:111111111111:root",
  "arn:aws:iam::111111111111:group/x",
  "arn:aws:iam::aws:policy/x",
  "arn:aws:iam::*:user/alice",
];
const askers: Principal[] = [
  { kind: "anonymous" },
  { kind: "aws", arn: "arn:aws:iam::111111111111:user/alice", accountId: "111111111111" },
  { kind: "aws", arn: "arn:aws:iam::222222222222:user/bob", accountId: "222222222222" },
  { kind: "aws", arn: "arn:aws:iam::222222222222:root", accountId: "222222222222" },
];

test.each(malformed)("%s lets nobody in and leaves nobody out", (AWS) => {
  const everything: PolicyDocument = document([{ Effect: "Allow", Action: "s3:*", Resource: "*" }]);
  const rest = { Action: "s3:GetObject", Resource: `${arn}/*` };
  const ask = (principal: Principal, ...statements: Statement[]) =>
    evaluate(
      { principal, action: "s3:GetObject", resource: `${arn}/a` },
      {
        bucketAccountId: "333333333333",
        bucketPolicy: document(statements),
        identityPolicies: [everything],
      },
    ).effect;
  const allow: Statement = { Effect: "Allow", Principal: { AWS }, ...rest };
  const open: Statement = { Effect: "Allow", Principal: "*", ...rest };
  const deny: Statement = { Effect: "Deny", NotPrincipal: { AWS }, ...rest };
  for (const principal of askers) {
    expect(ask(principal, allow)).toBe("implicit-deny");
    expect(ask(principal, open, deny)).toBe("explicit-deny");
  }
});

test.each(malformed)("%s is nobody's root user", (root) => {
  const request = { action: "s3:GetObject", resource: `${arn}/a` };
  const principal: Principal = { kind: "aws", arn: root, accountId: "111111111111" };
  expect(evaluate({ ...request, principal }, { bucketAccountId: "111111111111" }).effect).toBe(
    "implicit-deny",
  );
});
