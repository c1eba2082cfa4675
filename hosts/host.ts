import type { Rules } from "../validation/rules";
import type { MediaHostKinds, MediaHostSigning } from "./args";

/** The kind of a media host: the name of the member of `MediaHostArgs` that says what serves it. */
export type HostKind = keyof MediaHostKinds;

/** What a kind of media host can do, each cell with its source. */
export interface HostCapabilities {
  /** Whether it asks the bucket without credentials, so that an object's own ACL decides what it may serve. */
  objectAcls: boolean;
}

/** A kind of media host, with its own arguments: what it can do, and how the arguments are checked and read. */
export interface HostDefinition<Args> {
  can: HostCapabilities;
  /** The rules about its arguments, beside those that their types show. */
  rules: Rules<Args>;
  /** The host of arguments without problems. */
  open(hostname: string, args: Args): Omit<Host, "kind">;
}

/** A media host, as everything above knows it. */
export interface Host {
  kind: HostKind;
  hostname: string;
  /** The path below which the host serves the keys, without slashes at its ends; undefined for the root. */
  path?: string;
  /** Whether browsers reach it over https. */
  isHttps: boolean;
  /** What it does with a presigned request; undefined if that is not set. */
  signing?: MediaHostSigning;
}
