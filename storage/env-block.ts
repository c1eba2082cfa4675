import type { EnvFormat } from "../env/env-format";
import type { AppFacts } from "./facts";

/** Recognizes a printed env block of an app, and reads facts from it, for use without a stack. */
export interface EnvBlock {
  /** Matches the title of a printed block. */
  title: RegExp;
  /** Matches variables that only this app's blocks have. */
  own: RegExp;
  /** Matches variables whose values may be shown, unless their name is that of a credential. */
  plain: RegExp;
  /** Matches the variable of the bucket. A block with it is complete, and not just a few lines. */
  bucket: RegExp;
  /** The form in which a block with these variables was printed. */
  format(names: readonly string[]): EnvFormat;
  /** Whether the variables have the names that the app's compose file reads from `.env`. */
  hasComposeNames: boolean;
  /** The facts about the app in a complete block; default: none. */
  facts?(title: string, names: readonly string[]): Omit<AppFacts, "name">;
}
