import { secret, type Output } from "@pulumi/pulumi";
import { AccessKey } from "@pulumi/aws/iam/accessKey";
import { User } from "@pulumi/aws/iam/user";
import { UserPolicy } from "@pulumi/aws/iam/userPolicy";
import { keySlots, type BucketSettings, type Credentials } from "../../storage/args";
import { writerUserName } from "../../stores/writer-user";
import type { KeysArgs } from "../args";
import { unprotectedChild, type ChildOptions } from "../options";

/** An IAM user with the writer's policy, and the access key that the env block carries. */
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
  // Guaranteed by validation.
  if (inUse === undefined) throw new Error(`slot ${current} has no key`);
  return inUse;
}
