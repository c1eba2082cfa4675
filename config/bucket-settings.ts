import { APPS } from "../apps";
import type { AppName } from "../apps/names";
import type { App } from "../apps/app";
import { at } from "../validation/problem";
import { ownMember } from "../validation/own-member";
import { isMap, type Members } from "../validation/shape";

/** The part of an app's settings that describes the bucket, which may be anything; undefined if there is none. */
export function bucketSettings(app: AppName, settings: unknown): Members | undefined {
  const { bucketMember }: App = APPS[app];
  const part = bucketMember !== undefined && isMap(settings) ? ownMember(settings, bucketMember) : settings;
  return isMap(part) ? part : undefined;
}

/** The path of that part, for settings at `path`. */
export function bucketPath(app: AppName, path: string): string {
  const { bucketMember }: App = APPS[app];
  return bucketMember === undefined ? path : at(path, bucketMember);
}

/** The settings with another part that describes the bucket. */
export function withBucketSettings<S extends object>(app: AppName, settings: S, bucket: object): S {
  const { bucketMember }: App = APPS[app];
  return { ...settings, ...(bucketMember === undefined ? bucket : { [bucketMember]: bucket }) };
}
