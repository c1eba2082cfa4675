import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** In front of a server: what was done there may be unknown to whoever asked for it. */
export interface HoldingProxy {
  /** `http://127.0.0.1:port`; requests are passed on as they are, `Host` included, so that signatures hold. */
  url: string;
  /** Holds back the answer to the next such request, and waits until the server has given it. */
  hold(matches: (method: string, target: string) => boolean): Promise<void>;
  /** Lets the held answer go; nothing happens when whoever waited for it has gone. */
  release(): void;
  stop(): Promise<void>;
}

export async function startHoldingProxy(upstream: string): Promise<HoldingProxy> {
  let next: { matches: (method: string, target: string) => boolean; held: () => void } | undefined;
  let release = (): void => undefined;
  const { hostname, port } = new URL(upstream);

  function pass(incoming: IncomingMessage, response: ServerResponse): void {
    const { method = "GET", url: path = "/", headers } = incoming;
    // No agent: a connection kept open would outlive the server it leads to.
    const outgoing = httpRequest({ hostname, port, method, path, headers, agent: false }, (answer) => {
      const go = (): void => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      };
      if (next?.matches(method, path) !== true) {
        go();
        return;
      }
      release = go;
      next.held();
      next = undefined;
    });
    outgoing.on("error", () => response.destroy());
    incoming.pipe(outgoing);
  }

  const server = createServer(pass);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold: (matches) => new Promise((held) => (next = { matches, held })),
    release() {
      release();
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
