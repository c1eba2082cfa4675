/** How each capability is asked of a server. A newer server that supports more answers differently, and so fails its test. */
import { Readable } from "node:stream";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { ConditionBlock } from "../../access/policy";
import type { StoreCapabilities } from "../../stores/capabilities";
import { PUBLIC, xml } from "../rgw/doing";
import { presigned, send } from "../rgw/client";
import { accessBlockXml, corsXml } from "../rgw/from-preview";
import { elements } from "../rgw/s3";
import { OWNERSHIP, TAGS } from "../rgw/setting-writes";
import type { FreshBucket } from "./fresh-bucket";

const quiet = (): void => undefined;

const MIB = 1024 * 1024;

const ORIGIN = "https://social.example";

/** The rule that the library sets, in the order of AWS's schema. */
const ABORT_UPLOADS = xml(
  "LifecycleConfiguration",
  "<Rule><ID>uploads</ID><Filter><Prefix></Prefix></Filter><Status>Enabled</Status>" +
    "<AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule>",
);

const SOME = { method: "PUT", key: "some", body: "some" };

/** A Worker's binding is a setting of Cloudflare's account, so no request to a server can show it. */
export type Measurable = Exclude<keyof StoreCapabilities, "workers">;

export const MEASUREMENTS: Record<Measurable, (fresh: FreshBucket) => Promise<boolean>> = {
  async bucketPolicy(fresh) {
    await fresh.must(SOME);
    const before = await fresh.allows(fresh.guest, { key: "some" });
    if (!(await fresh.takes(fresh.policyForGuest()))) return false;
    return !before && (await fresh.allows(fresh.guest, { key: "some" }));
  },

  async objectAcls(fresh) {
    await fresh.must(SOME);
    const isTaken = await fresh.takes({ key: "shown", headers: PUBLIC, body: "shown" });
    return isTaken && (await fresh.isPublic("shown")) && !(await fresh.isPublic("some"));
  },

  async ownershipControls(fresh) {
    if (!(await fresh.takes({ query: "ownershipControls", body: OWNERSHIP }))) return false;
    // AWS refuses the upload, versitygw ignores the ACL.
    await fresh.ask(fresh.owner, { ...SOME, headers: PUBLIC });
    const { status } = await fresh.ask(undefined, { key: "some" });
    return status === 403 || status === 404;
  },

  async publicAccessBlock(fresh) {
    if (!(await blocks(fresh, { ignorePublicAcls: false }))) return false;
    await fresh.must({ ...SOME, headers: PUBLIC });
    expect(await fresh.isPublic("some")).toBe(true);
    return (await blocks(fresh, { ignorePublicAcls: true })) && !(await fresh.isPublic("some"));
  },

  async blockPublicAcls(fresh) {
    return (await blocks(fresh, { blockPublicAcls: true })) && (await fresh.allows(fresh.owner, SOME));
  },

  async blockPublicPolicies(fresh) {
    if (!(await fresh.takes(fresh.policyForGuest()))) return false;
    if (!(await blocks(fresh, { blockPublicPolicy: true }))) return false;
    return fresh.allows(fresh.owner, { method: "PUT", ...fresh.policyForGuest() });
  },

  async secureTransport(fresh) {
    await fresh.must(SOME);
    if (!(await fresh.takes(fresh.publicPolicy({ onlyOverTls: true })))) return false;
    return (await fresh.isPublic("some", "https")) && !(await fresh.isPublic("some", "http"));
  },

  async cors(fresh) {
    const rules = corsXml([{ allowedOrigins: [ORIGIN], allowedMethods: ["GET"] }]);
    if (!(await fresh.takes({ query: "cors", body: rules }))) return false;
    const allows = async (origin: string): Promise<boolean> => {
      const asked = { origin, "access-control-request-method": "GET" };
      const { status, headers } = await fresh.ask(undefined, {
        method: "OPTIONS",
        key: "some",
        headers: asked,
      });
      // A browser refuses a preflight by its status too, whatever its headers say.
      const isSuccess = status >= 200 && status < 300;
      return isSuccess && [origin, "*"].includes(String(headers["access-control-allow-origin"]));
    };
    return (await allows(ORIGIN)) && !(await allows("https://other.example"));
  },

  async lifecycle(fresh) {
    if (!(await fresh.takes({ query: "lifecycle", body: ABORT_UPLOADS }))) return false;
    const { headers } = await fresh.ask(fresh.owner, { query: "lifecycle" });
    return headers["x-amz-transition-default-minimum-object-size"] !== undefined;
  },

  async tags(fresh) {
    if (!(await fresh.takes({ query: "tagging", body: TAGS }))) return false;
    // S3 Control's ListTagsForResource.
    return fresh.takes({
      method: "GET",
      bucket: "v20180820",
      key: `tags/arn:aws:s3:::${fresh.name}`,
    });
  },

  async objectTags(fresh) {
    const user = await fresh.userWith(["s3:PutObject", "s3:PutObjectTagging", "s3:GetObjectTagging"]);
    const headers = { "x-amz-tagging": "Tus-Completed=false" };
    if (!(await fresh.allows(user, { ...SOME, headers }))) return false;
    // Asked by the user, who owns the object on Ceph.
    const { text } = await fresh.ask(user, { key: "some", query: "tagging" });
    return elements(text, "Key").includes("Tus-Completed");
  },

  async unequalParts(fresh) {
    const begun = await fresh.must({ method: "POST", key: "parts", query: "uploads" });
    const upload = `uploadId=${elements(begun.text, "UploadId")[0] ?? ""}`;
    const parts: string[] = [];
    for (const [i, size] of [5 * MIB, 6 * MIB, 1].entries()) {
      const query = `partNumber=${i + 1}&${upload}`;
      const { headers } = await fresh.must({ key: "parts", query, body: Buffer.alloc(size) });
      parts.push(`<Part><PartNumber>${i + 1}</PartNumber><ETag>${String(headers["etag"])}</ETag></Part>`);
    }
    const body = xml("CompleteMultipartUpload", parts.join(""));
    if (!(await fresh.takes({ method: "POST", key: "parts", query: upload, body }))) return false;
    const { headers } = await fresh.ask(fresh.owner, { method: "HEAD", key: "parts" });
    return headers["content-length"] === String(11 * MIB + 1);
  },

  writerKeys: (fresh) => isIamAction(fresh, { Action: "CreateAccessKey", UserName: "writer" }),

  iam: (fresh) => isIamAction(fresh, { Action: "CreateUser", UserName: "somebody" }),

  async vpcEndpoints(fresh) {
    const within = { StringLike: { "aws:SourceVpce": "*" } };
    if (!(await fresh.takes(fresh.policyForGuest(within)))) return false;
    const isWithin = await canUpload(fresh, within);
    // A server that ignores the condition allows both.
    return isWithin && !(await canUpload(fresh, { Null: { "aws:SourceVpce": "true" } }));
  },

  async sourceAddress(fresh) {
    const headers = {
      "x-forwarded-for": "203.0.113.9",
      "x-real-ip": "203.0.113.9",
      forwarded: "for=203.0.113.9",
    };
    const isFooled = await canUpload(fresh, from("203.0.113.9/32"), headers);
    return !isFooled && (await canUpload(fresh, from("127.0.0.1/32")));
  },

  async publicAddressesOnly(fresh) {
    return !(await canUpload(fresh, from("127.0.0.0/8")));
  },

  async ipVersionsApart(fresh) {
    return !(await canUpload(fresh, from("::/64")));
  },

  async sdkChecksums(fresh) {
    const client = new S3Client({
      endpoint: fresh.http,
      region: "us-east-1",
      forcePathStyle: true,
      credentials: fresh.owner,
      maxAttempts: 1,
      logger: { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet },
    });
    const put = new PutObjectCommand({
      Bucket: fresh.name,
      Key: "some",
      Body: Readable.from(["some"]),
      ContentLength: 4,
    });
    try {
      await client.send(put);
      return true;
    } catch (error) {
      expect(error).toMatchObject({ name: "MissingContentLength" });
      return false;
    } finally {
      client.destroy();
    }
  },

  async foreignHosts(fresh) {
    await fresh.must(SOME);
    // Signed for the operator's own host. Over http, because https would check the name against the certificate; behind a proxy that
    // has one it is the same request.
    const [method, host] = ["GET", "files.social.example"];
    const link = await presigned(fresh.owner, { method, url: `http://${host}/${fresh.name}/some` }, 60);
    const url = link.replace(`http://${host}`, fresh.http);
    const { status, text } = await send({ method, url, headers: { host } });
    return status === 200 && text === "some";
  },

  async batchDeleteOnBucket(fresh) {
    const user = await fresh.userWith(["s3:DeleteObject"]);
    await fresh.must(SOME);
    const body = xml("Delete", "<Object><Key>some</Key></Object>");
    const isAllowed = await fresh.allows(user, { method: "POST", query: "delete", body });
    const { status } = await fresh.ask(fresh.owner, { method: "HEAD", key: "some" });
    // A refusal of one object is a part of an answer with status 200.
    expect([isAllowed, status]).toEqual(isAllowed ? [true, 404] : [false, 200]);
    return !isAllowed;
  },
};

const blocks = (fresh: FreshBucket, block: Record<string, boolean>): Promise<boolean> =>
  fresh.takes({ query: "publicAccessBlock", body: accessBlockXml(block) });

const from = (range: string): ConditionBlock => ({ IpAddress: { "aws:SourceIp": range } });

/** Whether a user who may upload under this condition can upload now. */
async function canUpload(
  fresh: FreshBucket,
  condition: ConditionBlock,
  headers: Record<string, string> = {},
): Promise<boolean> {
  return fresh.allows(await fresh.userWith(["s3:PutObject"], condition), { ...SOME, headers });
}

/** Whether the server has an action of IAM. Garage answers such a request with the list of buckets. */
async function isIamAction(
  fresh: FreshBucket,
  parameters: { Action: string; UserName: string },
): Promise<boolean> {
  const body = new URLSearchParams({ ...parameters, Version: "2010-05-08" }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const answer = await fresh.answer({ method: "POST", bucket: undefined, headers, body });
  return answer?.text.includes(`<${parameters.Action}Response`) === true;
}
