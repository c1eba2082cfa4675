import type { ComponentResource, CustomResourceOptions, ProviderResource } from "@pulumi/pulumi";

/** The options that every child of a component has. */
export interface ChildOptions {
  parent: ComponentResource;
  /** The provider of the store; by default the child inherits one from its parent. */
  provider?: ProviderResource;
}

/**
 * The options of a child that holds no data. Children inherit protect and retainOnDelete, so without this protecting a
 * component would block the rotation of its keys, and retaining it would leave its users behind.
 */
export function unprotectedChild(child: ChildOptions): CustomResourceOptions {
  return { ...child, protect: false, retainOnDelete: false };
}
