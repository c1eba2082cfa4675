import { request as httpRequest } from "node:http";
import type { Answer, HttpHeaders } from "./message";
import type { OriginRequest } from "./origin-request";

/** Sends target and headers to a server on loopback as they are; no client that parses URLs would. */
export function sendTo(
  endpoint: string,
  { method, target, headers, body }: Pick<OriginRequest, "method" | "target" | "headers" | "body">,
): Promise<Answer> {
  const { hostname, port } = new URL(endpoint);
  const all = { ...headers, ...(body.length > 0 && { "content-length": [`${body.length}`] }) };
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      // No agent: a connection kept open would outlive the server.
      { hostname, port, method, path: target, headers: joined(all), agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const answer = { status: response.statusCode ?? 0, headers: { ...response.headersDistinct } };
          resolve({ ...answer, body: Buffer.concat(chunks) });
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

const joined = (headers: HttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, values]) =>
      values === undefined ? [] : [[name, values.join(", ")]],
    ),
  );
