/** The answers of servers to the table of requests that differ from those of AWS. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deviating, rowsOn, type Expected, type Row } from "../rgw/row";
import type { ServerKind } from "./s3-server";

/** deviations/<server>.json */
export interface Deviations {
  /** The version that gave these answers. */
  version: string;
  /** Sorted by the first row. */
  groups: {
    reason: string;
    /** The answer to each row, by its name and sorted by it. */
    rows: Record<string, Partial<Expected>>;
  }[];
}

export function deviationsOf({ name }: ServerKind): Deviations {
  return JSON.parse(readFileSync(join(__dirname, "deviations", `${name}.json`), "utf8")) as Deviations;
}

/** No server but Ceph has ACLs of objects, so nothing is asked of a bucket with them. */
const asked = (): Row[] => rowsOn("rgw").filter((row) => row.in !== "a bucket with ACLs");

/** The rows that a server is asked, with its own answers. */
export function rowsFor(kind: ServerKind): Row[] {
  const { groups } = deviationsOf(kind);
  return asked().map((row) => {
    const group = groups.find(({ rows }) => row.name in rows);
    const own = group?.rows[row.name];
    return group === undefined || own === undefined
      ? row
      : deviating(row, { reason: group.reason, ...own }, kind.title);
  });
}
