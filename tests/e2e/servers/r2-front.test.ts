/** The stand-in for R2's S3 API, asked by AWS's SDK and, where the SDK cannot ask wrongly, by hand. */
import { readFileSync } from "node:fs";
import { Agent } from "node:https";
import { Readable } from "node:stream";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
  ListObjectsV2Command,
  PutBucketAclCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutBucketWebsiteCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
  UploadPartCommand,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { presigned, send, signed, type Credentials } from "../../rgw/client";
import { describeWithRgw } from "../../rgw/server";
import { useGateway } from "../../rgw/use-gateway";
import { startR2Front, type R2Front } from "./r2-front";

const BUCKET = "r2-front-files";
const MIB = 1024 * 1024;

interface MetadataBearer {
  $metadata: { httpStatusCode?: number };
}
/** The SDK warns on the console that it cannot send a stream again. */
const QUIET = { debug() {}, info() {}, warn() {}, error() {} };

type Command = Parameters<S3Client["send"]>[0];

describeWithRgw("the stand-in for R2's S3 API", () => {
  const gateway = useGateway({ bucket: BUCKET, objects: { "some key+ä": "object" } });
  let front: R2Front;
  let agent: Agent;
  const clients: S3Client[] = [];

  beforeAll(async () => {
    front = await startR2Front(gateway.rgw, BUCKET);
    agent = new Agent({ ca: readFileSync(gateway.rgw.ca) });
  });
  afterAll(async () => {
    for (const client of clients) client.destroy();
    agent.destroy();
    await front.stop();
  });

  function client(config: S3ClientConfig = {}): S3Client {
    const made = new S3Client({
      endpoint: front.url,
      region: "auto",
      forcePathStyle: true,
      credentials: front.writer,
      maxAttempts: 1,
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
      requestHandler: new NodeHttpHandler({ httpsAgent: agent }),
      ...config,
    });
    clients.push(made);
    return made;
  }

  /** `200`, or the status and the code of the error. */
  async function ask(command: unknown, from = client()): Promise<string> {
    try {
      const answer: unknown = await from.send(command as Command);
      return String((answer as MetadataBearer).$metadata.httpStatusCode);
    } catch (error) {
      const { name, $metadata } = error as Error & Partial<MetadataBearer>;
      return `${$metadata?.httpStatusCode ?? String(error)} ${name}`;
    }
  }

  const put = (more: object = {}): PutObjectCommand =>
    new PutObjectCommand({ Bucket: BUCKET, Key: "put", Body: "object", ...more });

  describe("signatures", () => {
    test.each(["auto", "us-east-1"])("the region %s is right", async (region) => {
      expect(await ask(put(), client({ region }))).toBe("200");
    });

    test("an empty region stands for auto", async () => {
      const request = { method: "HEAD", url: `${front.url}/${BUCKET}`, agent };
      expect((await signed(front.writer, request, { region: "" })).status).toBe(200);
    });

    test("another region is refused", async () => {
      expect(await ask(put(), client({ region: "us-west-2" }))).toBe("400 InvalidRegionName");
    });

    test("the secret must be the hash of the token's value", async () => {
      const credentials: Credentials = { ...front.writer, secretAccessKey: "0".repeat(64) };
      expect(await ask(put(), client({ credentials }))).toBe("403 SignatureDoesNotMatch");
    });

    test("an unknown key is 401", async () => {
      const credentials: Credentials = { ...front.writer, accessKeyId: "0".repeat(32) };
      expect(await ask(put(), client({ credentials }))).toBe("401 Unauthorized");
    });

    test("nobody reads without a signature", async () => {
      const answer = await send({ method: "GET", url: `${front.url}/${BUCKET}/some%20key%2B%C3%A4`, agent });
      expect([answer.status, answer.text]).toEqual([400, expect.stringContaining("InvalidArgument")]);
    });

    test("a body must have the hash that was signed", async () => {
      const request = { method: "PUT", url: `${front.url}/${BUCKET}/put`, body: "changed", agent };
      const answer = await signed(front.writer, request, { region: "auto", signedBody: "object" });
      expect([answer.status, answer.text]).toEqual([
        400,
        expect.stringContaining("XAmzContentSHA256Mismatch"),
      ]);
    });

    test("a presigned URL works for its time, and not when it was changed", async () => {
      const url = `${front.url}/${BUCKET}/some%20key%2B%C3%A4?response-content-type=text%2Fplain`;
      const request = { method: "GET", url };
      const good = await presigned(front.writer, request, 60, { region: "auto" });
      const old = { region: "auto", at: new Date(Date.now() - 120_000) };
      const get = async (target: string): Promise<unknown> => {
        const { status, text } = await send({ method: "GET", url: target, agent });
        return status === 200 ? text : status;
      };
      expect(await get(good)).toBe("object");
      expect(await get(good.replace("text%2Fplain", "text%2Fhtml"))).toBe(403);
      expect(await get(await presigned(front.writer, request, 60, old))).toBe(403);
    });
  });

  describe("what R2 has", () => {
    const at = { Bucket: BUCKET, Key: "some key+ä" };
    test.each<[string, string, unknown]>([
      ["GetObject", "200", new GetObjectCommand(at)],
      ["GetObject of a range", "206", new GetObjectCommand({ ...at, Range: "bytes=0-1" })],
      [
        "HeadObject of a missing key",
        "404 NotFound",
        new HeadObjectCommand({ Bucket: BUCKET, Key: "missing" }),
      ],
      [
        "GetObject of a missing key",
        "404 NoSuchKey",
        new GetObjectCommand({ Bucket: BUCKET, Key: "missing" }),
      ],
      ["ListObjectsV2", "200", new ListObjectsV2Command({ Bucket: BUCKET })],
      [
        "CopyObject",
        "200",
        new CopyObjectCommand({
          Bucket: BUCKET,
          Key: "copy",
          CopySource: encodeURIComponent(`${BUCKET}/${at.Key}`),
        }),
      ],
      [
        "DeleteObjects",
        "200",
        new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects: [{ Key: "copy" }] } }),
      ],
      ["an ACL that it ignores", "200", put({ ACL: "public-read" })],
      ["the ACL that authentik sends", "200", put({ ACL: "private" })],
      ["a CRC32 in a header", "200", put({ ChecksumCRC32: "qK2r7A==" })],
    ])("%s is %s", async (_, answer, command) => {
      expect(await ask(command)).toBe(answer);
    });

    test("an object that was uploaded with a public ACL is private", async () => {
      expect(await ask(put({ ACL: "public-read" }))).toBe("200");
      expect((await send({ method: "GET", url: `${gateway.rgw.http}/${BUCKET}/put` })).status).toBe(403);
    });
  });

  describe("what R2 does not have", () => {
    const at = { Bucket: BUCKET, Key: "put" };
    const upload = { ...at, UploadId: "1", MultipartUpload: { Parts: [{ PartNumber: 1, ETag: "1" }] } };
    test.each<[string, string, unknown]>([
      ["ListBuckets with the key of one bucket", "403 AccessDenied", new ListBucketsCommand({})],
      ["another bucket", "403 AccessDenied", new ListObjectsV2Command({ Bucket: "another-bucket" })],
      ["an unknown ACL", "501 NotImplemented", put({ ACL: "log-delivery-write" })],
      ["PutObjectAcl", "501 NotImplemented", new PutObjectAclCommand({ ...at, ACL: "private" })],
      ["PutBucketAcl", "501 NotImplemented", new PutBucketAclCommand({ Bucket: BUCKET, ACL: "private" })],
      ["GetBucketPolicy", "501 NotImplemented", new GetBucketPolicyCommand({ Bucket: BUCKET })],
      ["PutBucketPolicy", "501 NotImplemented", new PutBucketPolicyCommand({ Bucket: BUCKET, Policy: "{}" })],
      [
        "PutBucketVersioning",
        "501 NotImplemented",
        new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration: { Status: "Enabled" } }),
      ],
      ["ListObjectVersions", "501 NotImplemented", new ListObjectVersionsCommand({ Bucket: BUCKET })],
      [
        "PutBucketWebsite",
        "501 NotImplemented",
        new PutBucketWebsiteCommand({ Bucket: BUCKET, WebsiteConfiguration: {} }),
      ],
      [
        "PutBucketTagging",
        "501 NotImplemented",
        new PutBucketTaggingCommand({ Bucket: BUCKET, Tagging: { TagSet: [] } }),
      ],
      [
        "PutObjectTagging",
        "501 NotImplemented",
        new PutObjectTaggingCommand({ ...at, Tagging: { TagSet: [] } }),
      ],
      ["an object with tags", "501 NotImplemented", put({ Tagging: "Tus-Completed=false" })],
      ["a grant", "501 NotImplemented", put({ GrantRead: "id=someone" })],
      ["a wrong CRC32", "400 BadDigest", put({ ChecksumCRC32: "AAAAAA==" })],
      [
        "a copy with a checksum",
        "501 NotImplemented",
        new CopyObjectCommand({ ...at, CopySource: `${BUCKET}/put`, ChecksumAlgorithm: "SHA256" }),
      ],
      [
        "a CRC32 of a whole object in parts",
        "501 NotImplemented",
        new CreateMultipartUploadCommand({ ...at, ChecksumAlgorithm: "CRC32", ChecksumType: "FULL_OBJECT" }),
      ],
      [
        "a CRC64NVME of parts",
        "501 NotImplemented",
        new CreateMultipartUploadCommand({
          ...at,
          ChecksumAlgorithm: "CRC64NVME",
          ChecksumType: "COMPOSITE",
        }),
      ],
      ["the parts of a missing upload", "404 NoSuchUpload", new CompleteMultipartUploadCommand(upload)],
    ])("%s is %s", async (_, answer, command) => {
      expect(await ask(command)).toBe(answer);
    });

    test("a body in chunks with a checksum behind it is refused", async () => {
      const Body = Readable.from([Buffer.from("object")]);
      const streaming = client({ requestChecksumCalculation: "WHEN_SUPPORTED", logger: QUIET });
      expect(await ask(put({ Body, ContentLength: 6 }), streaming)).toBe("501 NotImplemented");
      expect(front.refused.at(-1)).toMatch(/STREAMING-UNSIGNED-PAYLOAD-TRAILER/);
    });

    test("a session token is refused", async () => {
      const credentials = { ...front.writer, sessionToken: "token" };
      expect(await ask(put(), client({ credentials }))).toBe("400 InvalidArgument");
    });
  });

  test.each<[string, number[]]>([
    ["200", [5 * MIB, 5 * MIB, 1]],
    ["200", [5 * MIB]],
    ["200", [5 * MIB, 5 * MIB]],
    ["400 InvalidPart", [5 * MIB, 6 * MIB, 1]],
    ["400 InvalidPart", [6 * MIB, 5 * MIB, 1]],
    ["400 InvalidPart", [5 * MIB, 6 * MIB]],
  ])("the completion is %s for parts of %j bytes", async (answer, sizes) => {
    const from = client();
    const at = { Bucket: BUCKET, Key: "parts" };
    const { UploadId } = await from.send(new CreateMultipartUploadCommand(at));
    const Parts = await Promise.all(
      sizes.map(async (size, i) => {
        const part = { ...at, UploadId, PartNumber: i + 1, Body: Buffer.alloc(size) };
        return { PartNumber: i + 1, ETag: (await from.send(new UploadPartCommand(part))).ETag };
      }),
    );
    const complete = new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts } });
    expect(await ask(complete, from)).toBe(answer);
  });
});
