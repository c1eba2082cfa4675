import type { Problem } from "../validation/problem";
import type { MediaHostKinds, MediaHostSigning } from "./args";

/** The members of `MediaHostArgs` that say what serves the host. */
export type HostKind = keyof MediaHostKinds;

/** What a kind of media host can do, each cell with its source. */
export interface HostCapabilities {
  /** Whether it asks the bucket without credentials, so that an object's own ACL decides what it may serve. */
  objectAcls: boolean;
}

/** A kind of media host, with its own arguments `A`. */
export interface HostType<A> {
  can: HostCapabilities;
  /** All problems of the arguments, which may be anything. */
  problems(args: unknown, path: string): Problem[];
  /** The host of arguments without problems. */
  open(hostname: string, args: A): Host;
}

/** A media host, as everything above knows it. */
export interface Host {
  hostname: string;
  /** The path below which the host serves the keys, without slashes at its ends; undefined for the root. */
  path?: string;
  /** Whether browsers reach it over https. */
  isHttps: boolean;
  /** What it does with a presigned request; undefined if that is not set. */
  signing?: MediaHostSigning;
}
