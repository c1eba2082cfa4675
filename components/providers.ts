/** The provider of an S3-compatible store. The bucket is never created with another provider, which could be for AWS. */
import {
  log,
  type ComponentResource,
  type ComponentResourceOptions,
  type CustomResourceOptions,
  type ProviderResource,
  type Resource,
} from "@pulumi/pulumi";
import { Provider } from "@pulumi/aws/provider";
import { at, type Problem, type Reason } from "../validation/problem";
import { isMap } from "../validation/shape";
import type { S3StoreSettings } from "../stores/args";
import { s3Problems } from "../stores/s3-definition";
import { originOf } from "../stores/store";
import type { S3ProviderArgs, S3StoreArgs, StoreArgs } from "./args";
import { invalidArgs, requireName } from "./invalid-args";
import { unprotectedChild, type ChildOptions } from "./options";
import type { SharedProvider, StoreKey } from "./stores";

/** The settings from which `s3Provider` created a provider. */
interface MadeProvider {
  connection: string;
  credentials: S3ProviderArgs;
}

/**
 * The providers that `s3Provider` created. They are compared by identity, because a provider does not reveal its settings, and a
 * provider from another language is only a reference.
 */
const madeProviders = new WeakMap<ProviderResource, MadeProvider>();

/** Identifies a connection: stores with the same one can share a provider. */
function connectionOf({ endpoint, region, pathStyle = true }: S3StoreSettings): string {
  return JSON.stringify([originOf(endpoint), region, pathStyle]);
}

/**
 * A provider for an S3-compatible server that several components can share. Each provider is a process of several hundred MB. A
 * component without it creates its own. Example, with `const s3 = { server: "ceph", endpoint, region }`:
 * `new MastodonStorage("social", { ...args, store: { s3 } }, { providers: [s3Provider("ceph", s3)] })`. Invalid arguments are an
 * error.
 */
export function s3Provider(
  name: string,
  s3: S3StoreArgs,
  credentials?: S3ProviderArgs,
  opts?: CustomResourceOptions,
): Provider {
  requireName("s3Provider", name, 's3Provider("ceph", { ... })');
  // JavaScript may pass values that cannot be spread into settings, such as a string or an output.
  const given: unknown = s3;
  const settings = isMap(s3) ? { ...s3, ...(credentials && { provider: credentials }) } : s3;
  // Without an endpoint the provider would contact AWS with the server's credentials.
  const problems = s3Problems(given === undefined ? null : settings, "s3");
  if (problems.length > 0) throw invalidArgs("s3Provider", name, { s3: settings }, problems);
  const { endpoint, region, pathStyle = true, provider: access = {} } = settings;
  const provider = new Provider(
    name,
    {
      ...access,
      region,
      s3UsePathStyle: pathStyle,
      // Without any of these, the provider would contact AWS itself with the server's credentials.
      endpoints: [{ iam: endpoint, s3: endpoint, s3control: endpoint, sts: endpoint }],
      skipCredentialsValidation: true,
      skipMetadataApiCheck: true,
      skipRegionValidation: true,
      // With an account id the provider reads bucket tags through S3 Control
      // (https://github.com/hashicorp/terraform-provider-aws/issues/46202).
      skipRequestingAccountId: true,
    },
    opts,
  );
  madeProviders.set(provider, { connection: connectionOf(settings), credentials: access });
  return provider;
}

/** One for the storages with the same S3-compatible store and the same key there, since each provider is a process of its own. */
export function sharedS3Provider({ s3 }: StoreArgs, key?: StoreKey): SharedProvider | undefined {
  if (s3 === undefined) return undefined;
  const { endpoint, region, pathStyle = true } = s3;
  const place = [endpoint.replace("://", "_").replace(/:/g, "_"), region];
  if (!pathStyle) place.push("virtual-host");
  if (key !== undefined) place.push(`key-${encodeURIComponent(key.name)}`);
  const name = ["store", ...place].join("_");
  return { name, create: () => s3Provider(name, s3, key?.credentials) };
}

/** The options of a component's children on an S3-compatible store, with the store's provider. */
export function s3Children(
  name: string,
  { s3 }: StoreArgs,
  parent: ComponentResource,
  opts: ComponentResourceOptions = {},
): ChildOptions {
  if (s3 === undefined) return { parent };
  const inherited = awsProviderOf(parent);
  const shared = [...explicit(opts), ...(inherited ? [inherited] : [])].find((one) => isFor(s3, one));
  if (shared !== undefined) return { parent, provider: shared };
  if (inherited !== undefined) warnOfForeign(parent);
  return { parent, provider: s3Provider(`${name}-store`, s3, s3.provider, unprotectedChild({ parent })) };
}

function isFor(s3: S3StoreArgs, provider: ProviderResource): boolean {
  const made = madeProviders.get(provider);
  if (made?.connection !== connectionOf(s3)) return false;
  const { credentials } = made;
  const { accessKey, secretKey, customCaBundle } = s3.provider ?? credentials;
  // Two outputs are equal only if they are the same object.
  return (
    accessKey === credentials.accessKey &&
    secretKey === credentials.secretKey &&
    customCaBundle === credentials.customCaBundle
  );
}

function explicit({ provider, providers = [] }: ComponentResourceOptions): ProviderResource[] {
  const several = Array.isArray(providers) ? providers : Object.values(providers);
  return [...(provider ? [provider] : []), ...several];
}

/** The AWS provider that the children of a component inherit; undefined for the default provider. */
function awsProviderOf(component: Resource): ProviderResource | undefined {
  return component.getProvider("aws:s3/bucket:Bucket");
}

function warnOfForeign(component: ComponentResource): void {
  const message =
    "store.s3: the aws provider in the options, or of the parent, is not used, because s3Provider did not create it for this store; the component creates its own provider. Remove it from the options, or pass one that s3Provider creates: `{ providers: [s3Provider(...)] }`";
  void log.warn(message, component);
}

/** The store is AWS, but the provider is for an S3-compatible server. */
export const FOREIGN_PROVIDER: Reason = {
  code: "store-provider-foreign",
  message:
    "needs a provider for AWS, but the aws provider in the options, or of the parent, is for an S3-compatible server (s3Provider created it); pass one for AWS: `{ providers: [new aws.Provider(...)] }`",
};

/** Of a store on AWS, at `path`. */
export function foreignProviderProblems(path: string, opts: ComponentResourceOptions = {}): Problem[] {
  const own = explicit(opts);
  const inherited = opts.parent && awsProviderOf(opts.parent);
  const isOnServer =
    own.some((provider) => madeProviders.has(provider)) ||
    (!own.some((provider) => Provider.isInstance(provider)) &&
      inherited !== undefined &&
      madeProviders.has(inherited));
  if (!isOnServer) return [];
  return [{ ...FOREIGN_PROVIDER, path: at(path, "aws") }];
}
