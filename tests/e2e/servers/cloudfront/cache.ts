/** The cache of one edge location. */
import type { Answer } from "./message";
import { part, type Range } from "./ranges";

/** An answer of the origin's, before headers are added: those of a policy are no part of the cache. */
export interface Stored {
  answer: Answer;
  /** False for one that was stored by HEAD. */
  hasBody: boolean;
  /** In milliseconds. */
  storedAt: number;
  /** In seconds. */
  lifetime: number;
}

interface Entry {
  whole?: Stored;
  parts: (Stored & { range: Range; total: number })[];
}

/** Now, in milliseconds. */
export interface Clock {
  now(): number;
}

export class Cache {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly clock: Clock) {}

  /** What is stored for this key and can answer the method, fresh or not. */
  whole(key: string, method: string): Stored | undefined {
    const { whole } = this.entries.get(key) ?? {};
    return whole !== undefined && (whole.hasBody || method === "HEAD") ? whole : undefined;
  }

  /** The part that was asked for, when it is in one fresh part. */
  part(key: string, range: string | undefined): Stored | undefined {
    const [, start = "", end = ""] = /^bytes=(\d+)-(\d+)$/.exec(range ?? "") ?? [];
    if (start === "") return undefined;
    const wanted = { start: Number(start), end: Number(end) };
    const holding = this.entries
      .get(key)
      ?.parts.find(
        (one) => this.isFresh(one) && one.range.start <= wanted.start && one.range.end >= wanted.end,
      );
    if (holding === undefined) return undefined;
    const from = wanted.start - holding.range.start;
    const body = holding.answer.body.subarray(from, from + wanted.end - wanted.start + 1);
    return { ...holding, answer: part(holding.answer.headers, body, wanted, holding.total) };
  }

  /** `hasBody` is false for the answer to a HEAD. */
  store(key: string, answer: Answer, hasBody: boolean, lifetime: number): void {
    if (lifetime <= 0) {
      this.entries.delete(key);
      return;
    }
    const stored = { answer, hasBody, storedAt: this.clock.now(), lifetime };
    const range = contentRange(answer);
    if (range === undefined) {
      this.entries.set(key, { whole: stored, parts: [] });
      return;
    }
    const entry = this.entries.get(key) ?? { parts: [] };
    this.entries.set(key, { ...entry, parts: [...entry.parts, { ...stored, ...range }] });
  }

  isFresh({ storedAt, lifetime }: Stored): boolean {
    return this.clock.now() - storedAt < lifetime * 1000;
  }

  /** In whole seconds: the Age header. */
  age({ storedAt }: Stored): number {
    return Math.floor((this.clock.now() - storedAt) / 1000);
  }
}

function contentRange({ status, headers }: Answer): { range: Range; total: number } | undefined {
  if (status !== 206) return undefined;
  const [, start, end, total] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers["content-range"]?.[0] ?? "") ?? [];
  return { range: { start: Number(start), end: Number(end) }, total: Number(total) };
}
