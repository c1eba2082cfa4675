import type { StoreCapabilities } from "../../stores/capabilities";
import { STORE_DEFINITIONS, STORE_KINDS } from "../../stores";
import type { StoreKind, StoreSettings } from "../../stores/args";
import type { StoreProduct } from "../../stores/store";
import type { WriterSettings } from "../../storage/args";

/** The capabilities of a store, in the order of its file. */
export const cellsOf = ({ can }: StoreProduct): (keyof StoreCapabilities)[] =>
  Object.keys(can) as (keyof StoreCapabilities)[];

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
const LEAST: Record<StoreKind, (product: string) => StoreSettings> = {
  aws: () => ({ aws: { region: "eu-central-1" } }),
  s3: (server) => ({ s3: { server, endpoint: "https://s3.example.org", region: "default" } }),
};

/** The least that a config says of a store, and of a writer there. */
export function atStore({ can, name, user }: StoreProduct): {
  store: StoreSettings;
  writer?: WriterSettings;
} {
  const [kind] = STORE_KINDS.filter((one) =>
    STORE_DEFINITIONS[one].products.some((product) => product.name === name),
  );
  const store = LEAST[kind!](name);
  const principal = can.bucketPolicy ? user?.example : undefined;
  const given = { accessKeyId: "KEY", secretAccessKey: "x", ...(principal && { principal }) };
  return can.writerKeys ? { store } : { store, writer: { given } };
}
