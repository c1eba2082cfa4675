/** An https server on loopback that remembers what it was asked. */
import { createServer, type Server } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Recorded {
  method: string;
  /** The request target as it was sent. */
  target: string;
  /** The server name in TLS; false if the client sent none. */
  servername: string | false;
  headers: Record<string, string[] | undefined>;
}

export interface Recorder {
  port: number;
  /** Every request so far, oldest first. */
  asked: Recorded[];
  stop(): Promise<void>;
}

/** A property of TLS sockets of servers that the types lack: https://nodejs.org/api/tls.html#event-secureconnection */
type ServerSocket = IncomingMessage["socket"] & { servername: string | false };

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** `pem`: key and certificate. */
export async function startRecorder(pem: Buffer, handler: Handler): Promise<Recorder> {
  const asked: Recorded[] = [];
  const server = createServer({ key: pem, cert: pem }, (request, response) => {
    asked.push({
      method: request.method ?? "",
      target: request.url ?? "",
      servername: (request.socket as ServerSocket).servername,
      headers: { ...request.headersDistinct },
    });
    handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  return { port: (server.address() as AddressInfo).port, asked, stop: () => closed(server) };
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
