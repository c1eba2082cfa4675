import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import type { RoleArgs } from "../args";
import { unprotectedChild, type ChildOptions } from "../options";

/** Adds the writer's policy to the operator's role: inline and named after the bucket, because one role may write to several buckets. */
export function createRolePolicy(
  name: string,
  bucket: string,
  policy: string,
  { roleName }: RoleArgs,
  child: ChildOptions,
): void {
  const args = { role: roleName, name: `media-storage-${bucket}`, policy };
  new RolePolicy(`${name}-writer-policy`, args, unprotectedChild(child));
}
