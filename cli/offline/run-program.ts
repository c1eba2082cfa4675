import type { Streams } from "../env/streams";
import { isOwnPlace } from "../project/own-program";
import type { ProgramPlace } from "../project/program-place";
import type { Project } from "../project/project";
import { fromProgram } from "./program-errors";
import type { Registration } from "./registration";
import type { StackConfig } from "./stack-file";

/** Which program was run offline, and what was unknown to it. */
export interface OfflineRun {
  /** The program's path in the project's folder. */
  program: string;
  /** Whether it is this package's own program, which reads instances from the stack's config. */
  isOwnProgram: boolean;
  /** The tokens of the functions that the program called: `aws:index/getCallerIdentity:getCallerIdentity`. */
  invokes: string[];
  /** The names of the stacks whose outputs the program reads. */
  stackReferences: string[];
}

/**
 * Runs a project's program offline, and passes what it registers to `take`, in one or more parts. This package's own program runs
 * in this process, which is faster, and instance by instance. Any other runs as in `pulumi up`: with its own SDK in a process of
 * its own.
 */
export async function runProgram(
  project: Project,
  place: ProgramPlace,
  config: StackConfig,
  streams: Pick<Streams, "stderr" | "secrets">,
  take: (registrations: Registration[]) => void,
  timeout?: number,
): Promise<OfflineRun> {
  if (isOwnPlace(place)) {
    await runOwnProgram(config, take);
    return { program: place.shown, isOwnProgram: true, invokes: [], stackReferences: [] };
  }
  const { runUserProgram } = await import("./program/run-user-program");
  const { registrations, unknowns } = await runUserProgram(project, place, config, streams, timeout);
  take(registrations);
  return { program: place.shown, isOwnProgram: false, ...unknowns };
}

/** Loads the program only after the config was read without errors. */
async function runOwnProgram(
  config: StackConfig,
  take: (registrations: Registration[]) => void,
): Promise<void> {
  const { recordEach } = await import("./record");
  const { default: program } = await import("../../index");
  try {
    await recordEach(config, program, take);
  } catch (error) {
    throw fromProgram(error);
  }
}
