import { connect } from "node:net";
import type { HttpHeaders } from "./message";

export interface RawAnswer {
  status: number;
  headers: HttpHeaders;
  body: Buffer;
  text: string;
}

const TIMEOUT_MS = 60_000;

/** Sends these bytes as they are and reads the answer until the server closes. Clients that take a URL would tidy it. */
export function sendBytes(address: string, bytes: Buffer): Promise<RawAnswer> {
  const [host = "", port = ""] = address.split(":");
  const received = new Promise<Buffer>((resolve, reject) => {
    const socket = connect({ host, port: Number(port) }, () => socket.write(bytes));
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
  address: string,
  line: { method?: string; target: string },
  headers: Record<string, string> = {},
  body = "",
): Promise<RawAnswer> {
  const all = { ...headers, connection: "close", ...(body !== "" && { "content-length": `${body.length}` }) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const start = `${line.method ?? "GET"} ${line.target} HTTP/1.1\r\n`;
  return sendBytes(address, Buffer.from(`${start}${lines.join("")}\r\n${body}`, "latin1"));
}

/** The model always says the length; no chunks. */
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
  const body = answer.subarray(end + 4);
  return { status, headers, body, text: body.toString() };
}
