// Resumable uploads as Supabase Storage (v1.70.6) makes them: its store, with its settings (src/http/routes/tus/index.ts), from the
// environment of its container. The argument is JSON: for each upload the sizes in bytes of the requests that its client sends, of which
// the last completes it. Prints what became of each as JSON: "whole", or the error of the store.
import { Buffer } from "node:buffer";
import console from "node:console";
import { createHash, randomBytes } from "node:crypto";
import process from "node:process";
import { Readable } from "node:stream";
import { S3Store } from "@tus/s3-store";
import { Upload } from "@tus/utils";

const { env } = process;
const store = new S3Store({
  partSize: parseInt(env.TUS_PART_SIZE || "50", 10) * 1024 * 1024,
  expirationPeriodInMilliseconds: 3_600_000,
  useTags: env.TUS_ALLOW_S3_TAGS !== "false",
  s3ClientConfig: {
    bucket: env.GLOBAL_S3_BUCKET,
    region: env.REGION,
    endpoint: env.GLOBAL_S3_ENDPOINT,
    forcePathStyle: env.GLOBAL_S3_FORCE_PATH_STYLE === "true",
  },
});

const hash = (bytes) => createHash("sha256").update(bytes).digest("hex");

async function uploaded(name, requests) {
  const id = `${env.TENANT_ID}/avatars/${name}/5b1e3c1e-0000-4000-8000-000000000000`;
  const size = requests.reduce((sum, length) => sum + length, 0);
  const bytes = randomBytes(size);
  await store.create(new Upload({ id, size, offset: 0, metadata: { contentType: "video/mp4" } }));
  let offset = 0;
  for (const length of requests) {
    // As clients do after an interruption: they ask how much has arrived.
    const known = await store.getUpload(id);
    if (known.offset !== offset) return `${known.offset} of ${offset} bytes are known`;
    offset = await store.write(Readable.from([bytes.subarray(offset, offset + length)]), id, offset);
  }
  const chunks = [];
  for await (const chunk of await store.read(id)) chunks.push(chunk);
  return hash(Buffer.concat(chunks)) === hash(bytes) ? "whole" : "changed";
}

const outcomes = {};
for (const [name, requests] of Object.entries(JSON.parse(process.argv[2]))) {
  outcomes[name] = await uploaded(encodeURIComponent(name), requests).catch((error) => error.name);
}
store.client.destroy();
console.log(JSON.stringify(outcomes));
