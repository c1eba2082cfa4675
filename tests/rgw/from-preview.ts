/**
 * Makes a bucket through the S3 API as the offline preview says that `pulumi up` would make it on AWS, with four deviations
 * for RGW 16.2.15:
 * - no ownership controls: PutBucketOwnershipControls is taken for CreateBucket and answered with 400;
 * - no blockPublicAcls: with it every PutObject is 403 (https://tracker.ceph.com/issues/49135);
 * - no lifecycle: it decides nothing about access;
 * - with `batchDeletes`, the writer's s3:DeleteObject names the bucket's ARN too: DeleteObjects asks for it there first.
 * The table has a row for each of the first two and the last, so that they go when they are not needed any more.
 */
import type { PolicyDocument, Statement } from "../../access/policy";
import { bucketArn, document } from "../../access/statements";
import type { Credentials } from "./client";
import type { CorsRule, Planned } from "./planned";
import type { WriterRights } from "./row";
import { S3 } from "./s3";
import type { Rgw } from "./server";
import type { Bucket } from "./under-test";

/** One call after the other: RGW loses one of two changes of a bucket that are made at the same time. */
export async function makeBucket(
  rgw: Rgw,
  planned: Planned,
  user: { uid: string; credentials: Credentials },
  rights: WriterRights,
  { batchDeletes }: { batchDeletes: boolean },
): Promise<Bucket> {
  const s3 = new S3(rgw);
  const { bucket } = planned;
  const arn = `arn:aws:iam:::user/${user.uid}`;
  const own = [...planned.writerPolicy.Statement, ...(batchDeletes ? [batchDelete(bucket)] : [])];
  const named = own.map((statement) => ({ ...statement, Principal: { AWS: arn } }));
  const policy =
    rights === "user policy" ? planned.policy : document([...planned.policy.Statement, ...named]);
  const policies = rights === "user policy" ? [document(own)] : [];
  const put = (query: string | undefined, body: string) =>
    s3.must(rgw.root, { method: "PUT", bucket, query, body });
  await put(undefined, "");
  await put("publicAccessBlock", accessBlockXml({ ...planned.publicAccessBlock, blockPublicAcls: false }));
  await put("policy", JSON.stringify(policy));
  await put("cors", corsXml(planned.corsRules));
  for (const each of policies) await putUserPolicy(s3, user.uid, each);
  s3.close();
  return { name: bucket, policy, writer: { credentials: user.credentials, arn, policies } };
}

/** The one call of IAM's that RGW knows as AWS does, at the same endpoint and signed as one to S3. */
async function putUserPolicy(s3: S3, uid: string, policy: PolicyDocument): Promise<void> {
  const form = new URLSearchParams({
    Action: "PutUserPolicy",
    UserName: uid,
    PolicyName: "media-storage",
    PolicyDocument: JSON.stringify(policy),
  });
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  await s3.must(s3.rgw.root, { method: "POST", headers, body: form.toString() });
}

function batchDelete(bucket: string): Statement {
  const Resource = bucketArn(bucket, "us-east-1");
  return { Sid: "BatchDelete", Effect: "Allow", Action: "s3:DeleteObject", Resource };
}

export function accessBlockXml(block: Record<string, boolean>): string {
  const settings = Object.entries(block).map(([name, value]) => element(capital(name), String(value)));
  return element("PublicAccessBlockConfiguration", settings.join(""));
}

export function corsXml(rules: CorsRule[]): string {
  const all = (name: string, values: string[] = []): string =>
    values.map((value) => element(name, value)).join("");
  const written = rules.map((rule) =>
    element(
      "CORSRule",
      all("AllowedOrigin", rule.allowedOrigins) +
        all("AllowedMethod", rule.allowedMethods) +
        all("AllowedHeader", rule.allowedHeaders) +
        all("ExposeHeader", rule.exposeHeaders) +
        all("MaxAgeSeconds", rule.maxAgeSeconds === undefined ? [] : [String(rule.maxAgeSeconds)]),
    ),
  );
  return element("CORSConfiguration", written.join(""));
}

const element = (name: string, content: string): string => `<${name}>${content}</${name}>`;
const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
