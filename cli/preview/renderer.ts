import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { type Essentials, essentials, modelOf } from "./model-of";
import type { Registration } from "./record";
import { encodedPart, type RenderedPart, renderPart } from "./render";
import type { Terminal } from "./terminal";

/** Instances that are rendered here: a small stack is done before another thread would have begun. */
const HERE = 100;
/** Instances that are handed over together. */
const BATCH = 16;
/** Megabytes: what is rendered is soon done with, and a small heap for it is collected as fast. */
const YOUNG_GENERATION = 4;

export interface Renderer {
  take: (registrations: Registration[]) => void;
  /** All the text, when the last has been taken. */
  end: () => Promise<RenderedPart<Uint8Array>[]>;
  /** Ends the other thread, if there is one. */
  stop: () => void;
}

/**
 * Renders what it takes: the first instances at once, and those of a larger stack in another thread while the program goes
 * on with the next. It is a third of the work, and needs nothing of the SDK.
 */
export function renderer(terminal: Terminal, threadFile?: string): Renderer {
  const here: RenderedPart[] = [];
  const there: RenderedPart<Uint8Array>[] = [];
  let waiting: Essentials[][] = [];
  let thread: Worker | undefined;
  let ended: Promise<unknown> | undefined;

  const handOver = () => {
    if (waiting.length === 0) return;
    if (thread === undefined && threadFile !== undefined) {
      const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_GENERATION };
      thread = new Worker(threadFile, { workerData: terminal, resourceLimits });
      thread.on("message", (part: RenderedPart<Uint8Array>) => there.push(part));
      ended = once(thread, "exit");
      // It is waited for, and with it for what went wrong, when the last has been handed over.
      ended.catch(() => undefined);
    }
    // As text: it is copied in a fraction of the time that objects take.
    thread?.postMessage(JSON.stringify(waiting));
    waiting = [];
  };
  return {
    take(registrations) {
      if (threadFile === undefined || here.length < HERE) {
        here.push(renderPart(modelOf(registrations), terminal));
        return;
      }
      waiting.push(registrations.map(essentials));
      if (waiting.length === BATCH) handOver();
    },
    async end() {
      handOver();
      thread?.postMessage(undefined);
      await ended;
      return [encodedPart(here), ...there];
    },
    stop: () => void thread?.terminate(),
  };
}
