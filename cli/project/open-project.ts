import type { Streams } from "../env/streams";
import { backendSecrets, hide } from "../run-secrets";
import { projectOf, type Project } from "./project";

/** Opens the project of a folder. Adds its backend's password to the secrets of the run, because Pulumi's errors quote it. */
export function openProject(cwd: string, streams: Pick<Streams, "env" | "secrets">): Project {
  const project = projectOf(cwd);
  hide(streams, backendSecrets(project.settings, streams.env));
  return project;
}
