/** A legacy host with every habit, good and bad, that a web server of an old instance may have. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { contentFor } from "../../e2e/media-host/ask-case";

type Habit = (key: string, request: IncomingMessage, response: ServerResponse) => void;

/** By the first part of the path after the prefix: `/system/accounts/HABIT/1.png`. Whatever is not listed is 404. */
const HABITS: Record<string, Habit> = {
  old: serveFile,
  names: serveFile,
  // Cookies, CORS for one origin, no policy, and ten years.
  headers: (key, request, response) => {
    response.setHeader("set-cookie", "_mastodon_session=1");
    response.setHeader("access-control-allow-origin", "https://social.example");
    response.setHeader("content-security-policy", "default-src *");
    response.setHeader("x-amz-request-id", "1");
    response.setHeader("cache-control", "public, max-age=315576000, immutable");
    serveFile(key, request, response);
  },
  moved: (key, _, response) => redirect(response, 301, `https://files.social.example/${key}`),
  found: (key, _, response) => redirect(response, 302, `https://files.social.example/${key}`),
  temporary: (key, _, response) => redirect(response, 307, `https://files.social.example/${key}`),
  forbidden: (_, __, response) => response.writeHead(403).end("legacy forbidden"),
  failing: (_, __, response) => response.writeHead(500).end("legacy failing"),
  // 206 although nobody asked for a part.
  part: (_, __, response) =>
    response.writeHead(206, { "content-range": "bytes 0-3/9" }).end(contentFor("part").slice(0, 4)),
  // Although the request says that it understands no encoding.
  encoded: (key, _, response) => {
    const body = gzipSync(contentFor(`legacy ${key}`));
    response.writeHead(200, { "content-encoding": "gzip", "content-length": body.length }).end(body);
  },
  silent: () => undefined,
  broken: (_, request) => void request.socket.destroy(),
  // The body never ends.
  endless: (_, request, response) => {
    response.writeHead(200, { "content-type": "video/mp4" });
    const timer = setInterval(() => response.write("endless "), 20);
    request.socket.on("close", () => clearInterval(timer));
  },
};

export class LegacyServer {
  /** The targets that it was asked for, oldest first, and the last request's headers. */
  readonly targets: string[] = [];
  headers: IncomingMessage["headers"] = {};

  private constructor(private readonly server: Server) {
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      this.targets.push(request.url ?? "");
      this.headers = request.headers;
      const key = decodeURIComponent((request.url ?? "").replace(/^\/system\//, ""));
      const habit = HABITS[key.split("/")[1] ?? ""];
      if (habit === undefined) response.writeHead(404).end("legacy has nothing");
      else habit(key, request, response);
    });
  }

  static async start(): Promise<LegacyServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new LegacyServer(server);
  }

  /** `host:port`. */
  get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function serveFile(key: string, { method, headers }: IncomingMessage, response: ServerResponse): void {
  const body = Buffer.from(contentFor(`legacy ${key}`));
  response.setHeader("content-type", "image/png");
  response.setHeader("etag", '"legacy"');
  if (headers["if-none-match"] === '"legacy"') {
    response.writeHead(304).end();
    return;
  }
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? "") ?? [];
  const part = first === undefined ? body : body.subarray(Number(first), Number(last) + 1);
  if (first !== undefined) response.setHeader("content-range", `bytes ${first}-${last}/${body.length}`);
  response.writeHead(first === undefined ? 200 : 206, { "content-length": part.length });
  response.end(method === "HEAD" ? undefined : part);
}

function redirect(response: ServerResponse, status: number, location: string): void {
  response.writeHead(status, { location }).end("legacy moved");
}
