/** Passes requests on to the S3 server, and answers as other stores or a broken one would, when told to. */
import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { type Recorder, startRecorder } from "./recorder";

/** What is unusual about the store's answers. */
export const BUCKET_MODES = {
  /** The connection breaks before an answer. */
  down: { break: true },
  /** As S3 asks clients to send less. */
  unavailable: { status: 503, body: "<Error><Code>SlowDown</Code></Error>" },
  /** As S3 leads to a bucket's own region. */
  redirects: { status: 307, headers: { location: "https://elsewhere.example/" } },
  /** No length, and so no ranges. */
  chunked: { without: ["content-length", "accept-ranges"] },
  /** A length, but no word of ranges. */
  rangeless: { without: ["accept-ranges"] },
  /** An answer takes so long that other readers come in the meantime. */
  slow: { delayMs: 500 },
} as const;
export type BucketMode = keyof typeof BUCKET_MODES;

interface Behaviour {
  break?: boolean;
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  without?: readonly string[];
  delayMs?: number;
}

export interface BucketRelay extends Recorder {
  mode: BucketMode | undefined;
  /** Headers that are added to every answer. */
  adds: Record<string, string>;
}

export async function startBucketRelay(pem: Buffer, s3: string): Promise<BucketRelay> {
  const state: Pick<BucketRelay, "mode" | "adds"> = { mode: undefined, adds: {} };
  const recorder = await startRecorder(pem, (request, response) => {
    const behaviour: Behaviour = state.mode === undefined ? {} : BUCKET_MODES[state.mode];
    if (behaviour.break === true) request.socket.destroy();
    else if (behaviour.status !== undefined)
      response.writeHead(behaviour.status, behaviour.headers).end(behaviour.body);
    else setTimeout(() => relay(s3, request, response, behaviour, state.adds), behaviour.delayMs ?? 0);
  });
  return Object.assign(state, recorder);
}

function relay(
  s3: string,
  request: IncomingMessage,
  response: ServerResponse,
  { without = [] }: Behaviour,
  adds: Record<string, string>,
): void {
  const { hostname, port } = new URL(s3);
  const { method, url: path, headers } = request;
  const upstream = httpRequest({ hostname, port, method, path, headers, agent: false }, (answer) => {
    const kept = Object.entries(answer.headers).filter(
      ([name]) => !without.includes(name) && name !== "connection",
    );
    response.writeHead(answer.statusCode ?? 0, { ...Object.fromEntries(kept), ...adds });
    answer.pipe(response);
  });
  upstream.on("error", () => response.destroy());
  request.pipe(upstream);
}
