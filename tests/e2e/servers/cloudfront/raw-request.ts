import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { HttpHeaders } from "./message";

/** A server that speaks TLS, at `host:port`. */
export interface TlsAddress {
  address: string;
  servername: string;
  /** The certificate authority, as PEM. Which names the certificate is for is not checked: the tests' own is for localhost. */
  ca: string;
}

export interface RawAnswer {
  status: number;
  headers: HttpHeaders;
  body: Buffer;
  text: string;
}

const TIMEOUT_MS = 60_000;

function opened(server: string | TlsAddress, ready: () => void): Socket {
  const [host = "", port = ""] = (typeof server === "string" ? server : server.address).split(":");
  const place = { host, port: Number(port) };
  if (typeof server === "string") return connect(place, ready);
  const { servername, ca } = server;
  return connectTls({ ...place, servername, ca, checkServerIdentity: () => undefined }, ready);
}

/**
 * Sends these bytes as they are and reads the answer until the server closes. Clients that take a URL would tidy it. `half`: closes this
 * side after the request, for a server that keeps the connection although the request says `close`.
 */
export function sendBytes(server: string | TlsAddress, bytes: Buffer, half = false): Promise<RawAnswer> {
  const received = new Promise<Buffer>((resolve, reject) => {
    const socket = opened(server, () => (half ? socket.end(bytes) : socket.write(bytes)));
    const chunks: Buffer[] = [];
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error("no answer")));
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", reject);
    socket.on("close", () => resolve(Buffer.concat(chunks)));
  });
  return received.then(parsed);
}

/** A request line and headers of which none is added or changed, but for `Connection: close`. */
export function sendRaw(
  server: string | TlsAddress,
  line: { method?: string; target: string },
  headers: Record<string, string> = {},
  body = "",
  half = false,
): Promise<RawAnswer> {
  const all = { ...headers, connection: "close", ...(body !== "" && { "content-length": `${body.length}` }) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const start = `${line.method ?? "GET"} ${line.target} HTTP/1.1\r\n`;
  return sendBytes(server, Buffer.from(`${start}${lines.join("")}\r\n${body}`, "latin1"), half);
}

function parsed(answer: Buffer): RawAnswer {
  const end = answer.indexOf("\r\n\r\n");
  const [first = "", ...lines] = answer.subarray(0, end).toString("latin1").split("\r\n");
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1]);
  if (end < 0 || Number.isNaN(status)) throw new Error(`no answer: ${answer.toString("latin1")}`);
  const headers: Record<string, string[]> = {};
  for (const line of lines) {
    const [name = "", ...value] = line.split(": ");
    (headers[name.toLowerCase()] ??= []).push(value.join(": "));
  }
  const rest = answer.subarray(end + 4);
  const body = headers["transfer-encoding"]?.includes("chunked") === true ? joined(rest) : rest;
  return { status, headers, body, text: body.toString() };
}

/** The content of chunks. */
function joined(chunks: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const line = chunks.indexOf("\r\n", at);
    const size = Number.parseInt(chunks.subarray(at, line).toString("latin1"), 16);
    if (line < 0 || Number.isNaN(size)) throw new Error("the last chunk is missing");
    if (size === 0) return Buffer.concat(parts);
    parts.push(chunks.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
}
