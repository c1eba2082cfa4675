import { arn, bucket, testRefused, without, type Refused } from "./lint-cases";

testRefused([
  ["an action that is no text", bucket({ Action: [1] }), "Statement[0].Action[0]", "statement-value-type"],
  ["an empty action", bucket({ Action: "" }), "Statement[0].Action", "statement-value-type"],
  ["an action without service", bucket({ Action: "GetObject" }), "Statement[0].Action", "action-format"],
  ["an action of another service", bucket({ Action: "ec2:*" }), "Statement[0].Action", "action-service"],
  ...[
    "s3:GetBuc\u212AetLocation",
    "s3:GetBuc\u212Aet*",
    "ſ3:GetObject",
    "s3:GetObject\u200b",
    "s3:ＧetObject",
  ].map((Action): Refused => [
    `letters that only look alike, as in ${JSON.stringify(Action)}`,
    bucket({ Action, Resource: [arn, `${arn}/*`] }),
    "Statement[0].Action",
    Action.startsWith("s3:") ? "action-unknown" : "action-service",
  ]),
  ["a misspelt action", bucket({ Action: "s3:GetObjectt" }), "Statement[0].Action", "action-unknown"],
  ["an API call", bucket({ Action: "s3:headobject" }), "Statement[0].Action", "action-unknown"],
  [
    "a wildcard that matches nothing",
    bucket({ Action: "s3:Frobnicate*" }),
    "Statement[0].Action",
    "action-unknown",
  ],
  [
    "swapped: list on objects",
    bucket({ Action: ["s3:GetObject", "s3:ListBucket"] }),
    "Statement[0].Action[1]",
    "action-resource-mismatch",
  ],
  [
    "swapped: read on the bucket",
    bucket({ Resource: arn }),
    "Statement[0].Action",
    "action-resource-mismatch",
  ],
  [
    "an action of the account",
    bucket({ Action: "s3:ListAllMyBuckets" }),
    "Statement[0].Action",
    "action-resource-mismatch",
  ],
  ["a resource that is no ARN", bucket({ Resource: "media/*" }), "Statement[0].Resource", "resource-arn"],
  ["a short ARN", bucket({ Resource: "arn:aws:s3*" }), "Statement[0].Resource", "resource-arn"],
  [
    "a resource of another service",
    bucket({ Resource: "arn:aws:sqs:::q" }),
    "Statement[0].Resource",
    "resource-service",
  ],
  [
    "a resource without bucket",
    bucket({ Resource: "arn:aws:s3:::" }),
    "Statement[0].Resource",
    "resource-bucket-missing",
  ],
  [
    "a bucket with region",
    bucket({ Resource: "arn:aws:s3:eu-west-1::b/*" }),
    "Statement[0].Resource",
    "resource-account",
  ],
  [
    "an unknown variable",
    bucket({ Resource: `${arn}/\${aws:SourceIp}/*` }),
    "Statement[0].Resource",
    "variable-unknown",
  ],
  [
    "a variable with a default",
    bucket({ Resource: `${arn}/\${aws:PrincipalTag/a, 'b'}/*` }),
    "Statement[0].Resource",
    "variable-unknown",
  ],
  [
    "a negated variable",
    without("Resource", { NotResource: `${arn}/\${aws:username}/*` }),
    "Statement[0].NotResource",
    "variable-negated",
  ],
]);
