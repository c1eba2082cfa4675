/** The Worker in Cloudflare's own runtime, as browsers ask it. */
import { createServer, request as requestOf } from "node:http";
import type { AddressInfo } from "node:net";
import { R2_WORKER_SCRIPT } from "../../../hosts/r2-worker";
import { HOSTNAME, WorkerStage } from "../../hosts/r2-worker/worker-stage";
import type { BrowsedHost, BrowserStage } from "./browser-tests";

/** Each host has a runtime of its own, and so a bucket of its own: an upload is for all of them. */
export function workerInBrowsers(): BrowserStage {
  const stages: WorkerStage[] = [];
  const start = async (hostname: string, script?: string): Promise<BrowsedHost> => {
    const stage = await WorkerStage.start({ settings: { hosts: [hostname] }, ...(script && { script }) });
    stages.push(stage);
    return browsed(stage);
  };
  return {
    // The edge of the stage has the certificate's part: the Worker sees https.
    scheme: "http",
    hostname: HOSTNAME,
    start: () => start(HOSTNAME),
    startBare: (hostname) => start(hostname, bareScript()),
    async upload(key, contentType, body) {
      // Miniflare passes no Buffer to its runtime.
      const content = typeof body === "string" ? body : new Uint8Array(body);
      await Promise.all(stages.map((stage) => stage.put(key, content, { contentType })));
    },
  };
}

/** Listens before the runtime and remembers what was asked for. */
async function browsed(stage: WorkerStage): Promise<BrowsedHost> {
  const runtime = await stage.url();
  const targets: string[] = [];
  const relay = createServer((request, response) => {
    const { method, headers, url: target = "" } = request;
    targets.push(target);
    const onward = requestOf(new URL(target, runtime), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    // A browser ends a request as soon as it has enough of a film.
    response.on("close", () => onward.destroy());
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
  return {
    address: `127.0.0.1:${(relay.address() as AddressInfo).port}`,
    wasAskedFor: (end) => targets.some((target) => target.endsWith(end)),
    async stop() {
      relay.closeAllConnections();
      await new Promise((resolve) => relay.close(resolve));
      await stage.stop();
    },
  };
}

/** The script without CORS and without the content security policy. */
function bareScript(): string {
  const headers = ['"access-control-allow-origin":', '"content-security-policy":'];
  return headers.reduce((script, header) => {
    if (!script.includes(header)) throw new Error(`the Worker's script has no ${header}`);
    return script.replaceAll(header, header.replace('"', '"x-not-'));
  }, R2_WORKER_SCRIPT);
}
