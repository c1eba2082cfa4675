/** Rules for the env files of an app: which variables must not be there, and what does not work with the block. */
import type { EnvEntry } from "../env/entry";
import type { AppFacts, StoreFacts, WriterFacts } from "./facts";

/** The part of the facts that a printed env block contains. */
export interface KnownFacts {
  app: AppFacts;
  store?: Pick<StoreFacts, "kind">;
  writer?: Pick<WriterFacts, "kind">;
}

/** A block and the file that it goes into. */
export interface Applied {
  entries: EnvEntry[];
  facts: KnownFacts;
  /** The file's current values, only of the variables that `reads` accepts. */
  before: Record<string, string>;
  /** The same for the file with the block. */
  after: Record<string, string>;
}

export interface EnvFileRules {
  /**
   * The variables that are removed from the file unless the block sets them, with the reason. Does not contain the
   * operator's own tuning (timeouts, storage classes).
   */
  unwanted: (facts: KnownFacts) => Readonly<Record<string, string>>;
  /** The variables that `warnings` reads. Other values are not kept in memory, because a file may have very many. */
  reads: (name: string) => boolean;
  /** What would not work with the block; one or two sentences each. */
  warnings: (applied: Applied) => string[];
  /** How to make the app read the file again: shell lines and comments. */
  restart: readonly string[];
}
