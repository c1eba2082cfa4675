/** Reads the facts for a runbook: from this package's own program, or from the outputs of another program's stack. */
import type { StorageFacts } from "../../storage/facts";
import { UserError } from "../../validation/user-error";
import type { Streams } from "../env/streams";
import { chosenConfig } from "../offline/chosen-config";
import { record } from "../offline/record";
import { chosenStack } from "../project/chosen-stack";
import { openProject } from "../project/open-project";
import { isOwnProgram } from "../project/own-program";

export interface Storage {
  name: string;
  facts: StorageFacts;
}

export interface StackStorages {
  /** The stack, as the operator wrote it. */
  stack: string;
  storages: Storage[];
}

export interface Place {
  cwd: string;
  stack?: string;
}

/**
 * The storages of a stack. This package's own program is run offline, so a runbook can be read before the deployment. Another
 * program cannot be run without an engine, so the outputs of its deployed stack are read; `instance` is checked there.
 */
export async function stackStorages(
  instance: string | undefined,
  { cwd, stack }: Place,
  streams: Streams,
): Promise<StackStorages> {
  const project = openProject(cwd, streams);
  if (isOwnProgram(project)) return ofOwnProgram({ cwd, ...(stack !== undefined && { stack }) }, streams);
  const name = await chosenStack(stack, project, streams);
  const { deployedStorages } = await import("../deployed/deployed");
  const deployed = await deployedStorages(instance, project, name);
  return {
    stack: name.reference,
    storages: deployed.map((one) => ({ name: one.instance, facts: one.facts })),
  };
}

/** Runs the real program offline, like the preview. The facts are the same before and after a deployment. */
async function ofOwnProgram(place: Place, streams: Streams): Promise<StackStorages> {
  const { default: program } = await import("../../index");
  const config = await chosenConfig(place, streams);
  const registrations = await record(config, program);
  const storages = registrations
    .filter(({ type }) => type.startsWith("media-storage:"))
    .map(({ name, outputs = {} }) => ({ name, facts: outputs["facts"] as StorageFacts }));
  return { stack: config.reference, storages };
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
