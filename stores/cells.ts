/** The capabilities of an S3-compatible server as cells of a table: a value, and how it is known. docs/s3-servers.md shows them all. */
import type { StoreCapabilities } from "./capabilities";

/** How a value is known. */
export type Evidence =
  /** A test of this project measures it on the version that the server's file names. */
  | "measured"
  /** The vendor's documentation or the server's source says so. */
  | "documented"
  /** Neither: the value creates less and promises less. */
  | "unverified";

/** One capability of a server. */
export interface Cell {
  value: boolean;
  evidence: Evidence;
  /** The URL of the documentation or of the source. Measured and unverified cells have none. */
  source?: string;
}

/** All capabilities of a server. */
export type Cells = Readonly<Record<keyof StoreCapabilities, Cell>>;

export const measured = (value: boolean): Cell => ({ value, evidence: "measured" });
export const documented = (value: boolean, source: string): Cell => ({
  value,
  evidence: "documented",
  source,
});
export const unverified = (value: boolean): Cell => ({ value, evidence: "unverified" });

/** Only buckets on R2 can be bound to a Worker. */
export const NO_WORKERS = documented(
  false,
  "https://developers.cloudflare.com/workers/runtime-apis/bindings/",
);

/** The values alone. */
export function capabilitiesOf(cells: Cells): StoreCapabilities {
  // The type of `Object.fromEntries` does not keep the names.
  return Object.fromEntries(
    Object.entries(cells).map(([name, { value }]) => [name, value]),
  ) as unknown as StoreCapabilities;
}
