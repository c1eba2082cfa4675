import type { EnvFormat } from "../env/env-format";
import type { AppFacts } from "./facts";

/** How a printed env block of an app is recognized, and what it says, where there is no stack to ask. */
export interface EnvBlock {
  /** Matches the title of a printed block. */
  title: RegExp;
  /** Matches variables that only this app's blocks have. */
  own: RegExp;
  /** Matches variables whose values may be shown, unless their name is that of a credential. */
  plain: RegExp;
  /** Matches the variable that names the bucket: a block with it is a whole one, and not a few lines. */
  bucket: RegExp;
  /** The form that a block with these variables was printed in. */
  format(names: readonly string[]): EnvFormat;
  /** Whether the variables have the names in `.env` that the app's compose file takes its own from. */
  hasComposeNames: boolean;
  /** What a whole block says about the app. By default nothing. */
  facts?(title: string, names: readonly string[]): Omit<AppFacts, "name">;
}
