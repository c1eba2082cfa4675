import type { EnvEntry } from "../env/entry";
import type { StorageFacts } from "./facts";

/** The version of `Deployment`'s shape that this version of the package writes and reads. */
export const DEPLOYMENT_SCHEMA = 1;

/**
 * Everything that the `media-storage` command needs to know about a deployed storage. The command finds it in the outputs of a
 * stack by its shape, whatever the output's name is and whichever program exports it.
 */
export interface Deployment {
  /** The version of this shape: 1. It grows when a member is removed or changes its meaning. */
  schema: number;
  /** What the storage is for, in one line; the env block begins with it. */
  title: string;
  /** The lines of the env block, secrets included. */
  entries: EnvEntry[];
  /** What is known about the storage without a secret. */
  facts: StorageFacts;
}
