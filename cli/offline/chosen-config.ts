import type { Streams } from "../env/streams";
import { chosenStack } from "../project/chosen-stack";
import type { Project } from "../project/project";
import { configSecrets, hide } from "../run-secrets";
import { readStackConfig, type StackConfig } from "./stack-file";

/** Reads the config of the chosen stack, and adds its secrets to those of the run. */
export async function chosenConfig(
  project: Project,
  stack: string | undefined,
  streams: Streams,
): Promise<StackConfig> {
  const config = readStackConfig(project, await chosenStack(stack, project, streams));
  hide(streams, configSecrets(config));
  return config;
}
