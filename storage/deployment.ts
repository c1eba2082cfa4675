import type { EnvEntry } from "../env/entry";
import type { PurgeSlot } from "../hosts/args";
import type { StorageFacts } from "./facts";

/** The version of `Deployment`'s shape that this version of the package writes and reads. */
export const DEPLOYMENT_SCHEMA = 1;

/** The secret of a slot, which a proxy accepts in purge requests. */
export interface PurgeSecret {
  /** The slot: "a" or "b". */
  slot: PurgeSlot;
  /** The secret: 64 characters of 0-9 and a-f. */
  secret: string;
}

/**
 * Everything that the `media-storage` command needs to know about a deployed storage. The command recognizes it by its shape in the
 * outputs of any program's stack, under any name.
 */
export interface Deployment {
  /** The version of this shape: 1. It grows when a member is removed or changes its meaning. */
  schema: number;
  /** The purpose of the storage in one line. The env block begins with it. */
  title: string;
  /** The lines of the env block, with secrets. */
  entries: EnvEntry[];
  /** The facts about the storage, without secrets. */
  facts: StorageFacts;
  /** The secrets that the operator's proxy accepts in purge requests, for `media-storage proxy --part purge`; undefined without `external.purge`. */
  purgeSecrets?: PurgeSecret[];
}
