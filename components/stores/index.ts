import type { ComponentResource, ComponentResourceOptions } from "@pulumi/pulumi";
import type { StoreKind } from "../../stores/args";
import type { Store } from "../../stores/store";
import type { StoreArgs } from "../args";
import type { ChildOptions } from "../options";
import { s3Children } from "../providers";
import { createIamUser } from "../writers/iam-user";
import { createS3Bucket } from "./s3-bucket";

/** What creates the resources of a storage at one kind of store. */
interface StoreResources {
  /** The options of all children of a component: their parent, and the provider of the store if it is not the inherited one. */
  children: (
    name: string,
    store: StoreArgs,
    parent: ComponentResource,
    opts?: ComponentResourceOptions,
  ) => ChildOptions;
  createBucket: typeof createS3Bucket;
  /** Creates a writer with access keys. Validation refuses it at a store that cannot. */
  createKeys: typeof createIamUser;
}

/** By the member of `StoreArgs`; a member without a row is a type error. */
const STORE_RESOURCES: Record<StoreKind, StoreResources> = {
  aws: {
    children: (_name, _store, parent) => ({ parent }),
    createBucket: createS3Bucket,
    createKeys: createIamUser,
  },
  s3: { children: s3Children, createBucket: createS3Bucket, createKeys: createIamUser },
};

export function storeResources(store: Store): StoreResources {
  // The table has a row for every kind, so no new one can count as another.
  // eslint-disable-next-line store-names/store-names
  return STORE_RESOURCES[store.kind];
}
