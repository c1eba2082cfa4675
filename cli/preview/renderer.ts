import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { type Essentials, essentials, modelOf } from "./model-of";
import type { Registration } from "./record";
import { encodedPart, type RenderedPart, renderPart } from "./render";
import type { Terminal } from "./terminal";

/** Instances that are handed over together. */
const BATCH = 8;
/** Megabytes: what is rendered is soon done with, and a small heap for it is collected as fast. */
const YOUNG_GENERATION = 4;

export interface Renderer {
  take: (registrations: Registration[]) => void;
  /** All the text, when the last has been taken. */
  end: () => Promise<RenderedPart<Uint8Array>[]>;
  /** Ends the other thread, if there is one. */
  stop: () => void;
}

/** Renders each instance as it comes. `stack`: as commands are to name it. */
export function renderer(terminal: Terminal, stack: string): Renderer {
  const parts: RenderedPart[] = [];
  return {
    take: (registrations) => void parts.push(renderPart(modelOf(registrations), terminal, stack)),
    end: () => Promise.resolve([encodedPart(parts)]),
    stop: () => undefined,
  };
}

/**
 * The same in a thread of its own, while the program goes on with the next: it is a third of the work, and needs nothing of
 * the SDK. `file`: render-thread.ts, compiled.
 */
export function threadedRenderer(terminal: Terminal, stack: string, file: string): Renderer {
  const parts: RenderedPart<Uint8Array>[] = [];
  let handedOver = 0;
  let waiting: Essentials[][] = [];
  const thread = new Worker(file, {
    workerData: { terminal, stack },
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION },
  });
  thread.on("message", (part: RenderedPart<Uint8Array>) => parts.push(part));
  const ended = once(thread, "exit");
  // What goes wrong there is told when all has been handed over.
  ended.catch(() => undefined);
  // Until then it does not keep the process alive: a program that never finishes is to be noticed.
  thread.unref();
  const handOver = () => {
    // As text: it is copied in a fraction of the time that objects take.
    thread.postMessage(JSON.stringify(waiting));
    handedOver++;
    waiting = [];
  };
  return {
    take(registrations) {
      waiting.push(registrations.map(essentials));
      if (waiting.length === BATCH) handOver();
    },
    async end() {
      thread.ref();
      handOver();
      thread.postMessage(undefined);
      await ended;
      if (parts.length !== handedOver) throw new Error("The thread that renders ended before it was done.");
      return parts;
    },
    stop: () => void thread.terminate(),
  };
}
