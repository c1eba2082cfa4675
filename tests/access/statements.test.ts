import {
  bucketArn,
  denyInsecureTransport,
  document,
  partition,
  publicRead,
  writer,
} from "../../access/statements";

const arn = "arn:aws:s3:::media";

test.each([
  ["eu-central-1", "aws"],
  ["us-east-1", "aws"],
  ["cn-north-1", "aws-cn"],
  ["us-gov-west-1", "aws-us-gov"],
  ["eusc-de-east-1", "aws-eusc"],
  ["auto", "aws"],
])("the partition of %s is %s", (region, expected) => {
  expect(partition(region)).toBe(expected);
  expect(bucketArn("media", region)).toBe(`arn:${expected}:s3:::media`);
});

test("public read", () => {
  expect(publicRead(arn, ["accounts/", "cache/"])).toEqual({
    Sid: "PublicRead",
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: "s3:GetObject",
    Resource: [`${arn}/accounts/*`, `${arn}/cache/*`],
  });
});

test("everything without TLS is denied", () => {
  expect(denyInsecureTransport(arn)).toEqual({
    Sid: "DenyInsecureTransport",
    Effect: "Deny",
    Principal: { AWS: "*" },
    Action: "s3:*",
    Resource: [arn, `${arn}/*`],
    Condition: { BoolIfExists: { "aws:SecureTransport": "false" } },
  });
});

test("a writer has object actions on objects and bucket actions on the bucket", () => {
  expect(writer(arn, { objectActions: ["s3:PutObject"], bucketActions: ["s3:ListBucket"] })).toEqual([
    { Sid: "WriterObjects", Effect: "Allow", Action: ["s3:PutObject"], Resource: `${arn}/*` },
    { Sid: "WriterBucket", Effect: "Allow", Action: ["s3:ListBucket"], Resource: arn },
  ]);
});

test("a writer with prefixes has its object actions only below them", () => {
  const actions = { objectActions: ["s3:GetObject"], bucketActions: [] };
  expect(writer(arn, { ...actions, prefixes: ["media/"] })[0]?.Resource).toBe(`${arn}/media/*`);
  expect(writer(arn, { ...actions, prefixes: ["media/", "reports/"] })[0]?.Resource).toEqual([
    `${arn}/media/*`,
    `${arn}/reports/*`,
  ]);
});

test("a writer without bucket actions has no statement for them", () => {
  expect(writer(arn, { objectActions: ["s3:PutObject"], bucketActions: [] })).toHaveLength(1);
});

test("a writer may delete several objects at once on a store that needs the permission on the bucket", () => {
  const actions = { objectActions: ["s3:PutObject", "s3:DeleteObject"], bucketActions: [] };
  expect(writer(arn, actions, { batchDeleteOnBucket: true })).toEqual([
    { Sid: "WriterObjects", Effect: "Allow", Action: ["s3:PutObject"], Resource: `${arn}/*` },
    { Sid: "WriterDeletes", Effect: "Allow", Action: ["s3:DeleteObject"], Resource: [arn, `${arn}/*`] },
  ]);
});

test("a document", () => {
  expect(document([])).toEqual({ Version: "2012-10-17", Statement: [] });
});
