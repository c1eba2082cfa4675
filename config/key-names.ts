/** The names of the config values that belong to an instance. */

/** The secret of the writer's given key. */
export function secretKeyOf(instance: string): string {
  return `${instance}SecretAccessKey`;
}

/** The session token of a temporary key, for an app that reads one. */
export function sessionTokenOf(instance: string): string {
  return `${instance}SessionToken`;
}

/** The key that Pulumi uses at an S3-compatible store. */
export function storeKeysOf(instance: string): { accessKeyId: string; secretAccessKey: string } {
  return { accessKeyId: `${instance}StoreAccessKeyId`, secretAccessKey: secretKeyOf(`${instance}Store`) };
}
