import type { Streams } from "../env/streams";
import { chosenStack } from "../project/chosen-stack";
import { openProject } from "../project/open-project";
import { configSecrets, hide } from "../run-secrets";
import { readStackConfig, type StackConfig } from "./stack-file";

/** Reads the config of the chosen stack, and adds its secrets to those of the run. */
export async function chosenConfig(
  { cwd, stack }: { cwd: string; stack?: string },
  streams: Streams,
): Promise<StackConfig> {
  const project = openProject(cwd, streams);
  const config = readStackConfig(project, await chosenStack(stack, project, streams));
  hide(streams, configSecrets(config));
  return config;
}
