import { APPS } from "../apps";
import { withBucket } from "../apps/app";
import type { AppName } from "../apps/names";
import { isMap } from "../validation/shape";
import { bucketSettings } from "./bucket-settings";
import { secretKeyOf, sessionTokenOf } from "./key-names";

/**
 * The settings with the secrets of a given key, which are config values of their own; `secretOf` returns the one of a key. Settings
 * without a given key are returned unchanged.
 */
export function withSecrets(
  app: AppName,
  settings: object,
  instance: string,
  secretOf: (key: string) => unknown,
): object {
  const bucket = bucketSettings(app, settings);
  const writer = bucket?.["writer"];
  const given = isMap(writer) ? writer["given"] : undefined;
  if (!isMap(writer) || !isMap(given)) return settings;
  const secretAccessKey = secretOf(secretKeyOf(instance));
  if (secretAccessKey === undefined)
    throw new Error(`bug: the config of ${instance} has no secret, although checkConfig found nothing`);
  const sessionToken = secretOf(sessionTokenOf(instance));
  const whole = { ...given, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
  return withBucket(APPS[app], settings, { ...bucket, writer: { ...writer, given: whole } });
}
