import { runbookOf, runbookProblems, type Asked } from "../../apps/runbooks";
import { askedSource } from "../../runbook/source";
import type { StorageFacts } from "../../storage/facts";
import {
  runbookMarkdown,
  type BucketFacts,
  type Deployment,
  type Direction,
  type SourceBucket,
} from "../../runbook";
import { UserError } from "../../validation/user-error";
import { chosenConfig } from "../offline/chosen-config";
import { fromProgram } from "../offline/program-errors";
import { reportUserError } from "../report-error";
import { hide, typedSecrets } from "../run-secrets";
import type { Streams } from "../env/streams";
import { isSameBucket } from "../../stores/identity";
import { record, type Registration } from "../offline/record";

export interface RunbookOptions extends Asked {
  /** By default what `chosenStack` finds. */
  stack?: string;
  cwd: string;
  debug?: boolean;
}

/** Prints the runbook of an instance, from the stack's file alone. Returns the exit code: 0, or 1 for what cannot be. */
export async function runbook(
  instance: string | undefined,
  options: RunbookOptions,
  streams: Streams,
): Promise<number> {
  const { stack, deployment, direction, fromBucket, fromRegion } = options;
  hide(streams, typedSecrets([instance, stack, deployment, direction, fromBucket, fromRegion], streams.env));
  try {
    streams.stdout.write(await textOf(instance, options, streams));
    return 0;
  } catch (error) {
    return reportUserError(fromProgram(error), streams, options.debug);
  }
}

async function textOf(
  instance: string | undefined,
  options: RunbookOptions,
  streams: Streams,
): Promise<string> {
  const { default: program } = await import("../../index");
  // The facts of the real program, run as the preview runs it: they are the same before and after a deployment.
  const config = await chosenConfig(options, streams);
  const registrations = await record(config, program);
  const storages = storagesOf(registrations);
  const { name, facts } = chosen(storages, instance);
  const problems = runbookProblems(facts, options);
  if (problems.length > 0) {
    const lines = problems.map(({ path, message }) => `\n  ${path}: ${message}`).join("");
    throw new UserError(`There is no such runbook.${lines}`, problems);
  }
  const source = askedSource(options);
  return runbookMarkdown(
    runbookOf({
      stack: config.reference,
      instance: name,
      facts,
      deployment: options.deployment as Deployment,
      direction: options.direction as Direction,
      ...(options.folder !== undefined && { folder: options.folder }),
      ...(source !== undefined && { source: { ...source, ...ownerOf(source, storages) } }),
    }),
  );
}

interface Storage {
  name: string;
  facts: StorageFacts;
}

function storagesOf(registrations: Registration[]): Storage[] {
  return registrations
    .filter(({ type }) => type.startsWith("media-storage:"))
    .map(({ name, outputs = {} }) => ({ name, facts: outputs["facts"] as StorageFacts }));
}

/** The instance that is named, or the only one. */
export function chosen(storages: Storage[], name: string | undefined): { name: string; facts: BucketFacts } {
  const names = storages.map((storage) => storage.name).join(", ");
  const storage =
    name === undefined && storages.length === 1 ? storages[0] : storages.find((one) => one.name === name);
  if (storage === undefined) {
    throw new UserError(
      name === undefined
        ? `Write which instance: one of ${names}.`
        : `The stack has no instance "${name}"; write one of ${names}.`,
    );
  }
  if (!hasBucket(storage.facts)) {
    throw new UserError(`${storage.name} has no bucket, so there is nothing to move.`);
  }
  return { name: storage.name, facts: storage.facts };
}

/** The instance of this stack whose bucket it is, where there is one: that bucket is not to be deleted as a leftover. */
function ownerOf(source: SourceBucket, storages: Storage[]): { instance?: string } {
  const owner = storages.find(({ facts }) => hasBucket(facts) && isSameBucket(source, facts));
  return owner === undefined ? {} : { instance: owner.name };
}

function hasBucket(facts: Partial<StorageFacts>): facts is BucketFacts {
  return facts.bucket !== undefined;
}
