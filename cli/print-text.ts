import type { Streams } from "./env/streams";
import { fromProgram } from "./offline/program-errors";
import { reportUserError } from "./report-error";

/** Prints a text that is made from the program's results, or the error that the operator can correct. Returns the exit code: 0 or 1. */
export async function printText(
  textOf: () => Promise<string>,
  streams: Streams,
  debug?: boolean,
): Promise<number> {
  try {
    streams.stdout.write(await textOf());
    return 0;
  } catch (error) {
    return reportUserError(fromProgram(error), streams, debug);
  }
}
