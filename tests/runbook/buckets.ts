/** Buckets on the gateway as `pulumi up` would make them, and what is in them. */
import { bucketPolicy } from "../../storage/bucket-policy";
import type { PolicyNeeds } from "../../storage/needs";
import type { StorageSettings } from "../../storage/args";
import { storeOf } from "../../stores";
import type { Credentials } from "../rgw/client";
import { S3, elements } from "../rgw/s3";
import type { Rgw } from "../rgw/server";
import { known } from "../storage/known";

/** The settings that put a bucket onto the gateway, written to by its writer. */
export function onRgw(rgw: Rgw): Pick<StorageSettings, "store" | "writer"> {
  return {
    store: { s3: { server: "ceph", endpoint: rgw.http, region: "us-east-1", allowHttp: true } },
    writer: { given: { ...rgw.writer, principal: "arn:aws:iam:::user/writer" } },
  };
}

/** What Supabase Storage's writer may do, tags and lists of parts left out: no copy needs them. */
export const SUPABASE_NEEDS: PolicyNeeds = {
  publicPrefixes: [],
  privatePrefixes: [],
  objectAcls: false,
  writer: {
    objectActions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
    bucketActions: ["s3:ListBucket"],
  },
};

export async function makeBucket(s3: S3, settings: StorageSettings, needs: PolicyNeeds): Promise<void> {
  const { bucket } = settings;
  const put = (query: string | undefined, body: string) =>
    s3.must(s3.server.root, { method: "PUT", bucket, query, body });
  await put(undefined, "");
  await put("policy", JSON.stringify(bucketPolicy(known(settings), needs, storeOf(settings.store))));
}

export interface Stored {
  type: unknown;
  cacheControl: unknown;
}

/** The objects of a bucket by their keys, as the writer sees them: what it wrote is its own. */
export async function objectsOf(
  s3: S3,
  bucket: string,
  who: Credentials = s3.server.writer,
): Promise<Record<string, Stored>> {
  const { text } = await s3.must(who, { method: "GET", bucket, query: "list-type=2" });
  const entries = elements(text, "Key").map(async (escaped) => {
    const key = unescaped(escaped);
    const { headers } = await s3.must(who, { method: "HEAD", bucket, key });
    return [key, { type: headers["content-type"], cacheControl: headers["cache-control"] }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

export async function putObject(
  s3: S3,
  who: Credentials,
  bucket: string,
  key: string,
  headers: Record<string, string>,
  body = key,
): Promise<void> {
  await s3.must(who, { method: "PUT", bucket, key, headers, body });
}

/** The status that somebody anonymous gets. */
export async function statusOf(s3: S3, bucket: string, key: string): Promise<number> {
  return (await s3.ask(undefined, { method: "GET", bucket, key })).status;
}

/** A key as it is, of one in XML. */
export function unescaped(text: string): string {
  const named: Record<string, string> = { amp: "&", apos: "'", gt: ">", lt: "<", quot: '"' };
  return text.replace(/&(\w+);/g, (entity, name: string) => named[name] ?? entity);
}
