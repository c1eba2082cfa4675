/** The rows of requests.json. */
import table from "./requests.json";
import type { What } from "./whats";
import type { Who } from "./actors";

/** Where a writer's rights stand: at the user, or in the bucket policy. */
export type WriterRights = "user policy" | "bucket policy";

/** What a server answers to a request. */
export interface Expected {
  /** `allow`: the request does what it says. `deny`: it does nothing, and tells nothing. */
  expected: "allow" | "deny";
  /** Without it 200 for what is allowed and 403 for what is denied; a list where either is right. */
  status?: number | number[];
  /** Texts that the body has to hold, and texts that it must not. */
  contains?: string[];
  lacks?: string[];
  /** Headers of the answer; null for one that must not be there. */
  headers?: Record<string, string | null>;
}

export interface Row extends Expected {
  name: string;
  who: Who;
  what: What;
  /** Without it the request is about the bucket. */
  key?: string;
  /** Without it the request is about the bucket under test. */
  in?: "another bucket" | "a bucket with ACLs" | "an empty bucket" | "a new bucket";
  over: "http" | "https";
  /** For a copy: the key that is copied, and `another bucket` when it is there. */
  source?: { key: string; in?: "another bucket" };
  /** The page that a browser asks for, and what it says that it is about to send. */
  origin?: string;
  method?: string;
  requestHeaders?: string;
  why: string;
  /** Of a denial: the row that shows that the same thing works for somebody, so that a server that denies all fails. */
  success?: string;
  /** Where the row is true: on Ceph RGW, by our evaluator, by the policy simulator. */
  on: ("rgw" | "evaluator" | "simulator")[];
  /** What Ceph RGW 16.2.15 answers where AWS answers something else, and why; `when` it does not always do so. */
  rgw?: Partial<Expected> & { reason: string; when?: WriterRights };
}

export const rows = table as unknown as Row[];

/** The rows that are true somewhere. */
export function rowsOn(where: Row["on"][number]): Row[] {
  return rows.filter((row) => row.on.includes(where));
}

/** What is expected of RGW: what AWS does, but for the deviation. Without `rights`, for whatever rights deviate. */
export function onRgw({ rgw, ...row }: Row, rights?: WriterRights): Row {
  if (rgw === undefined || (rights !== undefined && (rgw.when ?? rights) !== rights)) return row;
  const { reason, ...answer } = rgw;
  delete answer.when;
  // The status, texts and headers of AWS belong to AWS' answer.
  const { status, contains, lacks, headers, ...request } = row;
  const kept = answer.expected === undefined ? { status, contains, lacks, headers } : {};
  return { ...request, ...definedOnly(kept), ...answer, why: `${row.why}; on RGW: ${reason}` };
}

function definedOnly<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

export function statuses({ status, expected }: Expected): number[] {
  return [status ?? (expected === "allow" ? 200 : 403)].flat();
}
