import type { ComponentResource, CustomResourceOptions } from "@pulumi/pulumi";

/**
 * The options of a child that holds no data. Children inherit protect and retainOnDelete, so without this protecting a
 * component would block the rotation of its keys, and retaining it would leave its users behind.
 */
export function unprotectedChild(parent: ComponentResource): CustomResourceOptions {
  return { parent, protect: false, retainOnDelete: false };
}
