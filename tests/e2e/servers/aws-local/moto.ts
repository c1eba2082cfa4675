import { request } from "node:http";
import { createServer, type AddressInfo } from "node:net";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findOnPath } from "../../engine";
import { startOwned, type OwnedProcess } from "../owned-process";
import type { Answer, Upstream } from "./call";

export interface Moto {
  call: Upstream;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 300_000;

/** Starts moto_server on a free port of loopback and waits until it answers. */
export async function startMoto(): Promise<Moto> {
  if (findOnPath("moto_server") === undefined)
    throw new Error("moto_server is not on PATH: pip install 'moto[server]==5.2.1'");
  const port = await freePort();
  const fix = join(__dirname, "moto_fix");
  const { PYTHONPATH } = process.env;
  const server = startOwned("moto_server", ["-H", "127.0.0.1", "-p", String(port)], {
    ...process.env,
    PYTHONPATH: PYTHONPATH ? `${fix}${delimiter}${PYTHONPATH}` : fix,
  });
  try {
    await answers(port, server);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { call: (call) => forward(port, call.method, call.target, call), stop: () => server.stop() };
}

/** moto_server prints its port only in words that change with versions, so it gets one that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answers(port: number, server: OwnedProcess): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const exit = server.exited();
    if (exit !== undefined) throw new Error(exit);
    const ready = await forward(port, "GET", "/moto-api/data.json", {}).catch(() => undefined);
    if (ready?.status === 200) return;
    await sleep(200);
  }
  throw new Error(`moto_server did not answer within ${START_TIMEOUT_MS / 1000} s`);
}

function forward(
  port: number,
  method: string,
  path: string,
  { headers, body }: Partial<Parameters<Upstream>[0]>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // No agent: a connection kept open would outlive the server it leads to.
    const options = { host: "127.0.0.1", port, method, path, headers: headers ?? {}, agent: false };
    const upstream = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 502,
          headers: response.headers,
          body: Buffer.concat(chunks),
        }),
      );
    });
    upstream.on("error", reject);
    upstream.end(body);
  });
}
