import { secret, type Output } from "@pulumi/pulumi";
import { AccessKey } from "@pulumi/aws/iam/accessKey";
import { User } from "@pulumi/aws/iam/user";
import { UserPolicy } from "@pulumi/aws/iam/userPolicy";
import { keySlots, type BucketSettings, type Credentials } from "../../storage/args";
import { writerUserName } from "../../stores/writer-user";
import type { KeysArgs } from "../args";
import { unprotectedChild, type ChildOptions } from "../options";

/** Creates an IAM user with the writer's policy, and the access keys. Returns the one for the env block. */
export function createIamUser(
  name: string,
  { bucket, tags }: BucketSettings,
  policy: string,
  keys: KeysArgs,
  child: ChildOptions,
): Credentials<Output<string>> {
  const { permissionsBoundary } = keys;
  const { slots, current, inactive } = keySlots(keys);
  const user = new User(
    `${name}-writer`,
    // forceDestroy, because a key that somebody created by hand would otherwise prevent the deletion of the user.
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
        // The quota is two keys, including inactive ones. If both exist, a replacement must delete the old key first.
        { ...unprotectedChild(child), deleteBeforeReplace: slots.length > 1 },
      );
      return [slot, { accessKeyId: key.id, secretAccessKey: secret(key.secret) }];
    }),
  );
  const inUse = credentials.get(current);
  // Validation guarantees it.
  if (inUse === undefined) throw new Error(`slot ${current} has no key`);
  return inUse;
}
