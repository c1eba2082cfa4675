import type { ComponentResource, ComponentResourceOptions, Output } from "@pulumi/pulumi";
import type { StorageNeeds } from "../storage/needs";
import type { Credentials, StorageSettings } from "../storage/args";
import type { Problem } from "../validation/problem";
import { storeOf } from "../stores";
import type { StoreArgs, WriterArgs } from "./args";
import { createBucket } from "./stores/s3-bucket";
import { invalidArgs } from "./invalid-args";
import { storeChildren } from "./providers";
import { createWriter } from "./writers/iam-user";

/** Throws one error that lists all problems of a component's args, if there are any. */
export function checkArgs(component: string, name: string, args: unknown, problems: Problem[]): void {
  if (problems.length > 0) throw invalidArgs(component, name, args, problems);
}

/** The bucket and who writes to it; no credentials where the app gets them from a role. */
export function createStorage(
  name: string,
  settings: StorageSettings & { store: StoreArgs; writer?: WriterArgs },
  needs: StorageNeeds,
  parent: ComponentResource,
  opts?: ComponentResourceOptions,
): {
  bucketName: Output<string>;
  bucketArn: Output<string>;
  region: string;
  credentials: Credentials<Output<string>> | undefined;
} {
  const store = storeOf(settings.store);
  const child = storeChildren(name, settings.store, parent, opts);
  const bucket = createBucket(name, settings, needs, store, child);
  return {
    bucketName: bucket.bucket,
    // Known in a preview, and in a unit test with mocks, which answer with inputs only. It waits for the bucket.
    bucketArn: bucket.bucket.apply(() => store.bucketArn(settings.bucket)),
    region: store.region,
    credentials: createWriter(name, settings, needs, store, child),
  };
}
