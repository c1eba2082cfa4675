import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import type { RoleArgs } from "../args";
import { unprotectedChild, type ChildOptions } from "../options";

/** The writer's policy on a role of the operator's. Inline, and under the bucket's name, because one role may write to several buckets. */
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
