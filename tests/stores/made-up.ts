import type { StoreCapabilities } from "../../stores/capabilities";
import { STORE_DEFINITIONS, STORE_KINDS } from "../../stores";
import type { StoreKind, StoreSettings } from "../../stores/args";
import { policyUsers, type StoreProduct } from "../../stores/store";
import { BucketSource, type WriterSettings } from "../../storage/args";

/** What needs a bucket policy, or a setting of a bucket that the library creates. */
const OF_POLICY_AND_BUCKET = [
  ...(["bucketPolicy", "secureTransport", "ownershipControls", "publicAccessBlock"] as const),
  ...(["blockPublicAcls", "blockPublicPolicies", "lifecycle"] as const),
];

/** What no store of a kind can do, made-up ones neither: its resources and its product have nothing for it. */
const NEVER: Record<StoreKind, readonly (keyof StoreCapabilities)[]> = {
  aws: [],
  r2: [...OF_POLICY_AND_BUCKET, "iam"],
  s3: [],
};

const kindOf = ({ name }: StoreProduct): StoreKind =>
  STORE_KINDS.find((kind) => STORE_DEFINITIONS[kind].products.some((product) => product.name === name))!;

/** The capabilities that a made-up store can have otherwise, in the order of the store's file. */
export function cellsOf(product: StoreProduct): (keyof StoreCapabilities)[] {
  const never = [
    ...NEVER[kindOf(product)],
    ...(product.bucketByHand === undefined ? [] : OF_POLICY_AND_BUCKET),
  ];
  return (Object.keys(product.can) as (keyof StoreCapabilities)[]).filter((cell) => !never.includes(cell));
}

/** Runs with the opposite value in these cells of a store. */
export async function withOpposite<T>(
  product: StoreProduct,
  cells: readonly (keyof StoreCapabilities)[],
  run: () => T | Promise<T>,
): Promise<T> {
  const opposite = Object.fromEntries(cells.map((cell) => [cell, !product.can[cell]]));
  const made = jest.replaceProperty(product, "can", { ...product.can, ...opposite });
  try {
    return await run();
  } finally {
    made.restore();
  }
}

/** By kind, the least that a config says of a product. */
const LEAST: Record<StoreKind, (product: StoreProduct) => StoreSettings> = {
  aws: () => ({ aws: { region: "eu-central-1" } }),
  r2: () => ({ r2: { accountId: "0123456789abcdef0123456789abcdef" } }),
  s3: ({ name: server, endpoints }) => ({
    s3: {
      server,
      endpoint: endpoints?.endpointOf(endpoints.regions[0]) ?? "https://s3.example.org",
      region: endpoints?.regions[0] ?? "default",
    },
  }),
};

/** The least that a config says of a store, and of a writer there. */
export function atStore(product: StoreProduct): {
  store: StoreSettings;
  writer?: WriterSettings;
  bucketSource?: BucketSource;
} {
  const { can, bucketByHand } = product;
  const store = LEAST[kindOf(product)](product);
  const principal = policyUsers(product)?.example;
  const given = { accessKeyId: "KEY", secretAccessKey: "x", ...(principal && { principal }) };
  return {
    store,
    ...(bucketByHand && { bucketSource: BucketSource.Existing }),
    ...(!can.writerKeys && { writer: { given } }),
  };
}
