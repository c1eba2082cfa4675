/** Requests that change permissions or buckets. */
import { ask, type Doing, PRIVATE, PUBLIC, xml } from "./doing";
import { accessBlockXml, corsXml } from "./from-preview";
import { WRITTEN } from "./seeds";

export const TAGS = xml("Tagging", "<TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet>");
const ANYONE = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::BUCKET/backups/*" },
  ],
});
const ANY_ORIGIN = corsXml([{ allowedMethods: ["PUT"], allowedOrigins: ["*"] }]);
export const LIFECYCLE =
  "<LifecycleConfiguration><Rule><ID>all</ID><Prefix></Prefix><Status>Enabled</Status>" +
  "<Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>";
export const OWNERSHIP =
  "<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>";

const BLOCK_ACLS = accessBlockXml({
  blockPublicAcls: true,
  ignorePublicAcls: false,
  blockPublicPolicy: false,
  restrictPublicBuckets: false,
});

const put = (
  action: string,
  on: "object" | "bucket",
  query: string,
  body: string,
  change: string,
): Doing => ({
  actions: [[action, on]],
  send: (it) => ask(it, "PUT", { query, body: body.replace("BUCKET", it.bucket) }),
  changes: [change],
});

export const settingWrites = {
  "put object ACL": {
    actions: [["s3:PutObjectAcl", "object"]],
    send: (it) => ask(it, "PUT", { query: "acl", headers: PUBLIC }),
    changes: ["object"],
    opens: "object",
  },
  "put private object ACL": {
    actions: [["s3:PutObjectAcl", "object"]],
    send: (it) => ask(it, "PUT", { query: "acl", headers: PRIVATE }),
    changes: ["object"],
  },
  "put object tags": put("s3:PutObjectTagging", "object", "tagging", TAGS, "object"),
  "put bucket ACL": {
    actions: [["s3:PutBucketAcl", "bucket"]],
    send: (it) => ask(it, "PUT", { query: "acl", headers: PUBLIC }),
    changes: ["acl"],
    opens: "list",
  },
  "put bucket tags": put("s3:PutBucketTagging", "bucket", "tagging", TAGS, "tagging"),
  "put policy": put("s3:PutBucketPolicy", "bucket", "policy", ANYONE, "policy"),
  "delete policy": {
    actions: [["s3:DeleteBucketPolicy", "bucket"]],
    send: (it) => ask(it, "DELETE", { query: "policy" }),
    changes: ["policy"],
  },
  "put CORS": put("s3:PutBucketCORS", "bucket", "cors", ANY_ORIGIN, "cors"),
  // AWS has no separate action for this.
  "delete CORS": {
    actions: [["s3:PutBucketCORS", "bucket"]],
    send: (it) => ask(it, "DELETE", { query: "cors" }),
    changes: ["cors"],
  },
  "put lifecycle": put("s3:PutLifecycleConfiguration", "bucket", "lifecycle", LIFECYCLE, "lifecycle"),
  "put ownership controls": {
    ...put("s3:PutBucketOwnershipControls", "bucket", "ownershipControls", OWNERSHIP, "ownershipControls"),
    // It is the setting of every new bucket.
    changes: [],
  },
  "put while public ACLs are blocked": {
    actions: [["s3:PutObject", "object"]],
    send: async (it) => {
      const { s3, bucket } = it;
      const block = { bucket, query: "publicAccessBlock" };
      const blocked = await s3.ask(s3.server.root, { ...block, method: "PUT", body: BLOCK_ACLS });
      if (blocked.status >= 300) return blocked; // the server cannot block them
      const answer = await ask(it, "PUT", { body: WRITTEN });
      await s3.must(s3.server.root, { ...block, method: "DELETE" });
      return answer;
    },
    changes: ["object"],
    leaves: () => WRITTEN,
  },
  "create bucket": {
    actions: [["s3:CreateBucket", "bucket"]],
    send: (it) => ask(it, "PUT"),
    changes: ["bucket"],
  },
  "delete bucket": {
    actions: [["s3:DeleteBucket", "bucket"]],
    send: (it) => ask(it, "DELETE"),
    changes: ["bucket"],
  },
} satisfies Record<string, Doing>;
