/** A media host that the engine made at the local AWS, served by the model from a bucket on Ceph RGW. */
import { CloudFrontClient, paginateListDistributions } from "@aws-sdk/client-cloudfront";
import { GetBucketPolicyCommand, S3Client } from "@aws-sdk/client-s3";
import type { PolicyDocument } from "../../../access/policy";
import { S3 } from "../../rgw/s3";
import type { Rgw } from "../../rgw/server";
import type { AwsLocal } from "../servers/aws-local";
import { readDeployed } from "../servers/cloudfront";
import { items } from "../servers/cloudfront/deployed";
import { s3Origin } from "../servers/cloudfront/s3-origin";
import { decidedBy } from "./decision";
import type { HostSuite } from "./suite";

const credentials = { accessKeyId: "test", secretAccessKey: "test" };

/** Reads everything from the local AWS, and makes a bucket of the same name, private and empty, on RGW. */
export async function madeHost(
  aws: AwsLocal,
  rgw: Rgw,
  { hostname, bucket, maxAge = 86_400 }: { hostname: string; bucket: string; maxAge?: number },
): Promise<HostSuite> {
  const policy = await bucketPolicy(aws, bucket);
  const client = { endpoint: aws.url, region: "us-east-1", credentials };
  const deployed = await readDeployed(client, await distributionOf(aws, hostname));
  const s3 = new S3(rgw);
  await s3.must(rgw.root, { method: "PUT", bucket });
  const cors = await fetch(`${aws.url}/${bucket}?cors`, { headers: SIGNED });
  await s3.must(rgw.root, { method: "PUT", bucket, query: "cors", body: await cors.text() });
  const fetchOrigin = s3Origin({ endpoint: rgw.http, owner: rgw.root, allows: decidedBy(policy) });
  return { stage: { deployed, fetchOrigin, hostname, maxAge, s3, bucket }, policy };
}

/** The local AWS takes any signature. */
const SIGNED = {
  authorization:
    "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0",
};

async function bucketPolicy({ url }: AwsLocal, Bucket: string): Promise<PolicyDocument> {
  const client = new S3Client({ endpoint: url, region: "us-east-1", credentials, forcePathStyle: true });
  try {
    const { Policy = "" } = await client.send(new GetBucketPolicyCommand({ Bucket }));
    return JSON.parse(Policy) as PolicyDocument;
  } finally {
    client.destroy();
  }
}

/** The id of the distribution that has the hostname as its alias. */
async function distributionOf({ url }: AwsLocal, hostname: string): Promise<string> {
  const client = new CloudFrontClient({ endpoint: url, region: "us-east-1", credentials });
  try {
    for await (const { DistributionList } of paginateListDistributions({ client }, {})) {
      const found = items(DistributionList).find(({ Aliases }) => items(Aliases).includes(hostname));
      if (found?.Id !== undefined) return found.Id;
    }
    throw new Error(`no distribution has the alias ${hostname}`);
  } finally {
    client.destroy();
  }
}
