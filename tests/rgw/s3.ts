import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Agent } from "node:https";
import { send, signed, type Answer, type Credentials, type Request, type Signing } from "./client";
import type { S3Server } from "../s3-servers/s3-server";

/** A request in S3's path style. */
export interface S3Request {
  method: string;
  bucket?: string | undefined;
  key?: string | undefined;
  /** `list-type=2`, `policy` */
  query?: string | undefined;
  headers?: Record<string, string>;
  body?: string | Buffer;
  over?: "http" | "https";
}

/** The target of requests, and how their URLs are written. */
export class S3<Server extends S3Server = S3Server> {
  private readonly agent: Agent;

  constructor(readonly server: Server) {
    // A handshake takes longer than most requests.
    this.agent = new Agent({ ca: readFileSync(server.ca), keepAlive: true });
  }

  close(): void {
    this.agent.destroy();
  }

  request({ method, bucket, key, query, headers = {}, body, over = "https" }: S3Request): Request {
    const path = [bucket, ...(key ?? "").split("/")].map((part) => encodeURIComponent(part ?? "")).join("/");
    const url = `${this.server[over]}/${key === undefined ? (bucket ?? "") : path}${query === undefined ? "" : `?${query}`}`;
    const all = isSetting(query) && body !== undefined ? { "content-md5": md5(body), ...headers } : headers;
    return { method, url, headers: all, ...(body !== undefined && { body }), agent: this.agent };
  }

  /** Signed if the sender has a key. */
  ask(who: Credentials | undefined, request: S3Request, how: Signing = {}): Promise<Answer> {
    const full = this.request(request);
    return who === undefined ? send(full) : signed(who, full, how);
  }

  /** A request of the owner or the writer that prepares a test: any status but 2xx is an error. */
  async must(who: Credentials, request: S3Request, how: Signing = {}): Promise<Answer> {
    const answer = await this.ask(who, request, how);
    if (answer.status >= 200 && answer.status < 300) return answer;
    const { method, bucket = "", key = "", query = "" } = request;
    throw new Error(`${method} ${bucket}/${key}?${query}: ${answer.status} ${answer.text}`);
  }
}

/** Whether a request's body is a document about a bucket or an object: every SDK sends its hash, and some servers insist on it. */
const isSetting = (query: string | undefined): boolean => query !== undefined && !query.includes("uploadId=");

const md5 = (body: string | Buffer): string => createHash("md5").update(body).digest("base64");

/** The contents of all elements with that name. S3 never nests elements of the same name. */
export function elements(text: string, name: string): string[] {
  return [...text.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map((match) => match[1] ?? "");
}
