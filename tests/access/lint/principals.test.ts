import { evaluate, type Principal } from "../../../access/evaluate";
import { policyFindings } from "../../../access/lint";
import type { PolicyDocument, Statement } from "../../../access/policy";
import { document } from "../../../access/statements";
import { arn, bucket, type Refused, testRefused, without } from "./cases";

testRefused([
  ["no Principal", without("Principal"), "Statement[0].Principal", "statement-member-missing"],
  [
    "both principals",
    bucket({ Effect: "Deny", NotPrincipal: { AWS: "111111111111" } }),
    "Statement[0].NotPrincipal",
    "statement-both-members",
  ],
  ["a principal that names nobody", bucket({ Principal: {} }), "Statement[0].Principal", "principal-nobody"],
  [
    "a principal as a string",
    bucket({ Principal: "111111111111" }),
    "Statement[0].Principal",
    "principal-nobody",
  ],
  ["no principals", bucket({ Principal: { AWS: [] } }), "Statement[0].Principal.AWS", "statement-list-empty"],
  [
    "another kind of principal",
    bucket({ Principal: { CanonicalUser: "79a5" } }),
    "Statement[0].Principal.CanonicalUser",
    "principal-kind",
  ],
  [
    "an invalid principal",
    bucket({ Principal: { AWS: "alice" } }),
    "Statement[0].Principal.AWS",
    "principal-arn",
  ],
  [
    "a unique id",
    bucket({ Principal: { AWS: "AIDACKCEVSQ6C2EXAMPLE" } }),
    "Statement[0].Principal.AWS",
    "principal-arn",
  ],
  [
    "a wildcard in a principal",
    bucket({ Principal: { AWS: "arn:aws:iam::111111111111:user/*" } }),
    "Statement[0].Principal.AWS",
    "principal-wildcard",
  ],
  ...(
    [
      ["a wildcard as account", "arn:aws:iam::*:root", "principal-wildcard"],
      ["a wildcard as partition", "arn:*:iam::123456789012:root", "principal-wildcard"],
      ["a wildcard in a word", "alice*", "principal-wildcard"],
      ["a variable", "arn:aws:iam::111111111111:user/${aws:username}", "principal-wildcard"],
      ["no account", "arn:aws:iam:::root", "principal-account"],
      ["a role without account", "arn:aws:iam:::role/app", "principal-account"],
      ["a session without account", "arn:aws:sts:::federated-user/a", "principal-account"],
      ["anonymous as account", "arn:aws:iam::anonymous:root", "principal-account"],
      ["aws as account", "arn:aws:iam::aws:policy/x", "principal-account"],
      ["an account of 11 digits", "arn:aws:iam::11111111111:root", "principal-account"],
      [
        "an origin access identity",
        "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1",
        "principal-origin-access-identity",
      ],
      ["an unknown partition", "arn:azure:iam::111111111111:root", "principal-partition"],
      ["a region", "arn:aws:iam:us-east-1:111111111111:user/a", "principal-region"],
      ["a group", "arn:aws:iam::111111111111:group/x", "principal-resource"],
      ["a policy", "arn:aws:iam::111111111111:policy/x", "principal-resource"],
      ...["user/al\u0131ce", "user/alice ", "user/alice\u200b", "role/a b", "user/a:b"].map(
        (resource): [string, string, Refused[3]] => [
          `the name ${JSON.stringify(resource)}, which IAM does not allow,`,
          `arn:aws:iam::111111111111:${resource}`,
          "principal-resource",
        ],
      ),
      ["a user without a name", "arn:aws:iam::111111111111:user/", "principal-resource"],
      ["a user of Ceph without a name", "arn:aws:iam:::user/", "principal-account"],
      ["a resource that begins with root", "arn:aws:iam::111111111111:root/x", "principal-resource"],
      ["a role of sts", "arn:aws:sts::111111111111:role/x", "principal-resource"],
      ["a role without its session", "arn:aws:sts::111111111111:assumed-role/x", "principal-resource"],
      ["another service", "arn:aws:s3:::media", "principal-arn"],
      ["an ARN cut short", "arn:aws:iam::111111111111", "principal-arn"],
    ] as const
  ).map(([name, AWS, code]): Refused => {
    return [name, bucket({ Principal: { AWS } }), "Statement[0].Principal.AWS", code];
  }),
  [
    "an invalid service",
    bucket({ Principal: { Service: "cloudfront" } }),
    "Statement[0].Principal.Service",
    "principal-service",
  ],
  [
    "NotPrincipal with Allow",
    without("Principal", { NotPrincipal: { AWS: "111111111111" } }),
    "Statement[0].NotPrincipal",
    "not-principal-allow",
  ],
  [
    "NotPrincipal *",
    without("Principal", { Effect: "Deny", NotPrincipal: "*" }),
    "Statement[0].NotPrincipal",
    "not-principal-everyone",
  ],
  [
    "NotPrincipal without the account",
    without("Principal", { Effect: "Deny", NotPrincipal: { AWS: "arn:aws:iam::111111111111:user/a" } }),
    "Statement[0].NotPrincipal",
    "not-principal-account",
  ],
  [
    "NotPrincipal without the account, in another partition",
    without("Principal", { Effect: "Deny", NotPrincipal: { AWS: "arn:aws-cn:iam::111111111111:user/a" } }),
    "Statement[0].NotPrincipal",
    "not-principal-account",
  ],
  [
    "NotPrincipal with a user of Ceph, which has no account",
    without("Principal", { Effect: "Deny", NotPrincipal: { AWS: "arn:aws:iam:::user/a" } }),
    "Statement[0].NotPrincipal",
    "not-principal-account",
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
  expect(policyFindings(bucket({ Principal: { AWS } }), "bucket")).toEqual([]);
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

test.each(malformed)("%s neither matches nor excludes anybody", (AWS) => {
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

test.each(malformed)("%s is not a root user", (root) => {
  const request = { action: "s3:GetObject", resource: `${arn}/a` };
  const principal: Principal = { kind: "aws", arn: root, accountId: "111111111111" };
  expect(evaluate({ ...request, principal }, { bucketAccountId: "111111111111" }).effect).toBe(
    "implicit-deny",
  );
});
