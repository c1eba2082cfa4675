/** What is known of an app's env files beside the block: what must not stand there, and what does not work with it. */
import type { EnvEntry } from "../env/entry";
import type { AppFacts, StoreFacts, WriterFacts } from "./facts";

/** The part of the facts that a printed env block tells too. */
export interface KnownFacts {
  app: AppFacts;
  store?: Pick<StoreFacts, "kind">;
  writer?: Pick<WriterFacts, "kind">;
}

/** A block and the file that it goes into. */
export interface Applied {
  entries: EnvEntry[];
  facts: KnownFacts;
  /** The values of the file as it is, of the variables that `reads` says. */
  before: Record<string, string>;
  /** The same of the file with the block in it. */
  after: Record<string, string>;
}

export interface EnvFileRules {
  /**
   * The variables that are taken out of the file unless the block sets them, with the reason. An operator's own tuning
   * (timeouts, storage classes) is not among them.
   */
  unwanted: (facts: KnownFacts) => Readonly<Record<string, string>>;
  /** The variables whose values `warnings` asks for. Others are not kept, for a file may have very many. */
  reads: (name: string) => boolean;
  /** What would not work with the block, in a sentence or two each. */
  warnings: (applied: Applied) => string[];
  /** How the app gets to read the file, as lines of a shell and comments. */
  restart: readonly string[];
}
