// The S3 calls of Supabase Storage (v1.70.6) as it makes them: its settings from the environment of its container and from
// nowhere else, the SDK's own look-up of credentials and checksum settings, its headers and its order. Prints what S3 answered,
// call by call, as JSON: a status, or what was wrong with the answer. Where a call has no other to build on it says so.
const { Buffer } = require("node:buffer");
const { Readable } = require("node:stream");
const s3 = require("@aws-sdk/client-s3");
const { Upload } = require("@aws-sdk/lib-storage");
const { AwsV4Signer } = require("aws4fetch");

const { env } = process;
const Bucket = env.GLOBAL_S3_BUCKET;
const client = new s3.S3Client({
  region: env.REGION,
  requestStreamBufferSize: 32 * 1024,
  ...(env.GLOBAL_S3_ENDPOINT && { endpoint: env.GLOBAL_S3_ENDPOINT }),
  ...(env.GLOBAL_S3_FORCE_PATH_STYLE === "true" && { forcePathStyle: true }),
});
const Tagging = (value) => (env.TUS_ALLOW_S3_TAGS === "false" ? {} : { Tagging: `Tus-Completed=${value}` });
const key = (name) => `${env.TENANT_ID}/avatars/${name}/5b1e3c1e-0000-4000-8000-000000000000`;
const TYPES = { ContentType: "image/png", CacheControl: "max-age=3600" };

const answers = {};

async function say(name, answer) {
  try {
    const { status, result } = await answer();
    answers[name] = status;
    return result;
  } catch (error) {
    answers[name] = error.$metadata?.httpStatusCode ?? error.message;
    return undefined;
  }
}

const call = (name, Command, input) =>
  say(name, async () => {
    const result = await client.send(new Command({ Bucket, ...input }));
    await result.Body?.transformToByteArray();
    // Of many deletions each has an answer of its own.
    const failed = result.Errors?.map(({ Code }) => Code).join(" ");
    return { status: failed || result.$metadata.httpStatusCode, result };
  });

const stream = (size) => Readable.from([Buffer.alloc(size, "x")]);

async function uploads() {
  const put = { Key: key("small.png"), Body: stream(2000), ContentLength: 2000, ...TYPES };
  await call("upload: PutObject", s3.PutObjectCommand, put);
  await say("upload of unknown length: multipart", async () => {
    const params = { Bucket, Key: key("big.png"), Body: stream(17 * 1024 * 1024), ...TYPES };
    const upload = new Upload({ client, partSize: 16 * 1024 * 1024, queueSize: 2, params });
    return { status: (await upload.done()).$metadata.httpStatusCode };
  });
  const head = await call("upload: HeadObject", s3.HeadObjectCommand, { Key: put.Key });
  await say("upload: its type and cache time", () => ({
    status: `${head?.ContentType}, ${head?.CacheControl}`,
  }));
  await call("download: GetObject", s3.GetObjectCommand, { Key: put.Key, Range: "bytes=0-99" });
  await say("image: presigned GetObject", async () => {
    const { accessKeyId, secretAccessKey } = await client.config.credentials();
    const url = `${env.GLOBAL_S3_ENDPOINT}/${Bucket}/${put.Key}?X-Amz-Expires=600`;
    const keys = { accessKeyId, secretAccessKey, region: env.REGION, service: "s3" };
    const signed = await new AwsV4Signer({ url, ...keys, signQuery: true }).sign();
    const response = await globalThis.fetch(signed.url);
    await response.arrayBuffer();
    return { status: response.status };
  });
  await call("copy: CopyObject", s3.CopyObjectCommand, {
    Key: key("copy.png"),
    CopySource: encodeURIComponent(`${Bucket}/${put.Key}`),
    MetadataDirective: "COPY",
  });
  await call("admin: CopyObject for a backup", s3.CopyObjectCommand, {
    Key: `__internal/${put.Key}`,
    CopySource: encodeURIComponent(`${Bucket}/${put.Key}`),
  });
  await call("admin: ListObjectsV2", s3.ListObjectsV2Command, { Prefix: `${env.TENANT_ID}/` });
  await call("delete: DeleteObject", s3.DeleteObjectCommand, { Key: key("copy.png") });
}

async function resumable() {
  const Key = key("resumable.png");
  const start = await call("resumable: CreateMultipartUpload", s3.CreateMultipartUploadCommand, {
    Key,
    Metadata: { "tus-version": "1.0.0" },
    ...TYPES,
  });
  const { UploadId } = start ?? {};
  const info = (value) => ({
    Key: `${Key}.info`,
    Body: "{}",
    Metadata: { "upload-id": UploadId ?? "", "tus-version": "1.0.0" },
    ...Tagging(value),
  });
  await call("resumable: PutObject of .info, tagged", s3.PutObjectCommand, info("false"));
  await call("resumable: GetObject of .info", s3.GetObjectCommand, { Key: `${Key}.info` });
  await call("resumable: ListParts", s3.ListPartsCommand, { Key, UploadId });
  await call("resumable: HeadObject of the missing .part", s3.HeadObjectCommand, { Key: `${Key}.part` });
  const rest = { Key: `${Key}.part`, Body: stream(1000), ContentLength: 1000, ...Tagging("false") };
  await call("resumable: PutObject of .part, tagged", s3.PutObjectCommand, rest);
  await call("resumable: GetObject of .part", s3.GetObjectCommand, { Key: rest.Key });
  await call("resumable: DeleteObject of .part", s3.DeleteObjectCommand, { Key: rest.Key });
  const part = await call("resumable: UploadPart", s3.UploadPartCommand, {
    Key,
    UploadId,
    PartNumber: 1,
    Body: stream(5 * 1024 * 1024),
    ContentLength: 5 * 1024 * 1024,
  });
  const copied = await call("protocol endpoint: UploadPartCopy", s3.UploadPartCopyCommand, {
    Key,
    UploadId,
    PartNumber: 2,
    // Garage copies no part from an object of less than 5 MiB.
    CopySource: `${Bucket}/${key("big.png")}`,
    // On R2 no part may be larger than the first.
    CopySourceRange: `bytes=0-${5 * 1024 * 1024 - 1}`,
  });
  const Parts = [part?.ETag, copied?.CopyPartResult?.ETag].map((ETag, i) => ({ ETag, PartNumber: i + 1 }));
  await call("resumable: CompleteMultipartUpload", s3.CompleteMultipartUploadCommand, {
    Key,
    UploadId,
    MultipartUpload: { Parts },
  });
  await call("resumable: PutObject of .info, completed", s3.PutObjectCommand, info("true"));
  await call("resumable: HeadObject", s3.HeadObjectCommand, { Key });
}

async function clearUp() {
  const Key = key("given-up.png");
  const start = await call("given up: CreateMultipartUpload", s3.CreateMultipartUploadCommand, { Key });
  await call("given up: AbortMultipartUpload", s3.AbortMultipartUploadCommand, {
    Key,
    UploadId: start?.UploadId,
  });
  const keys = ["small.png", "big.png", "resumable.png"].map(key);
  const Objects = keys.flatMap((one) => [{ Key: one }, { Key: `${one}.info` }]);
  await call("delete of many: DeleteObjects", s3.DeleteObjectsCommand, { Delete: { Objects } });
}

uploads()
  .then(resumable)
  .then(clearUp)
  .then(() => client.destroy())
  .then(() => console.log(JSON.stringify(answers)));
