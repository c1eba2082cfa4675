/** Reads the facts for a runbook: from this package's own program, or from the outputs of another program's stack. */
import type { OutputsOption } from "../../runbook";
import type { StorageFacts } from "../../storage/facts";
import { UserError } from "../../validation/user-error";
import type { Streams } from "../env/streams";
import { deployedStorages } from "../deployed/deployed";
import { readOutputs, type OutputsOptions } from "../deployed/outputs";
import { chosenConfig } from "../offline/chosen-config";
import type { Registration } from "../offline/registration";
import { runProgram } from "../offline/run-program";
import { openProject } from "../project/open-project";
import { isOwnProgram } from "../project/own-program";
import { programPlace } from "../project/program-place";
import type { Project } from "../project/project";

export interface Storage {
  name: string;
  facts: StorageFacts;
}

export interface StackStorages {
  /** For printed commands that read the same stack. */
  option: OutputsOption;
  storages: Storage[];
}

/**
 * The storages of a stack. This package's own program is run offline, so a runbook can be read before the deployment. Another
 * program cannot be run without an engine, so the outputs of its deployed stack are read; `instance` is checked there.
 */
export async function stackStorages(
  instance: string | undefined,
  options: OutputsOptions,
  streams: Streams,
): Promise<StackStorages> {
  const { cwd, stack, outputs } = options;
  if (outputs === undefined) {
    const project = openProject(cwd, streams);
    if (isOwnProgram(project)) return ofOwnProgram(project, stack, streams);
  }
  const read = await readOutputs(options, instance, streams);
  const storages = deployedStorages(instance, read);
  return {
    option: read.origin.option,
    storages: storages.map((one) => ({ name: one.instance, facts: one.facts })),
  };
}

/** Runs the real program offline, like the preview. The facts are the same before and after a deployment. */
async function ofOwnProgram(
  project: Project,
  stack: string | undefined,
  streams: Streams,
): Promise<StackStorages> {
  const config = await chosenConfig(project, stack, streams);
  const registrations: Registration[] = [];
  await runProgram(project, programPlace(project), config, streams, (some) => registrations.push(...some));
  const storages = registrations
    .filter(({ type }) => type.startsWith("media-storage:"))
    .map(({ name, outputs = {} }) => ({ name, facts: outputs["facts"] as StorageFacts }));
  return { option: { stack: config.reference }, storages };
}

/** The given storage, or the only one of the stack. */
export function chosenStorage(storages: Storage[], name: string | undefined): Storage {
  const found =
    name === undefined && storages.length === 1 ? storages[0] : storages.find((one) => one.name === name);
  if (found !== undefined) return found;
  const names = storages.map((storage) => storage.name).join(", ");
  throw new UserError(
    name === undefined
      ? `The stack has several instances; add one of these names to the command: ${names}.`
      : `The stack has no instance "${name}"; use one of: ${names}.`,
  );
}
