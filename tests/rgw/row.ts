/** The rows of requests.json. */
import table from "./requests.json";
import type { What } from "./whats";
import type { Who } from "./actors";

/** Where a writer has its permissions: at the user, or in the bucket policy. */
export type WriterRights = "user policy" | "bucket policy";

/** The server's answer to a request. */
export interface Expected {
  /** `allow`: the request has its effect. `deny`: it has no effect and reveals nothing. */
  expected: "allow" | "deny";
  /** Default: 200 if allowed and 403 if denied. A list if several are correct. */
  status?: number | number[];
  /** Strings that the body must contain, and strings that it must not. */
  contains?: string[];
  lacks?: string[];
  /** Headers of the answer; null for a header that must be missing. */
  headers?: Record<string, string | null>;
  /** What an ACL lets everybody do afterwards, in a bucket where ACLs should have no effect. */
  opens?: "object" | "list";
}

export interface Row extends Expected {
  name: string;
  who: Who;
  what: What;
  /** Undefined if the request is about the bucket. */
  key?: string;
  /** Default: the bucket under test. */
  in?: "another bucket" | "a bucket with ACLs" | "an empty bucket" | "a new bucket";
  over: "http" | "https";
  /** For a copy: the source key, and `another bucket` if it is there. */
  source?: { key: string; in?: "another bucket" };
  /** The origin of a browser's page, and the request that the preflight announces. */
  origin?: string;
  method?: string;
  requestHeaders?: string;
  why: string;
  /** For a denial: the row in which the same request is allowed for somebody, so that a server that denies everything fails. */
  success?: string;
  /** Where the row applies: on Ceph RGW, for our evaluator, for the policy simulator. */
  on: ("rgw" | "evaluator" | "simulator")[];
  /** The answer of Ceph RGW 16.2.15 if it differs from that of AWS, and why; `when`: the condition, if it does not always differ. */
  rgw?: Deviation & { when?: WriterRights };
}

export const rows = table as unknown as Row[];

/** The rows that apply at this place. */
export function rowsOn(where: Row["on"][number]): Row[] {
  return rows.filter((row) => row.on.includes(where));
}

/** The expected answer of RGW. Without `rights`, that of the deviation for any rights. */
export function onRgw({ rgw, ...row }: Row, rights?: WriterRights): Row {
  if (rgw === undefined || (rights !== undefined && (rgw.when ?? rights) !== rights)) return row;
  const deviation = { ...rgw };
  delete deviation.when;
  return deviating(row, deviation, "RGW");
}

/** The answer of a server if it differs from that of AWS, and why. */
export type Deviation = Partial<Expected> & { reason: string };

/** The expected answer of a server: that of AWS with the deviation. */
export function deviating(row: Row, { reason, ...answer }: Deviation, server: string): Row {
  // The status, strings and headers of the row are those of AWS.
  const { status, contains, lacks, headers, ...request } = row;
  const kept = answer.expected === undefined ? { status, contains, lacks, headers } : {};
  return { ...request, ...definedOnly(kept), ...answer, why: `${row.why}; on ${server}: ${reason}` };
}

function definedOnly<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

export function statuses({ status, expected }: Expected): number[] {
  return [status ?? (expected === "allow" ? 200 : 403)].flat();
}
