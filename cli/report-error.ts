import { UserError } from "../problems/user-error";
import { escapedLine } from "./preview/terminal";
import { withoutPasswords } from "./without-passwords";

/** Prints what the operator can put right and returns the exit code. Any other error is a bug and is thrown on. */
export function reportUserError(error: unknown, stderr: NodeJS.WritableStream, debug = false): number {
  if (!UserError.isInstance(error)) throw error;
  stderr.write(`error: ${lines(error.message)}\n`);
  if (debug && error.stack !== undefined) stderr.write(`${lines(withoutMessage(error.stack))}\n`);
  return 1;
}

/** Prints what is wrong with the command line, but not the value of an unknown option: it may be a secret (`--token=...`, `-p...`). */
export function reportUsage(text: string, stderr: NodeJS.WritableStream): void {
  stderr.write(lines(text.replace(/^(error: unknown option '(?:--[^=\s]*|-[^-]))[^]*'/, "$1'")));
}

/** Prints a bug with its stack trace and returns the exit code. */
export function reportBug(error: unknown, stderr: NodeJS.WritableStream): number {
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  stderr.write(
    `error: this is a bug in media-storage; please report it with these lines:\n${lines(trace)}\n`,
  );
  return 1;
}

/** Line by line: what a message quotes must not command the terminal, and shows no password of a URL. */
function lines(text: string): string {
  return withoutPasswords(text).split("\n").map(escapedLine).join("\n");
}

function withoutMessage(stack: string): string {
  const start = stack.search(/^\s+at /m);
  return start < 0 ? "" : stack.slice(start);
}
