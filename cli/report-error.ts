import { UserError } from "../validation/user-error";
import { withoutKnownText } from "../validation/without-secrets";
import type { Streams } from "./env/streams";
import { escapedLine } from "./preview/terminal";
import { withoutPasswords } from "./without-passwords";

type Reports = Pick<Streams, "stderr" | "secrets">;

/** Prints an error that the operator can correct, and returns the exit code. Throws any other error again: it is a bug. */
export function reportUserError(error: unknown, { stderr, secrets }: Reports, debug = false): number {
  if (!UserError.isInstance(error)) throw error;
  stderr.write(`error: ${lines(error.message, secrets)}\n`);
  if (debug && error.stack !== undefined) stderr.write(`${lines(withoutMessage(error.stack), secrets)}\n`);
  return 1;
}

/** Prints an error of the command line, without the value of an unknown option, which may be a secret (`--token=...`, `-p...`). */
export function reportUsage(text: string, { stderr, secrets }: Reports): void {
  stderr.write(lines(text.replace(/^(error: unknown option '(?:--[^=\s]*|-[^-]))[^]*'/, "$1'"), secrets));
}

/** Prints a bug with its stack trace and returns the exit code. */
export function reportBug(error: unknown, { stderr, secrets }: Reports): number {
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  stderr.write(
    `error: this is a bug in media-storage; please report it with these lines:\n${lines(trace, secrets)}\n`,
  );
  return 1;
}

/** Removes the secrets of the run and the passwords of URLs from a text, because a message may quote any option and any value. */
export function masked(text: string, secrets: Iterable<string>): string {
  return withoutKnownText(withoutPasswords(text), secrets);
}

/** A text that is not ours without secrets. Escapes each line, because quoted values must not control the terminal. */
export function lines(text: string, secrets: Iterable<string>): string {
  return masked(text, secrets).split("\n").map(escapedLine).join("\n");
}

function withoutMessage(stack: string): string {
  const start = stack.search(/^\s+at /m);
  return start < 0 ? "" : stack.slice(start);
}
