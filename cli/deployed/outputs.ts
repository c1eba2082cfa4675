import type { Members } from "../../validation/shape";
import type { Streams } from "../env/streams";
import { chosenStack } from "../project/chosen-stack";
import { openProject } from "../project/open-project";
import { originOfStack, type Origin } from "./origin";
import { savedOutputs } from "./saved-outputs";

/** The outputs of a stack, with secrets. */
export interface Outputs {
  values: Members;
  origin: Origin;
}

/** The options that choose the outputs to read. */
export interface OutputsOptions {
  /** A file with saved outputs, which is read instead of a stack; "-" is standard input. */
  outputs?: string;
  /** Default: the result of `chosenStack`. */
  stack?: string;
  cwd: string;
}

/**
 * Reads the outputs from the saved file, or with the Pulumi CLI from the stack. `instance` is the name of the only output in a file
 * that has no name for it. Throws `UserError`.
 */
export async function readOutputs(
  { outputs, stack, cwd }: OutputsOptions,
  instance: string | undefined,
  streams: Streams,
): Promise<Outputs> {
  if (outputs !== undefined) return savedOutputs(outputs, instance, streams);
  const project = openProject(cwd, streams);
  const name = await chosenStack(stack, project, streams);
  // This loads Pulumi's SDK, which a saved file does not need.
  const { stackOutputs } = await import("./stack-outputs");
  return { values: await stackOutputs(project, name.reference), origin: originOfStack(name, project) };
}
