/** What one server alone refuses, or takes for something else; tests/rgw/policy-forms.test.ts asks a gateway of Ceph. */
import type { ConditionBlock, Statement } from "../../access/policy";
import { denyInsecureTransport, document, publicRead, writer } from "../../access/statements";
import { awsPolicyRules } from "../../stores/policy-rules/aws";
import { cephPolicyRules } from "../../stores/policy-rules/ceph";
import { minioPolicyRules } from "../../stores/policy-rules/minio";
import { rustfsPolicyRules } from "../../stores/policy-rules/rustfs";
import { seaweedfsPolicyRules } from "../../stores/policy-rules/seaweedfs";
import { versitygwPolicyRules } from "../../stores/policy-rules/versitygw";
import { found } from "../access/lint/cases";
import type { Found } from "../validation/of";

const arn = "arn:aws:s3:::media";
const user = "arn:aws:iam:::user/mastodon";
const read: Statement = {
  Effect: "Allow",
  Principal: { AWS: user },
  Action: "s3:GetObject",
  Resource: `${arn}/*`,
};
const RULES = {
  aws: awsPolicyRules,
  ceph: cephPolicyRules,
  minio: minioPolicyRules,
  rustfs: rustfsPolicyRules,
  versitygw: versitygwPolicyRules,
  seaweedfs: seaweedfsPolicyRules,
} as const;
const on = (
  server: keyof typeof RULES | undefined,
  change: Partial<Statement>,
  drop?: keyof Statement,
): Found[] => {
  const kept = Object.entries({ ...read, ...change }).filter(([member]) => member !== drop);
  const statement = Object.fromEntries(kept) as unknown as Statement;
  return found(document([statement]), "bucket", server && RULES[server]);
};
const at = (member: string): string => `Statement[0].${member}`;

describe("on Ceph", () => {
  test("the statements of the library have no problem", () => {
    const ours = [
      publicRead(arn, ["accounts/"]),
      denyInsecureTransport(arn),
      ...writer(
        arn,
        { objectActions: ["s3:GetObject", "s3:DeleteObject"], bucketActions: ["s3:ListBucket"] },
        { batchDeleteOnBucket: true },
      ).map((statement) => ({ ...statement, Principal: { AWS: user } })),
    ];
    expect(found(document(ours), "bucket", cephPolicyRules)).toEqual([]);
  });

  test.each<[string, Partial<Statement>]>([
    ["everybody", { Principal: "*" }],
    ["everybody as AWS", { Principal: { AWS: "*" } }],
    [
      "the user of unsigned requests, whom the exposure check takes for everybody",
      { Principal: { AWS: "arn:aws:iam:::user/anonymous" } },
    ],
    ["wildcards in actions", { Action: ["s3:Get*", "s3:?etObject", "S3:getobject"] }],
    ["the whole bucket", { Action: "s3:*", Resource: [arn, `${arn}/*`, "*"] }],
    ["an address", { Condition: { IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"] } } }],
    ["another address", { Condition: { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } } }],
  ])("%s is fine", (_, change) => expect(on("ceph", change)).toEqual([]));

  test.each<[string, Partial<Statement>, ...Found[]]>([
    [
      "a service, which Ceph ignores",
      { Effect: "Deny", Principal: { Service: "cloudfront.amazonaws.com" } },
      [at("Principal.Service"), "principal-unsupported"],
    ],
    [
      "a service beside a user",
      { Principal: { AWS: user, Service: ["s3.amazonaws.com"] } },
      [at("Principal.Service[0]"), "principal-unsupported"],
    ],
    ["an account", { Principal: { AWS: "111111111111" } }, [at("Principal.AWS"), "principal-unsupported"]],
    [
      "the root of an account",
      { Principal: { AWS: [user, "arn:aws:iam::111111111111:root"] } },
      [at("Principal.AWS[1]"), "principal-unsupported"],
    ],
    [
      "a user of an account",
      { Principal: { AWS: "arn:aws:iam::111111111111:user/a" } },
      [at("Principal.AWS"), "principal-unsupported"],
    ],
    [
      "a user of another partition",
      { Principal: { AWS: "arn:aws-cn:iam:::user/a" } },
      [at("Principal.AWS"), "principal-unsupported"],
    ],
    [
      "an action that Ceph does not know",
      { Action: ["s3:GetObject", "s3:GetObjectAttributes"] },
      [at("Action[1]"), "action-unknown"],
    ],
    ["a pattern of such actions", { Action: "s3:GetObjectAttr*" }, [at("Action"), "action-unknown"]],
    [
      "a variable in a resource",
      { Resource: `${arn}/\${aws:username}/*` },
      [at("Resource"), "resource-unsupported"],
    ],
    ["an escape in a resource", { Resource: `${arn}/a\${*}` }, [at("Resource"), "resource-unsupported"]],
    [
      "a question mark in a resource",
      { Resource: [`${arn}/a`, `${arn}/?`] },
      [at("Resource[1]"), "resource-unsupported"],
    ],
    ["a colon in a resource", { Resource: `${arn}/a:b` }, [at("Resource"), "resource-unsupported"]],
    [
      "a resource of another partition",
      { Resource: "arn:aws-cn:s3:::media/*" },
      [at("Resource"), "resource-unsupported"],
    ],
    ...(
      [
        { ArnLike: { "aws:SourceArn": "arn:aws:cloudfront::111111111111:distribution/E" } },
        { IpAddress: { "aws:sourceip": "203.0.113.0/24" } },
        { IpAddress: { "aws:SourceIp": "::/0" } },
        { StringEquals: { "aws:SourceVpce": "vpce-1" } },
        { Bool: { "aws:SecureTransport": "false" } },
        { BoolIfExists: { "aws:SecureTransport": "true" } },
        { StringNotEquals: { "aws:username": "a" } },
        { Null: { "aws:username": "true" } },
      ] as ConditionBlock[]
    ).map((Condition): [string, Partial<Statement>, Found] => {
      const [operator = "", keys = {}] = Object.entries(Condition)[0] ?? [];
      const path = at(`Condition.${operator}.${Object.keys(keys)[0]}`);
      return [`the condition ${JSON.stringify(Condition)}`, { Condition }, [path, "condition-unsupported"]];
    }),
  ])("%s is an error", (_, change, ...expected) => expect(on("ceph", change)).toEqual(expected));

  test("NotAction is an error, because the statement would never apply", () => {
    const found = on("ceph", { Effect: "Deny", NotAction: "s3:GetObject" }, "Action");
    expect(found).toEqual([[at("NotAction"), "not-action-unsupported"]]);
  });

  test("NotResource is fine, and its resources follow the same rules", () => {
    expect(on("ceph", { NotResource: `${arn}/a/*` }, "Resource")).toEqual([]);
    expect(on("ceph", { NotResource: `${arn}/?` }, "Resource")).toEqual([
      [at("NotResource"), "resource-unsupported"],
    ]);
  });
});

describe("on AWS", () => {
  test("a user without an account is an error", () => {
    expect(on("aws", {})).toEqual([[at("Principal.AWS"), "principal-account"]]);
  });

  test("what Ceph refuses is fine", () => {
    const Principal = { AWS: ["*", "111111111111"], Service: "s3.amazonaws.com" };
    const Condition = { StringEquals: { "aws:SourceAccount": "111111111111" } };
    expect(on("aws", { Principal, Condition, Resource: `${arn}/\${aws:username}/?:` })).toEqual([]);
  });
});

test("without a server only what every server refuses is an error", () => {
  expect(on(undefined, {})).toEqual([]);
});

describe("on MinIO", () => {
  test.each<[string, Partial<Statement>]>([
    ["everybody", { Principal: "*" }],
    ["everybody as AWS", { Principal: { AWS: ["*"] } }],
    ["a prefix of actions", { Principal: "*", Action: ["s3:Get*", "s3:*"] }],
    ["a star in a key", { Principal: "*", Resource: [`${arn}/accounts/*`, `${arn}/*.exe`] }],
  ])("%s is fine", (_, change) => expect(on("minio", change)).toEqual([]));

  const everybody = { Principal: "*" } as const;
  test.each<[string, Partial<Statement>, ...Found[]]>([
    ["a user, to whom no bucket policy applies", {}, [at("Principal.AWS"), "principal-unsupported"]],
    [
      "a service beside everybody",
      { Principal: { AWS: "*", Service: "cloudfront.amazonaws.com" } },
      [at("Principal.Service"), "principal-unsupported"],
    ],
    [
      "an action that MinIO does not know",
      { ...everybody, Action: ["s3:GetObject", "s3:GetObjectAcl"] },
      [at("Action[1]"), "action-unknown"],
    ],
    ["an action in other case", { ...everybody, Action: "s3:getobject" }, [at("Action"), "action-unknown"]],
    ["a star inside an action", { ...everybody, Action: "s3:*Object" }, [at("Action"), "action-unknown"]],
    [
      "a question mark in a key",
      { ...everybody, Resource: `${arn}/?` },
      [at("Resource"), "resource-unsupported"],
    ],
    [
      "a variable in a key",
      { ...everybody, Resource: `${arn}/\${aws:username}/*` },
      [at("Resource"), "resource-unsupported"],
    ],
    [
      "an address, which any client can claim",
      { ...everybody, Condition: { IpAddress: { "aws:SourceIp": ["203.0.113.0/24"] } } },
      [at("Condition.IpAddress.aws:SourceIp[0]"), "condition-unsupported"],
    ],
    [
      "the refusal of plain http, which MinIO refuses",
      { ...everybody, ...denyInsecureTransport(arn) },
      [at("Condition.BoolIfExists.aws:SecureTransport"), "condition-unsupported"],
    ],
  ])("%s is a problem", (_, change, ...expected) => expect(on("minio", change)).toEqual(expected));

  test("a negation is a problem", () => {
    const denied = { Effect: "Deny", ...everybody } as const;
    expect(on("minio", { ...denied, NotAction: "s3:GetObject" }, "Action")).toEqual([
      [at("NotAction"), "not-action-unsupported"],
    ]);
    expect(on("minio", { ...denied, NotResource: `${arn}/a` }, "Resource")).toEqual([
      [at("NotResource"), "resource-unsupported"],
    ]);
  });
});

describe("on RustFS", () => {
  const key = { AWS: "mastodon" };
  test.each<[string, Partial<Statement>]>([
    ["everybody", { Principal: "*" }],
    ["a user", { Principal: key }],
    ["all actions", { Principal: key, Action: "s3:*" }],
    ["a star in a key", { Principal: "*", Resource: `${arn}/accounts/*` }],
  ])("%s is fine", (_, change) => expect(on("rustfs", change)).toEqual([]));

  test.each<[string, Partial<Statement>, ...Found[]]>([
    ["an ARN of a user", {}, [at("Principal.AWS"), "principal-unsupported"]],
    [
      "a prefix of actions, because RustFS has a list of names",
      { Principal: key, Action: ["s3:GetObject", "s3:Get*"] },
      [at("Action[1]"), "action-unknown"],
    ],
    [
      "an action with another name there",
      { Principal: key, Action: "s3:GetBucketCORS", Resource: arn },
      [at("Action"), "action-unknown"],
    ],
    [
      "an address, which any client can claim",
      { Principal: key, Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } } },
      [at("Condition.IpAddress.aws:SourceIp"), "condition-unsupported"],
    ],
    [
      "the refusal of plain http, which could refuse everybody behind a proxy",
      denyInsecureTransport(arn),
      [at("Condition.BoolIfExists.aws:SecureTransport"), "condition-unsupported"],
    ],
  ])("%s is a problem", (_, change, ...expected) => expect(on("rustfs", change)).toEqual(expected));
});

describe("on versitygw", () => {
  const key = { AWS: "mastodon" };

  test("the statements of the library for an access key have no problem", () => {
    const actions = { objectActions: ["s3:GetObject", "s3:DeleteObject"], bucketActions: ["s3:ListBucket"] };
    const ofWriter = writer(arn, actions, { batchDeleteOnBucket: true });
    const ours = [publicRead(arn, ["accounts/"]), ...ofWriter.map((one) => ({ ...one, Principal: key }))];
    expect(found(document(ours), "bucket", versitygwPolicyRules)).toEqual([]);
  });

  test.each<[string, Partial<Statement>, ...Found[]]>([
    ["an ARN", {}, [at("Principal.AWS"), "principal-unsupported"]],
    ["an account", { Principal: { AWS: "111111111111" } }, [at("Principal.AWS"), "principal-unsupported"]],
    ["a pattern", { Principal: { AWS: ["a", "b*"] } }, [at("Principal.AWS[1]"), "principal-unsupported"]],
    [
      "a condition, which versitygw ignores",
      { Principal: key, Condition: { IpAddress: { "aws:SourceIp": "203.0.113.7/32" } } },
      [at("Condition.IpAddress.aws:SourceIp"), "condition-unsupported"],
    ],
    [
      "an action that versitygw does not know",
      { Principal: key, Action: "s3:GetBucketCORS", Resource: arn },
      [at("Action"), "action-unknown"],
    ],
  ])("%s is a problem", (_, change, ...expected) => expect(on("versitygw", change)).toEqual(expected));
});

describe("on SeaweedFS", () => {
  const identity = { AWS: "arn:aws:iam::000000000000:user/mastodon" };

  test("the statements of the library for an identity have no problem", () => {
    const actions = { objectActions: ["s3:GetObject", "s3:DeleteObject"], bucketActions: ["s3:ListBucket"] };
    const ofWriter = writer(arn, actions).map((one) => ({ ...one, Principal: identity }));
    const ours = document([publicRead(arn, ["accounts/"]), ...ofWriter]);
    expect(found(ours, "bucket", seaweedfsPolicyRules)).toEqual([]);
  });

  test.each<[string, Partial<Statement>, ...Found[]]>([
    ["a user without an account, who matches nobody", {}, [at("Principal.AWS"), "principal-unsupported"]],
    ["a name alone", { Principal: { AWS: "mastodon" } }, [at("Principal.AWS"), "principal-unsupported"]],
    [
      "every user",
      { Principal: { AWS: "arn:aws:iam::000000000000:user/*" } },
      [at("Principal.AWS"), "principal-unsupported"],
    ],
    [
      "a condition on the server's own TLS",
      { Principal: identity, Condition: { Bool: { "aws:SecureTransport": "true" } } },
      [at("Condition.Bool.aws:SecureTransport"), "condition-unsupported"],
    ],
  ])("%s is a problem", (_, change, ...expected) => expect(on("seaweedfs", change)).toEqual(expected));
});
