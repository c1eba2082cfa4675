import { policyProblems } from "../../access/lint";
import { denyInsecureTransport, document, publicRead, writer } from "../../access/statements";
import { arn, bucket, good, testRefused, without } from "./lint-cases";

testRefused([
  ["no document", "{}", "p", "policy-type"],
  ["an old version", { Version: "2008-10-17", Statement: [good] }, "p.Version", "policy-version"],
  ["no version", { Statement: [good] }, "p.Version", "policy-version"],
  [
    "an unknown member",
    { Version: "2012-10-17", Statement: [good], Statements: [] },
    "p.Statements",
    "statement-member-unknown",
  ],
  ["no statements", { Version: "2012-10-17", Statement: [] }, "p.Statement", "policy-statements"],
  ["a lone statement", { Version: "2012-10-17", Statement: good }, "p.Statement", "policy-statements"],
  [
    "a statement that is none",
    { Version: "2012-10-17", Statement: ["x"] },
    "p.Statement[0]",
    "statement-type",
  ],
  [
    "an unknown member of a statement",
    bucket({ Actions: [] }),
    "p.Statement[0].Actions",
    "statement-member-unknown",
  ],
  [
    "two statements of a name",
    {
      Version: "2012-10-17",
      Statement: [
        { ...good, Sid: "A" },
        { ...good, Sid: "A" },
      ],
    },
    "p.Statement[1].Sid",
    "statement-sid-twice",
  ],
  ["an empty Sid", bucket({ Sid: "" }), "p.Statement[0].Sid", "statement-sid-type"],
  ["a Sid that is no text", bucket({ Sid: 1 }), "p.Statement[0].Sid", "statement-sid-type"],
  ["an Effect in lower case", bucket({ Effect: "allow" }), "p.Statement[0].Effect", "statement-effect"],
  ["no Effect", without("Effect"), "p.Statement[0].Effect", "statement-effect"],
  ["no Action", without("Action"), "p.Statement[0].Action", "statement-member-missing"],
  ["no Resource", without("Resource"), "p.Statement[0].Resource", "statement-member-missing"],
  ["both actions", bucket({ NotAction: "s3:*" }), "p.Statement[0].NotAction", "statement-both-members"],
  ["both resources", bucket({ NotResource: arn }), "p.Statement[0].NotResource", "statement-both-members"],
  ["no actions", bucket({ Action: [] }), "p.Statement[0].Action", "statement-list-empty"],
  ["no resources", bucket({ Resource: [] }), "p.Statement[0].Resource", "statement-list-empty"],
]);

test("says all problems at once", () => {
  const problems = policyProblems(
    { Version: 1, Statement: [{ Effect: "x" }, { ...good, Action: "s3:X" }] },
    "bucket",
    "",
  );
  expect(problems.map(({ path }) => path)).toEqual([
    "Version",
    "Statement[0].Effect",
    "Statement[0].Action",
    "Statement[0].Resource",
    "Statement[0].Principal",
    "Statement[1].Action",
  ]);
});

describe("in the policy of a user or role", () => {
  const identity = (change: object): unknown => without("Principal", change);

  test("refuses a Principal", () => {
    expect(policyProblems(bucket({}), "identity", "")).toEqual([
      {
        code: "principal-in-identity-policy",
        path: "Statement[0].Principal",
        message: expect.stringContaining("has no place here") as string,
      },
    ]);
  });

  test("refuses a Sid that is not alphanumeric, which buckets accept", () => {
    expect(policyProblems(identity({ Sid: "my-objects" }), "identity", "")).toEqual([
      {
        code: "statement-sid-characters",
        path: "Statement[0].Sid",
        message: expect.stringContaining('write "myobjects"') as string,
      },
    ]);
    expect(policyProblems(bucket({ Sid: "my-objects" }), "bucket", "")).toEqual([]);
  });

  test.each([
    ["an action of the account on *", { Action: "s3:ListAllMyBuckets", Resource: "*" }],
    ["an action of the account on all of S3", { Action: "s3:ListAllMyBuckets", Resource: "arn:aws:s3:::*" }],
    [
      "an access point",
      { Action: "s3:GetAccessPointPolicy", Resource: "arn:aws:s3:eu-west-1:111111111111:accesspoint/a" },
    ],
  ])("accepts %s", (_, change) => {
    expect(policyProblems(identity(change), "identity", "")).toEqual([]);
  });
});

test.each([
  ["our own statements", [publicRead(arn, ["a/"]), denyInsecureTransport(arn)]],
  ["a wildcard action that fits in part", [{ ...good, Action: "s3:*" }]],
  [
    "a pattern that reaches from the bucket into it",
    [{ ...good, Action: "s3:ListBucket", Resource: "arn:aws:s3:::med*" }],
  ],
  ["*", [{ ...good, Action: "*", Resource: "*" }]],
  [
    "NotResource, whatever the action",
    [{ Effect: "Allow", Principal: "*", Action: "s3:ListBucket", NotResource: arn }],
  ],
  ["NotAction", [{ Effect: "Deny", Principal: "*", NotAction: "s3:GetObject", Resource: arn }]],
  ["a user of Ceph", [{ ...good, Principal: { AWS: "arn:aws:iam:::user/mastodon" } }]],
  ["a bucket with wildcards where AWS has nothing", [{ ...good, Resource: "arn:aws:s3:*:*:media/*" }]],
  [
    "variables that are known",
    [{ ...good, Resource: `${arn}/\${aws:username}/\${*}/\${aws:PrincipalTag/team}*` }],
  ],
  [
    "escapes where they stand for themselves",
    [{ ...good, Condition: { StringNotLike: { "aws:Referer": "a${*}" } } }],
  ],
  [
    "NotPrincipal with the account",
    [
      {
        Effect: "Deny",
        NotPrincipal: { AWS: ["111111111111", "arn:aws:iam::111111111111:user/a"] },
        Action: "s3:*",
        Resource: arn,
      },
    ],
  ],
  [
    "NotPrincipal of a service",
    [
      {
        Effect: "Deny",
        NotPrincipal: { Service: "cloudfront.amazonaws.com" },
        Action: "s3:*",
        Resource: arn,
      },
    ],
  ],
  ["whether a multivalued key is there", [{ ...good, Condition: { Null: { "aws:TagKeys": "true" } } }]],
])("accepts %s", (_, Statement) => {
  expect(policyProblems({ Version: "2012-10-17", Id: "x", Statement }, "bucket", "")).toEqual([]);
});

test("accepts what writers get", () => {
  const policy = document(writer(arn, { objectActions: ["s3:PutObject"], bucketActions: ["s3:ListBucket"] }));
  expect(policyProblems(policy, "identity", "")).toEqual([]);
});
