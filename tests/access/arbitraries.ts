/** Random policies and requests. All are well-formed: policyFindings finds nothing in them. */
import * as fc from "fast-check";
import type { AccessRequest, Policies, Principal } from "../../access/evaluate";
import { policyFindings } from "../../access/lint";
import {
  abroad,
  bucketArn,
  choices,
  contextValues,
  home,
  listValues,
  writeValues,
} from "./condition-choices";
import type { ConditionBlock, PolicyDocument, Statement, StatementPrincipal } from "../../access/policy";

const user = (account: string, name: string): Principal => ({
  kind: "aws",
  arn: `arn:aws:iam::${account}:user/${name}`,
  accountId: account,
});

export const principals: readonly Principal[] = [
  { kind: "anonymous" },
  user(home, "alice"),
  user(home, "team/carol"),
  user(abroad, "bob"),
  { kind: "aws", arn: `arn:aws:iam::${home}:role/app/writer`, accountId: home },
  { kind: "aws", arn: `arn:aws:sts::${home}:assumed-role/writer/session`, accountId: home },
  { kind: "aws", arn: `arn:aws:sts::${abroad}:assumed-role/reader/session`, accountId: abroad },
  { kind: "aws", arn: `arn:aws:iam::${home}:root`, accountId: home },
  { kind: "aws", arn: `arn:aws:iam::${abroad}:root`, accountId: abroad },
  { kind: "service", service: "cloudfront.amazonaws.com" },
  { kind: "service", service: "logging.s3.amazonaws.com" },
];

const awsNames = [
  "*",
  home,
  abroad,
  `arn:aws:iam::${home}:root`,
  `arn:aws:iam::${abroad}:root`,
  `arn:aws:iam::${home}:user/alice`,
  `arn:aws:iam::${home}:user/team/carol`,
  `arn:aws:iam::${abroad}:user/bob`,
  `arn:aws:iam::${home}:role/app/writer`,
  `arn:aws:iam::${abroad}:role/reader`,
  `arn:aws:sts::${home}:assumed-role/writer/session`,
];
const services = ["cloudfront.amazonaws.com", "logging.s3.amazonaws.com"];

const one = <T>(values: readonly T[]) => fc.constantFrom(...values);
const some = <T>(values: readonly T[], maxLength = 3): fc.Arbitrary<T | T[]> =>
  fc.oneof(one(values), fc.uniqueArray(one(values), { minLength: 1, maxLength }));

const principal: fc.Arbitrary<StatementPrincipal> = fc.oneof(
  fc.constant<StatementPrincipal>("*"),
  some(awsNames).map((AWS) => ({ AWS })),
  some(services).map((Service) => ({ Service })),
  fc.record({ AWS: some(awsNames), Service: some(services) }),
);

const requestActions = [
  "s3:GetObject",
  "s3:GetObjectVersion",
  "s3:PutObject",
  "s3:PutObjectAcl",
  "s3:DeleteObject",
  "s3:AbortMultipartUpload",
  "s3:ListBucket",
  "s3:ListBucketVersions",
  "s3:GetBucketPolicy",
  "s3:PutBucketPolicy",
];
const bucketLevel = /Bucket/;

const actions = [
  ...requestActions,
  "*",
  "s3:*",
  "s3:Get*",
  "s3:*Object",
  "s3:List*",
  "s3:getobject",
  "s3:?etObject",
  "s3:*Bucket*",
  "s3:Put*Acl",
  "s3:Delete*",
];

const keys = [
  "accounts/a.png",
  "accounts/b/c.png",
  "backups/d.zip",
  "alice/x",
  "a$b",
  "e",
  "accounts/ü+ (1).png",
];

const resources = [
  "*",
  bucketArn,
  `${bucketArn}/*`,
  `${bucketArn}*`,
  `${bucketArn}/accounts/*`,
  `${bucketArn}/accounts/?.png`,
  `${bucketArn}/*/*.png`,
  `${bucketArn}/backups/d.zip`,
  `${bucketArn}/\${aws:username}/*`,
  `${bucketArn}/\${aws:PrincipalTag/team}/*`,
  `${bucketArn}/a\${$}b`,
  `${bucketArn}/a\${*}b`,
  "arn:aws:s3:::*",
  "arn:*:s3:::media/*",
  "arn:aws:s3:::m?dia",
  "arn:aws:s3:::other/*",
  "arn:aws:s3:::other",
];

const condition: fc.Arbitrary<ConditionBlock> = one(choices).chain(({ operators, keys: names, values }) =>
  fc
    .tuple(one(operators), one(names), some(values, 2))
    .map(([operator, key, value]) => ({ [operator]: { [key]: value } })),
);
/** Up to two conditions, under one operator or two. */
const conditions = fc.array(condition, { minLength: 1, maxLength: 2 }).map((blocks) => {
  const merged: ConditionBlock = {};
  for (const block of blocks) {
    for (const [operator, entry] of Object.entries(block))
      merged[operator] = { ...merged[operator], ...entry };
  }
  return merged;
});

const effect = one(["Allow", "Allow", "Deny"] as const);

function statement(kind: "bucket" | "identity"): fc.Arbitrary<Statement> {
  const whole = fc
    .record({
      effect,
      who: principal,
      notPrincipal: fc.nat(9),
      // Half of them are broad, because narrow ones rarely match a request.
      action: fc.oneof<fc.Arbitrary<string | string[]>[]>(one(["s3:*", "*"]), some(actions)),
      notAction: fc.nat(9),
      resource: fc.oneof(fc.constant<string | string[]>([bucketArn, `${bucketArn}/*`]), some(resources)),
      notResource: fc.nat(9),
      condition: fc.option(conditions, { nil: undefined, freq: 3 }),
    })
    .map((made): Statement => ({
      Effect: made.effect,
      ...(kind === "identity"
        ? {}
        : made.effect === "Deny" && made.notPrincipal < 3
          ? { NotPrincipal: made.who }
          : { Principal: made.who }),
      ...(made.notAction === 0 ? { NotAction: made.action } : { Action: made.action }),
      ...(made.notResource === 0 ? { NotResource: made.resource } : { Resource: made.resource }),
      ...(made.condition && { Condition: made.condition }),
    }));
  return whole.filter(
    (made) => policyFindings({ Version: "2012-10-17", Statement: [made] }, kind).length === 0,
  );
}

/** A well-formed policy document. */
export function policy(kind: "bucket" | "identity"): fc.Arbitrary<PolicyDocument> {
  return fc
    .array(statement(kind), { minLength: 1, maxLength: 3 })
    .map((Statement) => ({ Version: "2012-10-17", Statement }));
}

/** A request, with the condition keys that S3 can have for its action. */
export const request: fc.Arbitrary<AccessRequest> = fc
  .tuple(one(principals), one(requestActions), one(keys))
  .chain(([who, action, key]) => {
    const onBucket = bucketLevel.test(action);
    const possible = {
      ...contextValues,
      ...(/:ListBucket/.test(action) ? listValues : {}),
      ...(action === "s3:PutObject" ? writeValues : {}),
    };
    const context = Object.fromEntries(
      Object.entries(possible).map(([name, values]) => [
        name,
        fc.option(one<string | string[]>(values), { nil: undefined }),
      ]),
    );
    return fc.record(context).map((values) => ({
      principal: who,
      action,
      resource: onBucket ? bucketArn : `${bucketArn}/${key}`,
      context: Object.fromEntries(
        Object.entries(values).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])),
      ),
    }));
  });

/** Everything that a decision depends on. */
export const policies: fc.Arbitrary<Policies> = fc
  .record({
    bucketPolicy: fc.option(policy("bucket"), { nil: undefined, freq: 9 }),
    identityPolicies: fc.array(policy("identity"), { maxLength: 2 }),
    restrictPublicBuckets: fc.boolean(),
  })
  .map(({ bucketPolicy, identityPolicies, restrictPublicBuckets }) => ({
    bucketAccountId: home,
    identityPolicies,
    publicAccessBlock: { restrictPublicBuckets },
    ...(bucketPolicy && { bucketPolicy }),
  }));
