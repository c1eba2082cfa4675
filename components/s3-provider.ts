import type {
  ComponentResourceOptions,
  CustomResourceOptions,
  Input,
  ProviderResource,
} from "@pulumi/pulumi";
import { Provider } from "@pulumi/aws/provider";
import type { Problem } from "../problems/problem";
import type { S3StoreArgs, StoreArgs } from "../stores/args";

/** How the deployment, not the app, is let into an S3-compatible server. */
export interface S3ProviderArgs {
  /** The id of the key that makes buckets there; by default the provider looks for one as AWS' tools do (environment, profile). */
  accessKey?: Input<string>;
  /** The secret of that key. The state keeps it secret. */
  secretKey?: Input<string>;
  /** The path of a PEM file of the certificate authority that the server's certificate is from; by default the system's. */
  customCaBundle?: Input<string>;
}

/**
 * A provider for an S3-compatible server, to be handed to the components with a store there: with
 * `const s3 = { flavour: "ceph", endpoint, region }` it is
 * `new MastodonStorage("social", { ...args, store: { s3 } }, { providers: [s3Provider("ceph", s3)] })`. One serves any number.
 */
export function s3Provider(
  name: string,
  { endpoint, region, pathStyle = true }: S3StoreArgs,
  credentials: S3ProviderArgs = {},
  opts?: CustomResourceOptions,
): Provider {
  return new Provider(
    name,
    {
      ...credentials,
      region,
      s3UsePathStyle: pathStyle,
      // Any of them missing, the provider would ask AWS itself, with the server's credentials.
      endpoints: [{ iam: endpoint, s3: endpoint, s3control: endpoint, sts: endpoint }],
      skipCredentialsValidation: true,
      skipMetadataApiCheck: true,
      skipRegionValidation: true,
      // With an account id bucket tags are read through S3 Control
      // (https://github.com/hashicorp/terraform-provider-aws/issues/46202).
      skipRequestingAccountId: true,
    },
    opts,
  );
}

/** Without a provider of its own an S3-compatible store's bucket would be made on AWS. */
export function providerProblems({ s3 }: StoreArgs, opts: ComponentResourceOptions = {}): Problem[] {
  if (s3 === undefined || hasAwsProvider(opts)) return [];
  const message =
    "needs an aws.Provider for its endpoint, or the bucket would be made on AWS; pass one in the options: `{ providers: [s3Provider(...)] }`";
  return [{ code: "store-provider-missing", path: "store.s3", message }];
}

function hasAwsProvider({ parent, provider, providers = [] }: ComponentResourceOptions): boolean {
  const own = Array.isArray(providers) ? providers : Object.values(providers);
  const isOfAws = (one: ProviderResource): boolean =>
    // The SDK keeps it out of its types; an instance check would miss providers that come from another language.
    (one as unknown as { getPackage(): string }).getPackage() === "aws";
  return (
    [...own, ...(provider ? [provider] : [])].some(isOfAws) ||
    parent?.getProvider("aws:s3/bucket:Bucket") !== undefined
  );
}
