/** What is known of an app's env files beside the block: what must not stand there, and what does not work with it. */
import type { EnvEntry } from "../env/entry";
import type { StorageFacts } from "./facts";

/** A block and the file that it goes into. */
export interface Applied {
  entries: EnvEntry[];
  facts: StorageFacts;
  /** The values of the file as it is. */
  before: Record<string, string>;
  /** The values of the file with the block in it. */
  after: Record<string, string>;
}

export interface EnvFileRules {
  /**
   * The variables that are taken out of the file unless the block sets them, with the reason. An operator's own tuning
   * (timeouts, storage classes) is not among them.
   */
  unwanted: Readonly<Record<string, string>>;
  /** What would not work with the block, in a sentence or two each. */
  warnings: (applied: Applied) => string[];
  /** How the app gets to read the file, as lines of a shell and comments. */
  restart: readonly string[];
}

/** The host of a URL or of an origin; undefined where it is none. */
export function hostOf(url: string): string | undefined {
  return /^https?:\/\/(\[[^\]]*\]|[^/:?#]*)/i.exec(url)?.[1]?.toLowerCase();
}

/** Whether only the machine itself finds what is there. */
export function isLocal(host: string): boolean {
  return /^(localhost|127\.[0-9.]+|0\.0\.0\.0|\[::1?\])$/.test(host) || host.endsWith(".localhost");
}
