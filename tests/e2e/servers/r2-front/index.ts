/** A thin front that makes an S3 server behave as R2's S3 API does, where the two differ and apps can notice. */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { sha256, signed, type Answer, type Credentials } from "../../../rgw/client";
import type { Rgw } from "../../../rgw/server";
import { checkChecksums } from "./checksums";
import { R2Error } from "./errors";
import { checkImplemented } from "./missing";
import { checkParts, completesUpload } from "./parts";
import { header, placeOf, type FrontRequest } from "./request";
import { checkSignature } from "./signature";

export interface R2Front {
  /** `https://127.0.0.1:port`, with a certificate of the gateway's authority. Buckets are in the path. */
  url: string;
  /** The keys that the S3 API takes for a token: https://developers.cloudflare.com/r2/api/tokens/#get-s3-api-credentials-from-an-api-token */
  writer: Credentials;
  /** Code and message of each refusal so far. */
  refused: string[];
  stop(): Promise<void>;
}

/**
 * Starts the front before a gateway, for one existing bucket of the gateway's owner: like a token with "Object Read & Write" on one bucket,
 * its keys open that bucket and nothing else.
 */
export async function startR2Front(rgw: Rgw, bucket: string): Promise<R2Front> {
  const token = { id: randomBytes(16).toString("hex"), value: randomBytes(20).toString("hex") };
  const writer = { accessKeyId: token.id, secretAccessKey: sha256(token.value) };
  const refused: string[] = [];
  const pem = readFileSync(join(dirname(rgw.ca), "rgw.pem"));

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const request = await read(incoming);
      await check(request, { rgw, bucket, writer });
      const { status, headers, body } = await forward(rgw, request);
      const kept = Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.includes(name));
      response.writeHead(status, Object.fromEntries(kept)).end(body);
    } catch (error) {
      const known = error instanceof R2Error ? error : new R2Error(500, "InternalError", String(error));
      refused.push(`${known.code}: ${known.message}`);
      response.writeHead(known.status, { "content-type": "application/xml" });
      response.end(incoming.method === "HEAD" ? undefined : known.xml);
    }
  }

  const server = createServer(
    { key: pem, cert: pem },
    (incoming, response) => void answer(incoming, response),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    writer,
    refused,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const OF_THE_CONNECTION = ["connection", "transfer-encoding"];

async function read(incoming: IncomingMessage): Promise<FrontRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { method = "GET", url = "/", headers } = incoming;
  return { method, url: new URL(url, `https://${headers.host}`), headers, body: Buffer.concat(chunks) };
}

interface Behind {
  rgw: Rgw;
  bucket: string;
  writer: Credentials;
}

/** Throws R2's error if R2 would refuse the request. */
async function check(request: FrontRequest, { rgw, bucket, writer }: Behind): Promise<void> {
  if (request.method === "OPTIONS") return; // browsers ask without a signature
  await checkSignature(request, writer);
  // Also ListBuckets: https://developers.cloudflare.com/r2/api/tokens/#permissions
  if (placeOf(request).bucket !== bucket) throw new R2Error(403, "AccessDenied", "Access Denied");
  checkImplemented(request);
  checkChecksums(request);
  if (completesUpload(request)) {
    const list = await forward(rgw, { ...request, method: "GET", body: Buffer.alloc(0), headers: {} });
    if (list.status !== 200)
      throw new R2Error(404, "NoSuchUpload", "The specified multipart upload does not exist.");
    checkParts(list.text);
  }
}

/** What belongs to the client's signature, connection or checksums, which are checked, and the ACL, which R2 ignores. */
const NOT_FORWARDED =
  /^(host|connection|expect|authorization|content-length|transfer-encoding|x-amz-(date|content-sha256|acl|sdk-.*|checksum-.*|trailer))$/;

/** Asks the gateway as the bucket's owner. */
function forward(rgw: Rgw, request: FrontRequest): Promise<Answer> {
  const url = new URL(request.url.pathname + request.url.search, rgw.http);
  for (const name of [...url.searchParams.keys()])
    if (name.startsWith("X-Amz-")) url.searchParams.delete(name);
  const names = Object.keys(request.headers).filter((name) => !NOT_FORWARDED.test(name));
  const headers = Object.fromEntries(names.map((name) => [name, header(request, name) ?? ""]));
  const asked = { method: request.method, url: url.href, headers };
  return signed(rgw.root, request.body.length === 0 ? asked : { ...asked, body: request.body });
}
