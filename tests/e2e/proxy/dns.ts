/** A DNS server on loopback that says 127.0.0.1 for every name, for the resolver of a proxy. */
import { createSocket } from "node:dgram";

export interface LoopbackDns {
  /** `127.0.0.1:port` */
  address: string;
  /** The names that were asked for, IPv4 only, oldest first. */
  asked: string[];
  stop(): Promise<void>;
}

/** How long, in seconds, an answer may be kept. */
export const DNS_TTL = 1;

const TYPE_A = 1;

export async function startDns(): Promise<LoopbackDns> {
  const socket = createSocket("udp4");
  const asked: string[] = [];
  socket.on("message", (query, { address, port }) => {
    const { name, end, type } = question(query);
    if (type === TYPE_A) asked.push(name);
    socket.send(answered(query, end, type), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  socket.unref();
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    stop: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

/** The one question of a query: its labels begin behind the header of 12 bytes. https://www.rfc-editor.org/rfc/rfc1035#section-4.1 */
function question(query: Buffer): { name: string; end: number; type: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at]!; length > 0; length = query[at]!) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join("."), end: at + 5, type: query.readUInt16BE(at + 1) };
}

function answered(query: Buffer, end: number, type: number): Buffer {
  const header = Buffer.from(query.subarray(0, 12));
  // A response to a recursive query, without an error: one answer to a question for IPv4, none to any other.
  header.writeUInt16BE(0x8180, 2);
  header.writeUInt16BE(type === TYPE_A ? 1 : 0, 6);
  header.fill(0, 8);
  // The name is that at byte 12; type A, class IN, four bytes.
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, DNS_TTL, 0, 4, 127, 0, 0, 1]);
  return Buffer.concat([header, query.subarray(12, end), ...(type === TYPE_A ? [record] : [])]);
}
