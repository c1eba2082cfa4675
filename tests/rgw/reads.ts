/** Requests that only read. */
import { ask, type Doing, request, viaUrl } from "./doing";

const get = (action: string, on: "object" | "bucket", query?: string): Doing => ({
  actions: [[action, on]],
  send: (it) => ask(it, "GET", { query }),
});

export const reads = {
  get: { actions: [["s3:GetObject", "object"]], send: (it) => ask(it, "GET") },
  head: { actions: [["s3:GetObject", "object"]], send: (it) => ask(it, "HEAD") },
  range: {
    actions: [["s3:GetObject", "object"]],
    send: (it) => ask(it, "GET", { headers: { range: "bytes=5-9" } }),
  },
  // A user who cannot list does not learn whether a key exists.
  "get a missing key": { actions: [["s3:ListBucket", "bucket"]], send: (it) => ask(it, "GET") },
  "get, signed 20 minutes ago": {
    actions: [["s3:GetObject", "object"]],
    send: ({ s3, who, row, bucket }) =>
      s3.ask(who, request(row, bucket, "GET"), { at: new Date(Date.now() - 20 * 60_000) }),
  },
  "presigned get": {
    actions: [["s3:GetObject", "object"]],
    send: (it) => viaUrl(it, "GET", undefined, { seconds: 60 }),
  },
  "expired presigned get": {
    actions: [["s3:GetObject", "object"]],
    send: (it) => viaUrl(it, "GET", undefined, { seconds: 60, secondsAgo: 120 }),
  },
  "presigned get of another key": {
    actions: [["s3:GetObject", "object"]],
    send: (it) =>
      viaUrl({ ...it, row: { ...it.row, key: "index.html" } }, "GET", undefined, {
        seconds: 60,
        tamper: (url) => url.replace("/index.html?", `/${it.row.key ?? ""}?`),
      }),
  },
  "list buckets": {
    actions: [["s3:ListAllMyBuckets", "account"]],
    send: ({ s3, who, row }) => s3.ask(who, { method: "GET", over: row.over }),
  },
  "list v1": get("s3:ListBucket", "bucket"),
  "list v2": get("s3:ListBucket", "bucket", "list-type=2"),
  "list versions": get("s3:ListBucketVersions", "bucket", "versions"),
  "list uploads": get("s3:ListBucketMultipartUploads", "bucket", "uploads"),
  "get object ACL": get("s3:GetObjectAcl", "object", "acl"),
  "get object tags": get("s3:GetObjectTagging", "object", "tagging"),
  "get bucket ACL": get("s3:GetBucketAcl", "bucket", "acl"),
  "get policy": get("s3:GetBucketPolicy", "bucket", "policy"),
  "get CORS": get("s3:GetBucketCORS", "bucket", "cors"),
  preflight: {
    actions: [],
    send: ({ s3, row, bucket }) =>
      s3.ask(undefined, {
        ...request(row, bucket, "OPTIONS", {
          headers: {
            "access-control-request-method": row.method ?? "GET",
            ...(row.requestHeaders !== undefined && { "access-control-request-headers": row.requestHeaders }),
          },
        }),
      }),
  },
} satisfies Record<string, Doing>;
