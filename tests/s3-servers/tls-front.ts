import { readFileSync } from "node:fs";
import { connect, type AddressInfo } from "node:net";
import { createServer, type TLSSocket } from "node:tls";

export interface TlsFront {
  port: number;
  stop(): Promise<void>;
}

/**
 * TLS on loopback before a server that has http only, or one of the two. It passes the bytes on, so the server sees the client's own
 * request, as behind an operator's proxy that keeps the Host header. `pem`: the path of key and certificate.
 */
export async function startTlsFront(pem: string, port: number): Promise<TlsFront> {
  const certificate = readFileSync(pem);
  const open = new Set<TLSSocket>();
  const server = createServer({ key: certificate, cert: certificate }, (client) => {
    const behind = connect({ host: "127.0.0.1", port, noDelay: true });
    open.add(client);
    client.on("close", () => {
      open.delete(client);
      behind.destroy();
    });
    behind.on("close", () => client.destroy());
    // Each is followed by "close".
    for (const socket of [client, behind]) socket.on("error", () => undefined);
    client.setNoDelay(true);
    client.pipe(behind).pipe(client);
  });
  // A client that does not trust the certificate ends the handshake.
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      for (const client of open) client.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
