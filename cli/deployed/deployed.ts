import { shellWord } from "../../env/formats/shell";
import type { Deployment } from "../../storage/deployment";
import { productNameOfFacts, STORE_PRODUCTS } from "../../stores";
import { ownMember } from "../../validation/own-member";
import { UserError } from "../../validation/user-error";
import type { Project } from "../project/project";
import type { StackName } from "../project/stack-name";
import { checkDeployment } from "./check-deployment";
import { hasFlatFacts, findDeployments, type Candidate } from "./find-deployments";
import { stackOutputs } from "./stack-outputs";

/** A deployed storage of a stack. */
export interface Deployed extends Deployment {
  stack: StackName;
  /** The output that has the deployment. */
  instance: string;
}

/**
 * Reads the deployment of one storage from the outputs of a stack. Without an instance the stack must have only one. Throws
 * `UserError`.
 */
export async function deployed(
  instance: string | undefined,
  project: Project,
  stack: StackName,
): Promise<Deployed> {
  return usable(chosen(instance, await candidates(project, stack), stack.reference), stack);
}

/** Reads that storage, and the other storages of the same stack that this version can read. Throws `UserError`. */
export async function deployedStorages(
  instance: string | undefined,
  project: Project,
  stack: StackName,
): Promise<Deployed[]> {
  const all = await candidates(project, stack);
  const one = chosen(instance, all, stack.reference);
  return all.flatMap((other) => {
    const found = other === one ? usable(other, stack) : readable(other, stack);
    return typeof found === "string" ? [] : [found];
  });
}

/** At least one. */
async function candidates(project: Project, stack: StackName): Promise<Candidate[]> {
  const { reference } = stack;
  const outputs = await stackOutputs(project, reference);
  const found = findDeployments(outputs);
  if (found.length > 0) return found;
  const up = `\`pulumi up --stack ${shellWord(reference)}\``;
  if (hasFlatFacts(outputs)) {
    throw new UserError(
      `The outputs of the stack ${reference} are those of an older version of media-storage; run ${up} again.`,
    );
  }
  throw new UserError(
    `The stack ${reference} has no env block among its outputs; run ${up}. Your own program must export the ` +
      "`deployment` of each component, such as `export const social = storage.deployment`.",
  );
}

function chosen(instance: string | undefined, all: Candidate[], stack: string): Candidate {
  const names = all.map(({ name }) => name).join(", ");
  const [first, ...others] = all;
  if (instance === undefined && first !== undefined && others.length === 0) return first;
  if (instance === undefined) {
    throw new UserError(
      `The stack ${stack} has several instances; add one of these names to the command: ${names}.`,
    );
  }
  const found = all.find(({ name }) => name === instance);
  if (found === undefined) {
    throw new UserError(`The stack ${stack} has no instance "${instance}"; use one of: ${names}.`);
  }
  return found;
}

function usable(candidate: Candidate, stack: StackName): Deployed {
  const { name } = candidate;
  const found = readable(candidate, stack);
  if (found === "newer") {
    throw new UserError(
      `The output "${name}" of the stack ${stack.reference} was made by a newer version of media-storage; update the command ` +
        "to the version that the stack's program uses.",
    );
  }
  if (found === "invalid") {
    throw new UserError(
      `The output "${name}" of the stack ${stack.reference} is not a valid deployment of media-storage; export the component's ` +
        `\`deployment\` unchanged and run \`pulumi up --stack ${shellWord(stack.reference)}\`.`,
    );
  }
  const store = found.facts.store && productNameOfFacts(found.facts.store);
  if (store !== undefined && ownMember(STORE_PRODUCTS, store) === undefined) {
    throw new UserError(
      `The stack's store "${store}" is unknown to this version of media-storage; use a newer one.`,
    );
  }
  return found;
}

function readable({ name, value }: Candidate, stack: StackName): Deployed | "newer" | "invalid" {
  const deployment = checkDeployment(value);
  if (typeof deployment === "string") return deployment;
  return { ...deployment, title: `${deployment.title} (stack ${stack.name})`, stack, instance: name };
}
