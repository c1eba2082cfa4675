import type { Streams } from "../env/streams";
import { backendSecrets, hide } from "../run-secrets";
import { projectOf, type Project } from "./project";

/** The project of a folder. Its backend's password is a secret of the run from here on, because Pulumi's errors quote it. */
export function openProject(cwd: string, streams: Pick<Streams, "env" | "secrets">): Project {
  const project = projectOf(cwd);
  hide(streams, backendSecrets(project.settings, streams.env));
  return project;
}
