import { hasRunbook, runbookOf, runbookProblems, type Asked } from "../../apps/runbooks";
import { askedSource } from "../../runbook/source";
import { hasBucket } from "../../storage/facts";
import {
  bucketOf,
  runbookMarkdown,
  type BucketStorageFacts,
  type DeploymentKind,
  type Direction,
  type SourceBucket,
} from "../../runbook";
import { problemLines } from "../../validation/problem";
import { UserError } from "../../validation/user-error";
import { printText } from "../print-text";
import { hide, typedSecrets } from "../run-secrets";
import type { OutputsOptions } from "../deployed/outputs";
import { unknownApp } from "../deployed/unknown-app";
import type { Streams } from "../env/streams";
import { isSameBucket } from "../../stores/same-bucket";
import { chosenStorage, stackStorages, type Storage } from "./storages";

export interface RunbookOptions extends Asked, OutputsOptions {
  debug?: boolean;
}

/** Prints the runbook of an instance. Returns the exit code: 0, or 1 if there is no such runbook. */
export async function runbook(
  instance: string | undefined,
  options: RunbookOptions,
  streams: Streams,
): Promise<number> {
  const { stack, deployment, direction, fromBucket, fromRegion } = options;
  hide(streams, typedSecrets([instance, stack, deployment, direction, fromBucket, fromRegion], streams.env));
  return printText(() => textOf(instance, options, streams), streams, options.debug);
}

async function textOf(
  instance: string | undefined,
  options: RunbookOptions,
  streams: Streams,
): Promise<string> {
  const { option, storages } = await stackStorages(instance, options, streams);
  const { name, facts } = chosen(storages, instance);
  const problems = runbookProblems(facts, options);
  if (problems.length > 0) {
    throw new UserError(`The runbook cannot be printed.${problemLines(problems)}`, problems);
  }
  const source = askedSource(options);
  return runbookMarkdown(
    runbookOf({
      ...option,
      instance: name,
      facts,
      deployment: options.deployment as DeploymentKind,
      direction: options.direction as Direction,
      ...(options.folder !== undefined && { folder: options.folder }),
      ...(source !== undefined && { source: { ...source, ...ownerOf(source, storages) } }),
    }),
  );
}

/** The given instance, or the only one of the stack. */
export function chosen(
  storages: Storage[],
  name: string | undefined,
): { name: string; facts: BucketStorageFacts } {
  const storage = chosenStorage(storages, name);
  if (!hasRunbook(storage.facts.app.name)) throw unknownApp(storage.facts.app.name);
  if (!hasBucket(storage.facts)) {
    throw new UserError(`${storage.name} has no bucket, so there is nothing to move.`);
  }
  return { name: storage.name, facts: storage.facts };
}

/** The instance of this stack that owns the source bucket, if there is one. The runbook must not delete that bucket as a leftover. */
function ownerOf(source: SourceBucket, storages: Storage[]): { instance?: string } {
  const owner = storages.find(({ facts }) => hasBucket(facts) && isSameBucket(source, bucketOf(facts)));
  return owner === undefined ? {} : { instance: owner.name };
}
