import { secret, type Output, type Resource } from "@pulumi/pulumi";
import type { BucketSettings, Credentials } from "../../storage/args";
import type { BucketPlan } from "../../storage/plan";
import type { GivenKeysArgs, WriterArgs } from "../args";
import type { ChildOptions } from "../options";
import { storeResources } from "../stores";
import { createRolePolicy } from "./iam-role";

/** Creates the writer unless it is the operator's own. Returns the key for the env block, or undefined if the app uses a role. */
export function createWriter(
  name: string,
  { store, writerPolicy }: BucketPlan,
  args: BucketSettings & { writer?: WriterArgs },
  child: ChildOptions,
  after: Resource[] = [],
): Credentials<Output<string>> | undefined {
  const { role, given, keys = {} } = args.writer ?? {};
  if (given !== undefined) return existingKey(given);
  if (role !== undefined) {
    createRolePolicy(name, args.bucket, writerPolicy, role, child);
    return undefined;
  }
  const { createKeys } = storeResources(store);
  // Validation refuses such a writer on a store that does not support it.
  if (createKeys === undefined) throw new Error(`bug: no keys can be created on ${store.title}`);
  return createKeys(name, args, writerPolicy, keys, child, after);
}

function existingKey({
  accessKeyId,
  secretAccessKey,
  sessionToken,
}: GivenKeysArgs): Credentials<Output<string>> {
  return {
    accessKeyId: secret(accessKeyId),
    secretAccessKey: secret(secretAccessKey),
    ...(sessionToken !== undefined && { sessionToken: secret(sessionToken) }),
  };
}
