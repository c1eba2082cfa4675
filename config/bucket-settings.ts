import { APPS } from "../apps";
import { APP_NAMES, type AppName } from "../apps/names";
import { bucketPart, type App } from "../apps/app";
import { at } from "../validation/problem";
import { isMap, type Members } from "../validation/shape";

/** The part of an app's settings that describes the bucket, which may be anything; undefined if there is none. */
export function bucketSettings(app: AppName, settings: unknown): Members | undefined {
  return bucketPart(APPS[app], settings);
}

/** The app of an instance and its bucket, if the instance names an app and has a bucket. Neither has been checked. */
export function bucketOfInstance(instance: unknown): { app: AppName; bucket: Members } | undefined {
  if (!isMap(instance)) return undefined;
  const app = APP_NAMES.find((one) => instance[one] !== undefined);
  const bucket = app && bucketSettings(app, instance[app]);
  return bucket && { app, bucket };
}

/** The path of that part, for settings at `path`. */
export function bucketPath(app: AppName, path: string): string {
  const { bucketMember }: App = APPS[app];
  return bucketMember === undefined ? path : at(path, bucketMember);
}
