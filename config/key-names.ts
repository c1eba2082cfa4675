/** The names of the config values that belong to an instance. */
import type { StoreCredential } from "../stores/store";

/** The names that an instance can have: the names of its outputs and of its config values begin with it. */
export const INSTANCE_NAME = /^[a-z][A-Za-z0-9]*$/;

/** The secret of the writer's given key. */
export function secretKeyOf(instance: string): string {
  return `${instance}SecretAccessKey`;
}

/** The session token of a temporary key, for an app that reads one. */
export function sessionTokenOf(instance: string): string {
  return `${instance}SessionToken`;
}

/** A credential that Pulumi uses at the instance's store. */
export function storeKeyOf(instance: string, { configKey }: Pick<StoreCredential, "configKey">): string {
  return `${instance}Store${configKey}`;
}
