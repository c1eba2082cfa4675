import { isDeepStrictEqual } from "node:util";
import { findDeployments } from "../../deployed/find-deployments";
import type { Registration } from "../registration";
import { hasUnknown, revealedAll } from "../values";

/**
 * Says for each of our components which output of the stack has its deployment, as `media-storage env` will find it. Says nothing
 * where unknown outputs may have it.
 */
export function addExports(registrations: Registration[], stackOutputs: Record<string, unknown>): void {
  const deployments = findDeployments(revealedAll(stackOutputs) as Record<string, unknown>);
  const areKnown = !hasUnknown(stackOutputs);
  for (const registration of registrations) {
    const deployment = revealedAll(registration.outputs?.["deployment"]);
    if (!registration.type.startsWith("media-storage:") || deployment === undefined) continue;
    const found = deployments.find(({ value }) => isDeepStrictEqual(value, deployment));
    if (found !== undefined) registration.exportedAs = found.name;
    else if (areKnown) registration.exportedAs = "";
  }
}
