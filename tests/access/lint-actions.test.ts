import { arn, bucket, testRefused, without } from "./lint-cases";

testRefused([
  [
    "an action that is no text",
    bucket({ Action: [1] }),
    "p.Statement[0].Action[0]",
    'is 1, and policies compare texts only; write "1"',
  ],
  [
    "an empty action",
    bucket({ Action: "" }),
    "p.Statement[0].Action",
    'is "", and policies compare texts only; write a text',
  ],
  [
    "an action without service",
    bucket({ Action: "GetObject" }),
    "p.Statement[0].Action",
    "which is no action and never",
  ],
  [
    "an action of another service",
    bucket({ Action: "ec2:*" }),
    "p.Statement[0].Action",
    "an action of another service",
  ],
  [
    "a misspelt action",
    bucket({ Action: "s3:GetObjectt" }),
    "p.Statement[0].Action",
    'matches no S3 action: nobody warns, it just never applies; write "s3:GetObject"',
  ],
  [
    "an API call",
    bucket({ Action: "s3:headobject" }),
    "p.Statement[0].Action",
    'the call HeadObject is allowed by "s3:GetObject", write that',
  ],
  [
    "a wildcard that matches nothing",
    bucket({ Action: "s3:Frobnicate*" }),
    "p.Statement[0].Action",
    "write the name that the S3 user guide lists",
  ],
  [
    "swapped: list on objects",
    bucket({ Action: ["s3:GetObject", "s3:ListBucket"] }),
    "p.Statement[0].Action[1]",
    "none of the statement's resources can match it, so it never applies: it acts on the bucket",
  ],
  [
    "swapped: read on the bucket",
    bucket({ Resource: arn }),
    "p.Statement[0].Action",
    "it acts on objects: write their ARN",
  ],
  [
    "an action of the account",
    bucket({ Action: "s3:ListAllMyBuckets" }),
    "p.Statement[0].Action",
    "it acts on neither buckets nor objects",
  ],
  [
    "a resource that is no ARN",
    bucket({ Resource: "media/*" }),
    "p.Statement[0].Resource",
    'is "media/*", which is no ARN and never matches',
  ],
  ["a short ARN", bucket({ Resource: "arn:aws:s3*" }), "p.Statement[0].Resource", "which is no ARN"],
  [
    "a resource of another service",
    bucket({ Resource: "arn:aws:sqs:::q" }),
    "p.Statement[0].Resource",
    'a resource of "sqs"',
  ],
  [
    "a resource without bucket",
    bucket({ Resource: "arn:aws:s3:::" }),
    "p.Statement[0].Resource",
    "which names no bucket",
  ],
  [
    "a bucket with region",
    bucket({ Resource: "arn:aws:s3:eu-west-1::b/*" }),
    "p.Statement[0].Resource",
    "buckets have neither region nor account",
  ],
  [
    "an unknown variable",
    bucket({ Resource: `${arn}/\${aws:SourceIp}/*` }),
    "p.Statement[0].Resource",
    "holds ${aws:SourceIp}, a variable that cannot be checked here",
  ],
  [
    "a variable with a default",
    bucket({ Resource: `${arn}/\${aws:PrincipalTag/a, 'b'}/*` }),
    "p.Statement[0].Resource",
    "a variable that cannot be checked",
  ],
  [
    "a negated variable",
    without("Resource", { NotResource: `${arn}/\${aws:username}/*` }),
    "p.Statement[0].NotResource",
    "in a negated match",
  ],
]);
