import { secret, type Output, type Resource } from "@pulumi/pulumi";
import { keySlots, type BucketSettings, type Credentials } from "../../storage/args";
import { BUCKET_ITEM_WRITE, jurisdictionWord } from "../../stores/r2";
import { r2SecretKey } from "./r2-secret-key";
import { accountTokenClass } from "../cloudflare";
import type { KeysArgs } from "../args";
import { unprotectedChild, type ChildOptions } from "../options";

/**
 * Creates an account token for each slot, which may read, write, list and delete in this bucket only. Returns the key of the current
 * one for the env block. A token belongs to the account, so it survives the user who created it.
 */
export function createR2Tokens(
  name: string,
  { bucket, store: { r2 } }: BucketSettings,
  _policy: string,
  keys: KeysArgs,
  child: ChildOptions,
  after: Resource[],
): Credentials<Output<string>> {
  // Validation guarantees it.
  if (r2 === undefined) throw new Error("bug: a token of R2 for a store that is not R2");
  const { accountId, permissionGroupId = BUCKET_ITEM_WRITE } = r2;
  const { slots, current, inactive } = keySlots(keys);
  const AccountToken = accountTokenClass();
  // One policy with one group and one resource: the API sorts lists, so the provider would see a difference in longer ones
  // (https://github.com/cloudflare/terraform-provider-cloudflare/issues/5848).
  const policy = {
    effect: "allow",
    permissionGroups: [{ id: permissionGroupId }],
    resources: JSON.stringify({
      [`com.cloudflare.edge.r2.bucket.${accountId}_${jurisdictionWord(r2)}_${bucket}`]: "*",
    }),
  };
  const credentials = new Map(
    slots.map((slot) => {
      const token = new AccountToken(
        `${name}-key-${slot}`,
        {
          accountId,
          name: `media-storage ${bucket} ${slot}`,
          policies: [policy],
          status: inactive.includes(slot) ? "disabled" : "active",
        },
        { ...unprotectedChild(child), dependsOn: after },
      );
      return [slot, { accessKeyId: token.id, secretAccessKey: secret(token.value.apply(r2SecretKey)) }];
    }),
  );
  const inUse = credentials.get(current);
  // Validation guarantees it.
  if (inUse === undefined) throw new Error(`slot ${current} has no token`);
  return inUse;
}
