/** The buckets of the table of requests, made with the S3 API and the server's own commands. */
import type { PolicyDocument } from "../../access/policy";
import { document } from "../../access/statements";
import type { Credentials } from "../rgw/client";
import { corsXml } from "../rgw/from-preview";
import { plan, type Planned } from "../rgw/planned";
import { S3 } from "../rgw/s3";
import type { Bucket } from "../rgw/under-test";
import type { ServerKind, User } from "./s3-server";
import type { RunningServer } from "./start";

export async function makeBuckets(
  kind: ServerKind,
  server: RunningServer,
): Promise<{ bucket: Bucket; neighbour: Bucket }> {
  const make = (name: string, keys: Credentials): Promise<Bucket> =>
    makeBucket(kind, server, `rgw-of-${name}-media`, { name, keys });
  return {
    bucket: await make("writer", server.writer),
    neighbour: await make("neighbour", await server.createUser("neighbour")),
  };
}

async function makeBucket(
  kind: ServerKind,
  server: RunningServer,
  bucket: string,
  user: User,
): Promise<Bucket> {
  const { policy, writerPolicy, corsRules } = plannedFor(kind, bucket, user);
  const hasPolicies = kind.createBucket === undefined;
  const s3 = new S3(server);
  const put = (query: string | undefined, body: string) =>
    s3.must(server.root, { method: "PUT", bucket, query, body });
  try {
    if (hasPolicies) {
      await put(undefined, "");
      await put("policy", JSON.stringify(policy));
    } else {
      await server.createBucket(bucket);
      await server.allowBucket(bucket, user);
    }
    if (kind.hasBucketCors) await put("cors", corsXml(corsRules));
    if (hasPolicies && writerPolicy !== undefined) await server.grant(user, writerPolicy);
  } finally {
    s3.close();
  }
  return { name: bucket, policy: hasPolicies ? policy : document([]), writer: user.keys };
}

/** What is planned for Ceph, or for AWS where permissions are at the users, for this bucket and user. */
function plannedFor({ principal }: ServerKind, bucket: string, user: User): Planned {
  const { ceph, aws } = plan();
  const planned = principal === undefined ? aws : ceph;
  const moved = JSON.parse(
    JSON.stringify(planned)
      .replaceAll(planned.bucket, bucket)
      .replaceAll("arn:aws:iam:::user/writer", principal?.(user) ?? ""),
  ) as Planned;
  return { ...moved, policy: withoutConditions(moved.policy) };
}

/** Not every server knows the condition of the statement about TLS, and one that ignores it would refuse everything. */
function withoutConditions({ Statement, ...policy }: PolicyDocument): PolicyDocument {
  return { ...policy, Statement: Statement.filter(({ Condition }) => Condition === undefined) };
}
