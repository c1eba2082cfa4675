/** What anybody who asks a media host behind the operator's own proxy gets. */
import type { Case, HostRow, Step } from "../media-host/table";
import type { BucketMode } from "./bucket-relay";
import table from "./requests.json";

/** The configurations that the rows are asked of. */
export const VARIANTS = {
  /** Only the bucket. */
  plain: {},
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
}

export interface ProxyRow extends HostRow {
  steps: ProxyStep[];
  /** Asked of this configuration only; by default of each. */
  of?: Variant;
  /** Asked of servers that keep copies only. */
  cache?: true;
}

export interface ProxyCase extends Case {
  steps: ProxyStep[];
  of?: Variant;
  cache?: true;
}

export const proxyCases: ProxyCase[] = (table as ProxyRow[]).flatMap(({ targets, ...row }) =>
  targets.map((target) => ({ ...row, target })),
);
