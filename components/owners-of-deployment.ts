import { runtime } from "@pulumi/pulumi";
import { Owners } from "../storage/owners";

/** By the address of the engine's resource monitor, which is another one for each preview and each deployment. */
const deployments = new Map<string, Owners>();

/**
 * The storages of the deployment that the calling component belongs to. Not of the process: Pulumi's plugin host and the Automation
 * API can serve several stacks, one after another or at once. Undefined without an engine: unit tests with Pulumi's mocks create the
 * same component many times, and the offline preview of the config form has checked the whole config.
 */
export function ownersOfDeployment(): Owners | undefined {
  const address = monitorAddress();
  if (address === undefined) return undefined;
  const owners = deployments.get(address) ?? new Owners();
  deployments.set(address, owners);
  return owners;
}

/** A monitor of mocks is not a client of gRPC. */
function monitorAddress(): string | undefined {
  const monitor = runtime.getMonitor() as Partial<Pick<Client, "getChannel">> | undefined;
  return monitor?.getChannel?.().getTarget();
}

/** The part of a gRPC client (https://grpc.github.io/grpc/node/grpc.Client.html) that is used. */
interface Client {
  getChannel(): { getTarget(): string };
}
