/** Each capability in stores/s3/ceph.ts, tested at the server. A newer server that supports more fails too. */
import { Readable } from "node:stream";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { ConditionBlock } from "../../access/policy";
import { denyInsecureTransport, document } from "../../access/statements";
import { ceph } from "../../stores/s3/ceph";
import type { StoreCapabilities } from "../../stores/capabilities";
import type { Answer, Credentials } from "./client";
import { PUBLIC, xml } from "./doing";
import { accessBlockXml } from "./from-preview";
import { elements, S3, type S3Request } from "./s3";
import { describeWithRgw, startRgw, type Rgw } from "./server";
import { LIFECYCLE, OWNERSHIP, TAGS } from "./setting-writes";

const quiet = (): void => undefined;

const START_TIMEOUT_MS = 300_000;

/** A new bucket of the owner. */
class Fresh {
  constructor(
    private readonly s3: S3,
    readonly bucket: string,
  ) {}

  ask(who: Credentials | undefined, request: Partial<S3Request>): Promise<Answer> {
    return this.s3.ask(who, { method: "GET", bucket: this.bucket, ...request });
  }

  /** Sends a request as the owner; it must succeed. */
  must(request: Partial<S3Request>): Promise<Answer> {
    return this.s3.must(this.owner, { method: "PUT", bucket: this.bucket, ...request });
  }

  get http(): string {
    return this.s3.rgw.http;
  }

  get owner(): Credentials {
    return this.s3.rgw.root;
  }

  get writer(): Credentials {
    return this.s3.rgw.writer;
  }
}

/** The policy that lets the writer do something with the objects. */
function allowing(action: string, { bucket }: Fresh, Condition?: ConditionBlock): Partial<S3Request> {
  const Principal = { AWS: "arn:aws:iam:::user/writer" };
  const statement = {
    Effect: "Allow" as const,
    Principal,
    Action: action,
    Resource: `arn:aws:s3:::${bucket}/*`,
    ...(Condition && { Condition }),
  };
  return { method: "PUT", query: "policy", body: JSON.stringify(document([statement])) };
}

/** Whether the server has an action of IAM. */
async function isIamAction(fresh: Fresh, parameters: Record<string, string>): Promise<boolean> {
  const body = new URLSearchParams({ ...parameters, Version: "2010-05-08" });
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const request = { method: "POST", bucket: undefined, headers, body: body.toString() };
  return done(await fresh.ask(fresh.owner, request), 405, "MethodNotAllowed");
}

/** Whether the request succeeded. Any other status than that of the expected refusal is an error. */
function done({ status, text }: Answer, refusal: number, code = "AccessDenied"): boolean {
  if (status >= 200 && status < 300) return true;
  expect([status, elements(text, "Code")]).toEqual([refusal, [code]]);
  return false;
}

const CELLS: Record<keyof StoreCapabilities, (fresh: Fresh) => Promise<boolean>> = {
  async bucketPolicy(fresh) {
    await fresh.must({ key: "some", body: "some" });
    const read = async (): Promise<boolean> => done(await fresh.ask(fresh.writer, { key: "some" }), 403);
    const before = await read();
    await fresh.must(allowing("s3:GetObject", fresh));
    return !before && (await read());
  },

  async objectAcls(fresh) {
    await fresh.must({ key: "shown", headers: PUBLIC, body: "shown" });
    await fresh.must({ key: "hidden", body: "hidden" });
    const read = async (key: string): Promise<boolean> => done(await fresh.ask(undefined, { key }), 403);
    return (await read("shown")) && !(await read("hidden"));
  },

  async ownershipControls(fresh) {
    const request = { method: "PUT", query: "ownershipControls", body: OWNERSHIP };
    return done(await fresh.ask(fresh.owner, request), 400, "InvalidArgument");
  },

  async publicAccessBlock(fresh) {
    await fresh.must({ key: "some", headers: PUBLIC, body: "some" });
    expect(done(await fresh.ask(undefined, { key: "some" }), 403)).toBe(true);
    await fresh.must({ query: "publicAccessBlock", body: accessBlockXml({ ignorePublicAcls: true }) });
    return !done(await fresh.ask(undefined, { key: "some" }), 403);
  },

  async blockPublicAcls(fresh) {
    await fresh.must({ query: "publicAccessBlock", body: accessBlockXml({ blockPublicAcls: true }) });
    return done(await fresh.ask(fresh.owner, { method: "PUT", key: "private", body: "private" }), 403);
  },

  async blockPublicPolicies(fresh) {
    await fresh.must(allowing("s3:GetObject", fresh));
    await fresh.must({ query: "publicAccessBlock", body: accessBlockXml({ blockPublicPolicy: true }) });
    return done(await fresh.ask(fresh.owner, allowing("s3:GetObject", fresh)), 403);
  },

  async secureTransport(fresh) {
    await fresh.must({ key: "some", headers: PUBLIC, body: "some" });
    const deny = denyInsecureTransport(`arn:aws:s3:::${fresh.bucket}`);
    await fresh.must({ query: "policy", body: JSON.stringify(document([deny])) });
    const read = async (over: "http" | "https"): Promise<boolean> =>
      done(await fresh.ask(undefined, { key: "some", over }), 403);
    return (await read("https")) && !(await read("http"));
  },

  async cors(fresh) {
    const origin = "https://social.example";
    const rule = `<AllowedOrigin>${origin}</AllowedOrigin><AllowedMethod>GET</AllowedMethod>`;
    await fresh.must({ query: "cors", body: xml("CORSConfiguration", `<CORSRule>${rule}</CORSRule>`) });
    const headers = { origin, "access-control-request-method": "GET" };
    const answer = await fresh.ask(undefined, { method: "OPTIONS", key: "some", headers });
    return answer.headers["access-control-allow-origin"] === origin;
  },

  async lifecycle(fresh) {
    await fresh.must({ query: "lifecycle", body: LIFECYCLE });
    const { headers } = await fresh.ask(fresh.owner, { query: "lifecycle" });
    return headers["x-amz-transition-default-minimum-object-size"] !== undefined;
  },

  async tags(fresh) {
    await fresh.must({ query: "tagging", body: TAGS });
    // S3 Control's ListTagsForResource.
    const key = `tags/arn:aws:s3:::${fresh.bucket}`;
    return done(await fresh.ask(fresh.owner, { bucket: "v20180820", key }), 404, "NoSuchBucket");
  },

  async objectTags(fresh) {
    await fresh.must(allowing("s3:PutObject", fresh));
    const headers = { "x-amz-tagging": "Tus-Completed=false" };
    return done(
      await fresh.ask(fresh.writer, { method: "PUT", key: "tagged", headers, body: "tagged" }),
      403,
    );
  },

  writerKeys: (fresh) => isIamAction(fresh, { Action: "CreateAccessKey", UserName: "writer" }),

  iam: (fresh) => isIamAction(fresh, { Action: "CreateUser", UserName: "somebody" }),

  async vpcEndpoints(fresh) {
    const put = { method: "PUT", key: "some", body: "some" };
    await fresh.must(allowing("s3:PutObject", fresh, { Null: { "aws:SourceVpce": "true" } }));
    expect(done(await fresh.ask(fresh.writer, put), 403)).toBe(true);
    await fresh.must(allowing("s3:PutObject", fresh, { StringLike: { "aws:SourceVpce": "*" } }));
    return done(await fresh.ask(fresh.writer, put), 403);
  },

  async sourceAddress(fresh) {
    await fresh.must(allowing("s3:PutObject", fresh, { IpAddress: { "aws:SourceIp": "203.0.113.9/32" } }));
    const headers = {
      "x-forwarded-for": "203.0.113.9",
      "x-real-ip": "203.0.113.9",
      forwarded: "for=203.0.113.9",
    };
    const isFooled = done(
      await fresh.ask(fresh.writer, { method: "PUT", key: "some", body: "some", headers }),
      403,
    );
    await fresh.must(allowing("s3:PutObject", fresh, { IpAddress: { "aws:SourceIp": "127.0.0.1/32" } }));
    return (
      !isFooled && done(await fresh.ask(fresh.writer, { method: "PUT", key: "some", body: "some" }), 403)
    );
  },

  async publicAddressesOnly(fresh) {
    await fresh.must(allowing("s3:PutObject", fresh, { IpAddress: { "aws:SourceIp": "127.0.0.0/8" } }));
    return !done(await fresh.ask(fresh.writer, { method: "PUT", key: "some", body: "some" }), 403);
  },

  async ipVersionsApart(fresh) {
    await fresh.must(allowing("s3:PutObject", fresh, { IpAddress: { "aws:SourceIp": "::/64" } }));
    return !done(await fresh.ask(fresh.writer, { method: "PUT", key: "some", body: "some" }), 403);
  },

  async sdkChecksums(fresh) {
    const client = new S3Client({
      endpoint: fresh.http,
      region: "default",
      forcePathStyle: true,
      credentials: fresh.owner,
      maxAttempts: 1,
      logger: { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet },
    });
    const put = new PutObjectCommand({
      Bucket: fresh.bucket,
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
    await fresh.must({ key: "some", headers: PUBLIC, body: "some" });
    // Over http, because https would check the name against the certificate; behind a proxy that has one it is the same request.
    const request = { key: "some", headers: { host: "files.social.example" }, over: "http" as const };
    return done(await fresh.ask(undefined, request), 404, "NoSuchBucket");
  },

  async batchDeleteOnBucket(fresh) {
    await fresh.must(allowing("s3:DeleteObject", fresh));
    await fresh.must({ key: "some", body: "some" });
    const body = xml("Delete", "<Object><Key>some</Key></Object>");
    return !done(await fresh.ask(fresh.writer, { method: "POST", query: "delete", body }), 403);
  },
};

describeWithRgw("what the server can do", () => {
  let rgw: Rgw;
  let s3: S3;
  beforeAll(async () => {
    rgw = await startRgw();
    s3 = new S3(rgw);
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    (s3 as S3 | undefined)?.close();
    await (rgw as Rgw | undefined)?.stop();
  });

  test.each(Object.keys(CELLS) as (keyof StoreCapabilities)[])("%s", async (cell) => {
    const fresh = new Fresh(s3, `rgw-${cell.toLowerCase()}`);
    await fresh.must({});
    expect(await CELLS[cell](fresh)).toBe(ceph.can[cell]);
  });
});
