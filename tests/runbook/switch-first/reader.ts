/** Somebody who asks for all media at their old and their new URLs, again and again, and for what nobody may read. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Got, Host } from "./hosts";

/** A key as URLs have it. */
export const urlOf = (key: string): string => key.split("/").map(encodeURIComponent).join("/");

/** The machine has other work to do. */
const PAUSE_MS = 100;

export class Reader {
  /** What went wrong, each kind once. */
  readonly failures = new Set<string>();
  /** How often everything was asked for. */
  rounds = 0;
  private readonly fine = new Map<string, string>();
  private readonly privatePaths = new Set<string>();
  private isStopped = false;
  private isPaused = false;
  private round: Promise<void> = Promise.resolve();
  private running: Promise<void> | undefined;

  constructor(
    private readonly web: Host,
    private readonly media: Host,
  ) {}

  /** From now on this must be what both URLs of a key answer; without `oldUrl` only the new one. */
  expect(key: string, content: string, { oldUrl }: { oldUrl: boolean }): void {
    this.fine.set(`/${urlOf(key)}`, content);
    if (oldUrl) this.fine.set(`/system/${urlOf(key)}`, content);
  }

  forget(key: string): void {
    this.fine.delete(`/${urlOf(key)}`);
    this.fine.delete(`/system/${urlOf(key)}`);
  }

  /** From now on nobody may read this at either host, however it is spelled. */
  forbid(key: string): void {
    const odd = key.replace("/", "//");
    const [first = "", ...rest] = key;
    const encoded = `%${first.charCodeAt(0).toString(16)}${rest.join("")}`;
    for (const one of [
      key,
      odd,
      encoded,
      `accounts/../${key}`,
      `accounts/%2e%2e/${key}`,
      `accounts/..%2f${key}`,
    ]) {
      this.privatePaths.add(one);
    }
  }

  start(): void {
    this.running = (async () => {
      while (!this.isStopped) {
        if (!this.isPaused) await (this.round = this.askForAll());
        await sleep(PAUSE_MS);
      }
    })();
  }

  /** Asks for nothing while this runs. */
  async pauseWhile(action: () => Promise<void>): Promise<void> {
    this.isPaused = true;
    await this.round;
    await action().finally(() => (this.isPaused = false));
  }

  /** After one more round. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await this.running;
    await this.askForAll();
  }

  /** What somebody gets who follows redirects. */
  async follow(path: string): Promise<Got> {
    const got = await (path.startsWith("/system/") ? this.web : this.media).get(path);
    if (got.location === undefined) return got;
    // One redirect, from the old URL to the new one.
    if (!path.startsWith("/system/") || !got.location.startsWith(`${this.media.origin}/`)) return got;
    return this.media.get(got.location.slice(this.media.origin.length));
  }

  private async askForAll(): Promise<void> {
    const asked = [...this.fine.keys()].map((path) => () => this.checkPublic(path));
    const refused = [...this.privatePaths].map((path) => () => this.checkPrivate(path));
    await inTurns([...asked, ...refused], 4);
    this.rounds += 1;
  }

  private async checkPublic(path: string): Promise<void> {
    const before = this.fine.get(path);
    const got = await this.follow(path).catch((error: unknown) => ({ status: 0, text: String(error) }));
    // It may have been deleted or replaced meanwhile.
    if (before === undefined || this.fine.get(path) !== before) return;
    if (got.status !== 200) this.failures.add(`${path} answered ${got.status}`);
    else if (got.text !== before)
      this.failures.add(`${path} has another content: ${JSON.stringify(got.text.slice(0, 200))}`);
  }

  private async checkPrivate(path: string): Promise<void> {
    const urls: [Host, string][] = [
      [this.web, `/system/${path}`],
      [this.media, `/${path}`],
    ];
    for (const [host, url] of urls) {
      const { status, text } = await host.get(url);
      if (status === 200 || text.includes("content of"))
        this.failures.add(`${url} is served, and is private`);
    }
  }
}

/** Runs these, some at a time. */
async function inTurns(all: (() => Promise<void>)[], atOnce: number): Promise<void> {
  const left = [...all];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) await next();
    }),
  );
}
