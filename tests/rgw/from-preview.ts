/** Creates buckets with the S3 API as the offline preview shows them. */
import type { PolicyDocument } from "../../access/policy";
import type { Credentials } from "./client";
import type { CorsRule, Planned } from "./planned";
import { S3 } from "./s3";
import type { Rgw } from "./server";
import type { Bucket } from "./under-test";

/**
 * A bucket that is planned for AWS as RGW can have it: with blockPublicAcls every upload is refused there
 * (https://tracker.ceph.com/issues/49135). Ownership controls, which do not exist there, and a lifecycle, which decides
 * nothing about access, are never made here.
 */
export const withoutBlockPublicAcls = (planned: Planned): Planned => ({
  ...planned,
  publicAccessBlock: { ...planned.publicAccessBlock, blockPublicAcls: false },
});

/** One call after the other, because RGW loses one of two simultaneous changes of a bucket. */
export async function makeBucket(
  rgw: Rgw,
  { bucket, policy, writerPolicy, publicAccessBlock, corsRules }: Planned,
  { uid, writer }: { uid: string; writer: Credentials },
): Promise<Bucket> {
  const s3 = new S3(rgw);
  const put = (query: string | undefined, body: string) =>
    s3.must(rgw.root, { method: "PUT", bucket, query, body });
  try {
    await put(undefined, "");
    await put("publicAccessBlock", accessBlockXml(publicAccessBlock));
    await put("policy", JSON.stringify(policy));
    await put("cors", corsXml(corsRules));
    if (writerPolicy !== undefined) await putUserPolicy(s3, uid, bucket, writerPolicy);
  } finally {
    s3.close();
  }
  return { name: bucket, policy, writer };
}

/** The only IAM call that RGW supports like AWS, at the same endpoint and signed for S3. */
async function putUserPolicy(s3: S3, uid: string, name: string, policy: PolicyDocument): Promise<void> {
  const form = new URLSearchParams({
    Action: "PutUserPolicy",
    UserName: uid,
    PolicyName: name,
    PolicyDocument: JSON.stringify(policy),
  });
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  await s3.must(s3.server.root, { method: "POST", headers, body: form.toString() });
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
