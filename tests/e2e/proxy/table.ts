/** What anybody who asks a media host behind the operator's own proxy gets. */
import type { HostRow, Step } from "../media-host/table";
import type { BucketMode } from "./bucket-relay";
import table from "./requests.json";

/** The configurations that the rows are asked of. */
export const VARIANTS = {
  /** Only the bucket. */
  plain: {},
  /** The app purges. */
  purging: { purge: true },
  /** Files that are not copied yet are at another host, and the app purges. */
  full: { legacy: true, purge: true },
} as const;
export type Variant = keyof typeof VARIANTS;

export interface ProxyStep extends Step {
  /** How the bucket answers from this step on; null for as it is. By default as in the step before. */
  bucketIs?: BucketMode | null;
  /** Files that appear at, and disappear from, the legacy host before the request. */
  legacyPut?: string;
  legacyRemove?: string;
  /** Whether the legacy host redirects all requests from this step on. */
  legacyRedirects?: boolean;
  /** The keys that the legacy host was asked for, as paths below its own; `same` for the case's target. */
  legacy?: string[];
  /** Headers that the legacy host must not get. */
  legacyNotGot?: string[];
}

export interface ProxyRow extends HostRow {
  steps: ProxyStep[];
  /** Asked of these configurations only; by default of the plain and of the full one. */
  of?: Variant[];
  /** Asked of servers that keep copies only. */
  cache?: true;
  /** All targets are asked of one proxy. By default each finds an empty cache. */
  together?: true;
}

/** A row with the targets that are asked of one proxy. */
export type ProxyCase = ProxyRow;

const proxyCases: ProxyCase[] = (table as ProxyRow[]).flatMap((row) =>
  row.together ? [row] : row.targets.map((target) => ({ ...row, targets: [target] })),
);

/** The rows that are asked of a configuration. */
export const casesOf = (variant: Variant, keepsCopies: boolean): ProxyCase[] =>
  proxyCases.filter(
    ({ of = ["plain", "full"], cache }) => of.includes(variant) && (keepsCopies || cache !== true),
  );
