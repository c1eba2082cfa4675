/** The thread of renderer.ts: registrations come in, their text goes out, until there is nothing more. */
import { parentPort, workerData } from "node:worker_threads";
import { type Essentials, modelOf } from "./model-of";
import { encodedPart, renderPart } from "./render";
import type { Terminal } from "./terminal";

const { terminal, stack } = workerData as { terminal: Terminal; stack: string };

parentPort?.on("message", (batch: string | undefined) => {
  if (batch === undefined) {
    parentPort?.close();
    return;
  }
  const parts = JSON.parse(batch) as Essentials[][];
  const part = encodedPart(parts.map((registrations) => renderPart(modelOf(registrations), terminal, stack)));
  parentPort?.postMessage(part, [part.resources.buffer, part.instances.buffer] as ArrayBuffer[]);
});
