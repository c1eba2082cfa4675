import type { ComponentResource, CustomResourceOptions, ProviderResource } from "@pulumi/pulumi";

/** The options that every child of a component has. */
export interface ChildOptions {
  parent: ComponentResource;
  /** The provider of the store; default: inherited from the parent. */
  provider?: ProviderResource;
}

/**
 * The options of a child without data. Children inherit protect and retainOnDelete. Without this, protecting a component would
 * block the rotation of its keys, and retaining it would keep its users.
 */
export function unprotectedChild(child: ChildOptions): CustomResourceOptions {
  return { ...child, protect: false, retainOnDelete: false };
}
