import { denyInsecureTransport, document, publicRead, writer } from "../../../access/statements";
import { arn, bucket, found, good, testRefused, without } from "./cases";

testRefused([
  ["no document", "{}", "", "policy-type"],
  ["an old version", { Version: "2008-10-17", Statement: [good] }, "Version", "policy-version"],
  ["no version", { Statement: [good] }, "Version", "policy-version"],
  [
    "an unknown member",
    { Version: "2012-10-17", Statement: [good], Statements: [] },
    "Statements",
    "statement-member-unknown",
  ],
  ["no statements", { Version: "2012-10-17", Statement: [] }, "Statement", "policy-statements"],
  ["a lone statement", { Version: "2012-10-17", Statement: good }, "Statement", "policy-statements"],
  ["an invalid statement", { Version: "2012-10-17", Statement: ["x"] }, "Statement[0]", "statement-type"],
  [
    "an unknown member of a statement",
    bucket({ Actions: [] }),
    "Statement[0].Actions",
    "statement-member-unknown",
  ],
  [
    "two statements with the same name",
    {
      Version: "2012-10-17",
      Statement: [
        { ...good, Sid: "A" },
        { ...good, Sid: "A" },
      ],
    },
    "Statement[1].Sid",
    "statement-sid-twice",
  ],
  ["an empty Sid", bucket({ Sid: "" }), "Statement[0].Sid", "statement-sid-type"],
  ["a Sid that is not a string", bucket({ Sid: 1 }), "Statement[0].Sid", "statement-sid-type"],
  ["an Effect in lower case", bucket({ Effect: "allow" }), "Statement[0].Effect", "statement-effect"],
  ["no Effect", without("Effect"), "Statement[0].Effect", "statement-effect"],
  ["no Action", without("Action"), "Statement[0].Action", "statement-member-missing"],
  ["no Resource", without("Resource"), "Statement[0].Resource", "statement-member-missing"],
  ["both actions", bucket({ NotAction: "s3:*" }), "Statement[0].NotAction", "statement-both-members"],
  ["both resources", bucket({ NotResource: arn }), "Statement[0].NotResource", "statement-both-members"],
  ["no actions", bucket({ Action: [] }), "Statement[0].Action", "statement-list-empty"],
  ["no resources", bucket({ Resource: [] }), "Statement[0].Resource", "statement-list-empty"],
]);

test("reports all problems at once", () => {
  const document = { Version: 1, Statement: [{ Effect: "x" }, { ...good, Action: "s3:X" }] };
  expect(found(document, "bucket").map(([path]) => path)).toEqual([
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

  test("cannot have a Principal", () => {
    expect(found(bucket({}), "identity")).toEqual([
      ["Statement[0].Principal", "principal-in-identity-policy"],
    ]);
  });

  test("cannot have a Sid that is not alphanumeric, which bucket policies can have", () => {
    expect(found(identity({ Sid: "my-objects" }), "identity")).toEqual([
      ["Statement[0].Sid", "statement-sid-characters"],
    ]);
    expect(found(bucket({ Sid: "my-objects" }), "bucket")).toEqual([]);
  });

  test.each([
    ["an action of the account on *", { Action: "s3:ListAllMyBuckets", Resource: "*" }],
    ["an action of the account on all of S3", { Action: "s3:ListAllMyBuckets", Resource: "arn:aws:s3:::*" }],
    [
      "an access point",
      { Action: "s3:GetAccessPointPolicy", Resource: "arn:aws:s3:eu-west-1:111111111111:accesspoint/a" },
    ],
  ])("accepts %s", (_, change) => {
    expect(found(identity(change), "identity")).toEqual([]);
  });
});

test.each([
  ["the library's own statements", [publicRead(arn, ["a/"]), denyInsecureTransport(arn)]],
  ["a wildcard action of which some actions match the resource", [{ ...good, Action: "s3:*" }]],
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
  [
    "a bucket with wildcards for the region and the account",
    [{ ...good, Resource: "arn:aws:s3:*:*:media/*" }],
  ],
  [
    "variables that are known",
    [{ ...good, Resource: `${arn}/\${aws:username}/\${*}/\${aws:PrincipalTag/team}*` }],
  ],
  ["escaped wildcards", [{ ...good, Condition: { StringNotLike: { "aws:Referer": "a${*}" } } }]],
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
  expect(found({ Version: "2012-10-17", Id: "x", Statement }, "bucket")).toEqual([]);
});

test("accepts the policies of writers", () => {
  const policy = document(writer(arn, { objectActions: ["s3:PutObject"], bucketActions: ["s3:ListBucket"] }));
  expect(found(policy, "identity")).toEqual([]);
});
