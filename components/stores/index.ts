import type {
  ComponentResource,
  ComponentResourceOptions,
  Input,
  Output,
  ProviderResource,
  Resource,
} from "@pulumi/pulumi";
import type { StoreKind } from "../../stores/args";
import type { Store } from "../../stores/store";
import { at, type Problem } from "../../validation/problem";
import type { BucketSettings, Credentials } from "../../storage/args";
import type { BucketPlan } from "../../storage/plan";
import type { KeysArgs, StoreArgs } from "../args";
import type { LateCheck } from "../late-values";
import type { ChildOptions } from "../options";
import { foreignProviderProblems, s3Children, sharedS3Provider } from "../providers";
import { cloudflarePackageProblems } from "../cloudflare";
import { createIamUser } from "../writers/iam-user";
import { createR2Tokens } from "../writers/r2-token";
import { createR2Bucket } from "./r2-bucket";
import { createS3Bucket } from "./s3-bucket";

/** The credentials that Pulumi uses at a store. */
export interface StoreKey {
  /** What tells the key apart from others, and may be shown: the key's id or, where that is a secret of the config, a hash of it. */
  name: string;
  /** By the names that the store's definition gives them (`StoreCredentials` in stores/store.ts). */
  credentials: Readonly<Record<string, Input<string>>>;
}

/** A provider that storages at one store can share. */
export interface SharedProvider {
  /** Contains all that tells it apart, since the storage that comes first may be removed later. */
  name: string;
  create(): ProviderResource;
}

/** A created bucket, whichever provider its resources are from. */
interface CreatedBucket {
  /** Its name is known when it exists. */
  bucket: { bucket: Output<string> };
  /** What must exist before readers can reach the bucket through a media host. */
  beforeReaders: Resource[];
  /** What must exist before a key that is for this bucket only can be created; default: nothing. */
  beforeKeys?: Resource[];
}

/** Creates a bucket and all settings that the store supports. */
type BucketCreator = (
  name: string,
  plan: BucketPlan,
  settings: BucketSettings,
  check: LateCheck,
  child: ChildOptions,
) => CreatedBucket;

/**
 * Creates a writer with access keys; `policy` is what it may do, as the JSON text of an identity policy, and `after` what must exist
 * before (`CreatedBucket.beforeKeys`).
 */
type KeyCreator = (
  name: string,
  settings: BucketSettings,
  policy: string,
  keys: KeysArgs,
  child: ChildOptions,
  after: Resource[],
) => Credentials<Output<string>>;

/** Creates the resources of a storage on one kind of store. */
export interface StoreResources {
  /** The options of all children of a component: their parent, and the store's provider if it is not inherited. */
  children: (
    name: string,
    store: StoreArgs,
    parent: ComponentResource,
    opts?: ComponentResourceOptions,
  ) => ChildOptions;
  /** The provider that a program shares among its storages at a store; undefined if they inherit the one of the stack. */
  sharedProvider?: (store: StoreArgs, key?: StoreKey) => SharedProvider | undefined;
  /** What is wrong with the providers in the options for a store at `path`. By default nothing. */
  providerProblems?: (path: string, opts?: ComponentResourceOptions) => Problem[];
  /** Of packages that resources of the store at `path` need and that are not installed. By default none. */
  packageProblems?: (path: string) => Problem[];
  createBucket: BucketCreator;
  /** Creates a writer with access keys; undefined if no store of this kind has the capability `writerKeys`. */
  createKeys?: KeyCreator;
}

/** By the member of `StoreArgs`; a member without a row is a type error. */
const STORE_RESOURCES: Record<StoreKind, StoreResources> = {
  aws: {
    children: (_name, _store, parent) => ({ parent }),
    providerProblems: foreignProviderProblems,
    createBucket: createS3Bucket,
    createKeys: createIamUser,
  },
  r2: {
    children: (_name, _store, parent) => ({ parent }),
    packageProblems: (path) => cloudflarePackageProblems(at(path, "r2")),
    createBucket: createR2Bucket,
    createKeys: createR2Tokens,
  },
  s3: {
    children: s3Children,
    sharedProvider: sharedS3Provider,
    createBucket: createS3Bucket,
    createKeys: createIamUser,
  },
};

export function storeResources(store: Pick<Store, "kind">): StoreResources {
  // The table has a row for every kind, so a new kind cannot be treated as another one.
  // eslint-disable-next-line store-names/store-names
  return STORE_RESOURCES[store.kind];
}
