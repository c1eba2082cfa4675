import type {
  ComponentResource,
  ComponentResourceOptions,
  CustomResourceOptions,
  ProviderResource,
} from "@pulumi/pulumi";
import type { SharedParts } from "./hosts/shared-parts";

/** The options of a storage component. */
export interface StorageOptions extends ComponentResourceOptions {
  /**
   * Policies and functions of CloudFront that this component shares with others, because an account can have only 20 policies of a
   * kind: `const cloudFrontParts = sharedCloudFrontParts()` once in a program. By default the component makes its own.
   */
  cloudFrontParts?: SharedParts;
}

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
