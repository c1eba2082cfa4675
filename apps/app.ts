import type { Problem } from "../validation/problem";

/** What the code that serves every app knows of one app. */
export interface App {
  /** All problems of the args, each with its property path below `path`. The args may be anything. */
  validate(args: unknown, path?: string): Problem[];
  /** The member of the args that holds the bucket; undefined if the args themselves do. */
  bucketMember?: string;
  /** Whether the app reads the session token of a temporary access key. */
  readsSessionToken: boolean;
}
