import type { StoragePlan } from "../storage/plan";
import { ownMember } from "../validation/own-member";
import type { Problem } from "../validation/problem";
import type { Checks } from "../validation/rules";
import { isMap, type Members } from "../validation/shape";

/** What the code that serves every app knows of one app. `A` are its args, `P` is its plan. */
export interface App<A = never, P extends StoragePlan = StoragePlan> {
  /** The shape of the args, and the rules about them. */
  checks: Checks<A>;
  /** All problems of the args, each with its property path below `path`. The args may be anything. */
  validate(args: unknown, path?: string): Problem[];
  /** The plan of args in which `validate` finds no problem. */
  plan(args: A): P;
  /** The member of the args that holds the bucket; undefined if the args themselves do. */
  bucketMember?: string;
  /** Whether the app reads the session token of a temporary access key. */
  readsSessionToken: boolean;
}

/** The part of an app's args that describes the bucket, which may be anything; undefined if there is none. */
export function bucketPart({ bucketMember }: Pick<App, "bucketMember">, args: unknown): Members | undefined {
  const part = bucketMember !== undefined && isMap(args) ? ownMember(args, bucketMember) : args;
  return isMap(part) ? part : undefined;
}

/** The args of an app with other settings of the bucket. */
export function withBucket<A extends object>(
  { bucketMember }: Pick<App, "bucketMember">,
  args: A,
  bucket: object,
): A {
  return { ...args, ...(bucketMember === undefined ? bucket : { [bucketMember]: bucket }) };
}
