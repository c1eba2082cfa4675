/** Who may do what with a bucket, as a table that an operator can read. */

/** `depends` is a read that each object's own ACL decides. */
export type Verdict = "yes" | "no" | "depends";

export interface AccessRow {
  /** What is done: `read an object`, `list keys`. */
  what: string;
  /** One verdict for each of the matrix's `who`. */
  verdicts: Verdict[];
}

/** The rows that are about one part of the bucket. */
export interface AccessGroup {
  /** `public prefixes`, `private prefixes`, `the bucket`. */
  part: string;
  /** The prefixes or names that the part stands for. */
  examples: string[];
  rows: AccessRow[];
}

export interface AccessMatrix {
  /** The columns: `anonymous`, `writer`, `another principal`. */
  who: string[];
  groups: AccessGroup[];
}
