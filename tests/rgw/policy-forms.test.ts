/** A gateway accepts every policy that the library accepts for Ceph, and decides like our evaluator. */
import { evaluate, type Principal } from "../../access/evaluate";
import { policyFindings } from "../../access/lint";
import { ceph } from "../../stores/s3/ceph";
import { document } from "../../access/statements";
import type { PolicyDocument, Statement } from "../../access/policy";
import { ACTION_FORMS, ARN, BUCKET, FORMS } from "./policy-forms";
import type { Answer } from "./client";
import type { S3Request } from "./s3";
import { describeWithRgw } from "./server";
import { useGateway } from "./use-gateway";

const KEYS = ["accounts/a", "accounts/a:b", "accounts/ü", "ACCOUNTS/a", "backups/a"];
const isAccepted = (policy: PolicyDocument): boolean =>
  policyFindings(policy, "bucket", ceph.policyRules).length === 0;

interface Asked {
  action: string;
  resource: string;
  request: S3Request;
}
/** The requests for each form. The uploader owns the object and can read it, so the test does not read the written object. */
const ASKED: Asked[] = [
  ...KEYS.map((key) => ({
    action: "s3:GetObject",
    resource: `${ARN}/${key}`,
    request: { method: "GET", bucket: BUCKET, key },
  })),
  {
    action: "s3:PutObject",
    resource: `${ARN}/accounts/written`,
    request: { method: "PUT", bucket: BUCKET, key: "accounts/written", body: "x" },
  },
  { action: "s3:ListBucket", resource: ARN, request: { method: "GET", bucket: BUCKET } },
  {
    action: "s3:ListBucketMultipartUploads",
    resource: ARN,
    request: { method: "GET", bucket: BUCKET, query: "uploads" },
  },
  { action: "s3:GetBucketCORS", resource: ARN, request: { method: "GET", bucket: BUCKET, query: "cors" } },
];

/** A signed request can also be sent unsigned, so the evaluator allows everybody what unsigned requests may do. */
const isUnsigned = (line: string): boolean => line.startsWith("anonymous");

/** The others are errors because nothing in the library needs them. */
const REFUSED_FOR_A_REASON = [
  "Deny arn:aws-cn:iam:::user/writer",
  `Allow on ${ARN}/accounts/a:b`,
  `Allow on ${ARN}/\${aws:username}/*`,
  `Deny on ${ARN}/accounts/?`,
  "Allow s3:GetObjectAttributes",
  "Allow all actions but one",
  "Deny all actions but one",
  'Allow if {"Bool":{"aws:SecureTransport":"false"}}',
  'Allow if {"BoolIfExists":{"aws:SecureTransport":"true"}}',
  'Allow if {"IpAddress":{"aws:sourceip":"127.0.0.1"}}',
  'Allow if {"StringNotEquals":{"aws:username":["other","writer"]}}',
  'Allow if {"StringNotEquals":{"aws:PrincipalOrgID":"o-1"}}',
  'Allow if {"Null":{"aws:PrincipalOrgID":"false"}}',
  'Allow if {"ArnLike":{"aws:PrincipalArn":"arn:aws:iam:::user/writer"}}',
];

const userArn = (uid: string): Principal => ({
  kind: "aws",
  arn: `arn:aws:iam:::user/${uid}`,
  accountId: "111111111111",
});

describeWithRgw("forms of policies", () => {
  const gateway = useGateway({ bucket: BUCKET, objects: Object.fromEntries(KEYS.map((key) => [key, "x"])) });

  const put = async (policy: PolicyDocument): Promise<Answer> => {
    await gateway.s3.ask(gateway.rgw.root, { method: "DELETE", bucket: BUCKET, query: "policy" });
    return gateway.s3.ask(gateway.rgw.root, {
      method: "PUT",
      bucket: BUCKET,
      query: "policy",
      body: JSON.stringify(policy),
    });
  };

  /** What the gateway lets each of them do, and what the evaluator does; in lines that a failure shows side by side. */
  async function answers(policy: PolicyDocument): Promise<{ theirs: string[]; ours: string[] }> {
    const [theirs, ours]: [string[], string[]] = [[], []];
    for (const [name, who, principal] of [
      ["anonymous", undefined, { kind: "anonymous" }],
      ["writer", gateway.rgw.writer, userArn("writer")],
    ] as const) {
      for (const over of ["http", "https"] as const) {
        for (const { action, resource, request } of ASKED) {
          const asked = `${name} ${over} ${action} ${resource}`;
          const { status } = await gateway.s3.ask(who, { ...request, over });
          // A bucket without CORS answers 404 if the request is allowed.
          theirs.push(`${asked}: ${status < 300 || status === 404 ? "yes" : "no"}`);
          const context = { "aws:SecureTransport": String(over === "https"), "aws:SourceIp": "127.0.0.1" };
          const { effect } = evaluate(
            { principal, action, resource, context },
            { bucketAccountId: "111111111111", bucketPolicy: policy },
          );
          ours.push(`${asked}: ${effect === "allow" ? "yes" : "no"}`);
        }
      }
    }
    return { theirs, ours };
  }

  test.each(FORMS.filter(([, statements]) => isAccepted(document(statements))))(
    "%s means the same for the gateway and for the evaluator",
    async (name, statements) => {
      const policy = document(statements);
      expect((await put(policy)).status).toBe(204);
      const { theirs, ours } = await answers(policy);
      const said = name === "Allow arn:aws:iam:::user/anonymous" ? theirs.filter(isUnsigned) : theirs;
      expect(ours.filter((line) => said === theirs || isUnsigned(line))).toEqual(said);
    },
  );

  test.each(ACTION_FORMS)("%s: the library accepts it if the gateway does", async (_, statements) => {
    const { status } = await put(document(statements));
    expect(isAccepted(document(statements))).toBe(status === 204);
  });

  test.each([
    [ceph.policyLimits.bucket!.most, 204],
    [ceph.policyLimits.bucket!.most + 1, 416],
  ])("a policy of %d bytes: %d", async (size, status) => {
    const padded = (Sid: string): PolicyDocument => document([{ ...FORMS[0]![1][0]!, Sid }]);
    const length = size - JSON.stringify(padded("")).length;
    expect((await put(padded("a".repeat(length)))).status).toBe(status);
  });

  test.each(REFUSED_FOR_A_REASON)(
    "%s is an error, and the gateway refuses it or decides differently",
    async (name) => {
      const statements = FORMS.find(([each]) => each === name)?.[1] as Statement[];
      const policy = document(statements);
      expect(isAccepted(policy)).toBe(false);
      if ((await put(policy)).status !== 204) return;
      const { theirs, ours } = await answers(policy);
      expect(theirs).not.toEqual(ours);
    },
  );
});
