import type { ComponentResourceOptions, ProviderResource } from "@pulumi/pulumi";
import { storeOf } from "../../stores";
import type { StoreArgs } from "../args";
import { storeResources, type StoreKey } from "./index";

/** A storage, as far as it decides the provider. */
interface AtStore {
  /** Undefined for a storage without a bucket. */
  store: StoreArgs | undefined;
  storeKey?: StoreKey;
}

/** The options by which the storages of a program share the providers of their stores. Call only with stores that have no problem. */
export function sharedProviders(): (storage: AtStore) => ComponentResourceOptions {
  const made = new Map<string, ProviderResource>();
  return ({ store, storeKey }) => {
    if (store === undefined) return {};
    const shared = storeResources(storeOf(store)).sharedProvider?.(store, storeKey);
    if (shared === undefined) return {};
    const provider = made.get(shared.name) ?? shared.create();
    made.set(shared.name, provider);
    return { providers: [provider] };
  };
}
