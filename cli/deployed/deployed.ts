import { SUPPORTED_VERSIONS } from "../../apps/supported-versions";
import type { Deployment } from "../../storage/deployment";
import { productNameOfFacts, STORE_PRODUCTS } from "../../stores";
import { ownMember } from "../../validation/own-member";
import { UserError } from "../../validation/user-error";
import { unsupportedReasons } from "../../validation/version";
import { checkDeployment } from "./check-deployment";
import { hasFlatFacts, findDeployments, type Candidate } from "./find-deployments";
import { atStart, type Origin } from "./origin";
import type { Outputs } from "./outputs";

/** A deployed storage of a stack. */
export interface Deployed extends Deployment {
  origin: Origin;
  /** The output that has the deployment. */
  instance: string;
}

/** The deployment of one storage among outputs. Without an instance there must be only one. Throws `UserError`. */
export function deployed(instance: string | undefined, outputs: Outputs): Deployed {
  return usable(chosen(instance, candidates(outputs), outputs.origin), outputs.origin);
}

/** That storage, and the other storages that this version can read. Throws `UserError`. */
export function deployedStorages(instance: string | undefined, outputs: Outputs): Deployed[] {
  const { origin } = outputs;
  const all = candidates(outputs);
  const one = chosen(instance, all, origin);
  return all.flatMap((other) => {
    const found = other === one ? usable(other, origin) : readable(other, origin);
    return typeof found === "string" ? [] : [found];
  });
}

/** At least one. */
function candidates({ values, origin }: Outputs): Candidate[] {
  const found = findDeployments(values);
  if (found.length > 0) return found;
  if (hasFlatFacts(values)) {
    throw new UserError(
      `The outputs of ${origin.name} are those of an older version of media-storage; ${origin.renewal}.`,
    );
  }
  throw new UserError(`${atStart(origin)} has no env block among its outputs${origin.exportRemedy}`);
}

function chosen(instance: string | undefined, all: Candidate[], origin: Origin): Candidate {
  const names = all.map(({ name }) => name).join(", ");
  const [first, ...others] = all;
  if (instance === undefined && first !== undefined && others.length === 0) return first;
  if (instance === undefined) {
    throw new UserError(
      `${atStart(origin)} has several instances; add one of these names to the command: ${names}.`,
    );
  }
  const found = all.find(({ name }) => name === instance);
  if (found === undefined) {
    throw new UserError(`${atStart(origin)} has no instance "${instance}"; use one of: ${names}.`);
  }
  return found;
}

function usable(candidate: Candidate, origin: Origin): Deployed {
  const { name } = candidate;
  const found = readable(candidate, origin);
  if (found === "newer") {
    throw new UserError(
      `The output "${name}" of ${origin.name} was made by a newer version of media-storage; update the command ` +
        "to the version that the stack's program uses.",
    );
  }
  if (found === "invalid") {
    throw new UserError(
      `The output "${name}" of ${origin.name} is not a valid deployment of media-storage; export the component's ` +
        `\`deployment\` unchanged, then ${origin.renewal}.`,
    );
  }
  const store = found.facts.store && productNameOfFacts(found.facts.store);
  if (store !== undefined && ownMember(STORE_PRODUCTS, store) === undefined) {
    throw new UserError(
      `The stack's store "${store}" is unknown to this version of media-storage; use a newer one.`,
    );
  }
  assertSupportedVersion(found, origin);
  return found;
}

/** An older version of this library may have deployed a version of the app that this one does not support any more. */
function assertSupportedVersion({ instance, facts: { app } }: Deployed, { name, renewal }: Origin): void {
  const supported = ownMember(SUPPORTED_VERSIONS, app.name);
  if (supported === undefined || app.version === undefined) return;
  const [reason] = unsupportedReasons(app.version, supported);
  if (reason === undefined) return;
  throw new UserError(
    `The version of ${supported.app} in the output "${instance}" of ${name} is "${app.version}", which ${reason.message}. ` +
      `Then set the new version, and ${renewal}.`,
  );
}

function readable({ name, value }: Candidate, origin: Origin): Deployed | "newer" | "invalid" {
  const deployment = checkDeployment(value);
  if (typeof deployment === "string") return deployment;
  return { ...deployment, title: deployment.title + origin.titleSuffix, origin, instance: name };
}
