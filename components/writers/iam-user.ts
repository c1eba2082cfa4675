import { secret, type Output } from "@pulumi/pulumi";
import { AccessKey } from "@pulumi/aws/iam/accessKey";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { User } from "@pulumi/aws/iam/user";
import { UserPolicy } from "@pulumi/aws/iam/userPolicy";
import { writerPolicy } from "../../storage/bucket-policy";
import type { StorageNeeds } from "../../storage/needs";
import { keySlots, type Credentials, type StorageSettings } from "../../storage/args";
import { writerUserName } from "../../stores/writer-user";
import type { Store } from "../../stores/store";
import type { KeysArgs, WriterArgs } from "../args";
import { unprotectedChild, type ChildOptions } from "../options";

/** The writer and the credentials of the env block; none where the app gets them from a role. */
export function createWriter(
  name: string,
  settings: StorageSettings & { writer?: WriterArgs },
  needs: StorageNeeds,
  store: Store,
  child: ChildOptions,
): Credentials<Output<string>> | undefined {
  const policy = JSON.stringify(writerPolicy(settings, needs, store));
  const { role, given } = settings.writer ?? {};
  if (role !== undefined) {
    // Inline, and under the bucket's name: one role may write to several buckets.
    const args = { role: role.roleName, name: `media-storage-${settings.bucket}`, policy };
    new RolePolicy(`${name}-writer-policy`, args, unprotectedChild(child));
    return undefined;
  }
  if (given !== undefined) {
    const { accessKeyId, secretAccessKey, sessionToken } = given;
    return {
      accessKeyId: secret(accessKeyId),
      secretAccessKey: secret(secretAccessKey),
      ...(sessionToken !== undefined && { sessionToken: secret(sessionToken) }),
    };
  }
  return userWithKeys(name, settings, policy, settings.writer?.keys ?? {}, child);
}

function userWithKeys(
  name: string,
  { bucket, tags }: StorageSettings,
  policy: string,
  keys: KeysArgs,
  child: ChildOptions,
): Credentials<Output<string>> {
  const { permissionsBoundary } = keys;
  const { slots, current, inactive } = keySlots(keys);
  const user = new User(
    `${name}-writer`,
    // forceDestroy: a key that somebody made by hand would else keep the user from being deleted.
    {
      name: writerUserName(bucket),
      forceDestroy: true,
      ...(permissionsBoundary !== undefined && { permissionsBoundary }),
      ...(tags && { tags }),
    },
    unprotectedChild(child),
  );
  // Inline: aws.iam.PolicyAttachment is exclusive and detaches the policy from everybody else.
  new UserPolicy(
    `${name}-writer-policy`,
    { user: user.name, name: "media-storage", policy },
    unprotectedChild(child),
  );
  const credentials = new Map(
    slots.map((slot) => {
      const key = new AccessKey(
        `${name}-key-${slot}`,
        { user: user.name, status: inactive.includes(slot) ? "Inactive" : "Active" },
        // Two keys are the quota, inactive ones included: with both in use a replacement must delete first.
        { ...unprotectedChild(child), deleteBeforeReplace: slots.length > 1 },
      );
      return [slot, { accessKeyId: key.id, secretAccessKey: secret(key.secret) }];
    }),
  );
  const inUse = credentials.get(current);
  // The checks of the args have seen to it.
  if (inUse === undefined) throw new Error(`slot ${current} has no key`);
  return inUse;
}
