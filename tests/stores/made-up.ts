import type { StoreCapabilities } from "../../stores/capabilities";
import type { StoreSettings } from "../../stores/args";
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

/** The least that a config says of a store, and of a writer there. */
export function atStore({ can, name, user }: StoreProduct): {
  store: StoreSettings;
  writer?: WriterSettings;
} {
  const store =
    name === "aws"
      ? { aws: { region: "eu-central-1" } }
      : { s3: { server: name, endpoint: "https://s3.example.org", region: "default" } };
  const principal = can.bucketPolicy ? user?.example : undefined;
  const given = { accessKeyId: "KEY", secretAccessKey: "x", ...(principal && { principal }) };
  return can.writerKeys ? { store } : { store, writer: { given } };
}
