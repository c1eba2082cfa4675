/**
 * A small model of CloudFront's request handling, for what a distribution declares to be served. Written from AWS's developer
 * guide alone; each rule has its page beside it. TLS, compression, edge locations and what refused.ts lists are not modelled.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Deployed } from "./deployed";
import { Edge, type Served } from "./edge";
import type { Answer, HttpHeaders } from "./message";
import type { FetchOrigin } from "./origin-request";

export { type Deployed, readDeployed } from "./deployed";
export type { Served } from "./edge";
export type { Answer } from "./message";
export type { FetchOrigin, OriginRequest } from "./origin-request";

/** A clock that stands still until a test moves it. */
export class TestClock {
  private ms = Date.now();

  now(): number {
    return this.ms;
  }

  advance(seconds: number): void {
    this.ms += seconds * 1000;
  }
}

export interface CloudFront {
  /** `host:port` of the requests that came over https, without TLS: a client speaks plain http to it. */
  https: string;
  /** `host:port` of the requests that came over plain http. */
  http: string;
  clock: TestClock;
  /** Every request so far, oldest first. */
  served: readonly Served[];
  stop(): Promise<void>;
}

/** Serves a distribution on loopback. */
export async function startCloudFront(deployed: Deployed, fetchOrigin: FetchOrigin): Promise<CloudFront> {
  const clock = new TestClock();
  const edge = new Edge(deployed, fetchOrigin, clock);
  const [https, http] = await Promise.all([listen(edge, true), listen(edge, false)]);
  return {
    https: address(https),
    http: address(http),
    clock,
    served: edge.served,
    async stop() {
      await Promise.all(
        [https, http].map((server) => {
          server.closeAllConnections();
          return new Promise((resolve) => server.close(resolve));
        }),
      );
    },
  };
}

async function listen(edge: Edge, secure: boolean): Promise<Server> {
  const server = createServer((request, response) => {
    void answer(edge, secure, request, response).catch((error: unknown) => {
      // The model's own fault, never a rule of CloudFront's.
      response.writeHead(599, { "content-type": "text/plain" }).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A test that forgot stop() must not keep the test process alive.
  server.unref();
  return server;
}

const address = (server: Server): string => `127.0.0.1:${(server.address() as AddressInfo).port}`;

async function answer(
  edge: Edge,
  secure: boolean,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { status, headers, body } = await edge.serve({
    method: request.method ?? "",
    // Node.js leaves it as it was sent.
    target: request.url ?? "",
    secure,
    headers: { ...request.headersDistinct },
    body: Buffer.concat(chunks),
    ip: "198.51.100.11",
  });
  const isHead = request.method === "HEAD";
  response.sendDate = false;
  response.writeHead(status, sent(headers, isHead, body));
  response.end(isHead ? undefined : body);
}

/** The length is that of the body, but for HEAD and 304, which have none. */
function sent(headers: HttpHeaders, isHead: boolean, body: Answer["body"]): Record<string, string[]> {
  const all = Object.entries(headers).filter((entry): entry is [string, string[]] => entry[1] !== undefined);
  const others = all.filter(([name]) => name !== "content-length");
  const length = isHead ? all.filter(([name]) => name === "content-length") : [];
  return Object.fromEntries([
    ...others,
    ...length,
    ...(isHead ? [] : [["content-length", [String(body.length)]]]),
  ]) as Record<string, string[]>;
}
