/** A bucket of which only region and endpoint are known, such as the source of a move. */
import * as shapes from "../validation/argument-shapes";
import type { Problem } from "../validation/problem";
import { argsProblems } from "../validation/rules";
import type { StoreKind } from "./args";
import { aws, awsDefinition } from "./aws";
import type { BucketPlace } from "./identity";
import { type StoreOfFacts, storeProductOfFacts } from "./index";
import { ADDRESS_RULES } from "./s3-definition";

const ADDRESS = { ...shapes.S3StoreArgs, required: ["endpoint", "region"] };

type Place = Pick<BucketPlace, "endpoint">;

/** The kind of its store: without an endpoint it is AWS. */
export function kindOfPlace({ endpoint }: Place): StoreKind {
  return endpoint === undefined ? "aws" : "s3";
}

/** Problems of its address, with the paths "region" and "endpoint". Plain http is allowed, because it may be the reason for the move. */
export function placeProblems({ region, endpoint }: Omit<BucketPlace, "bucket">): Problem[] {
  return endpoint === undefined
    ? argsProblems({ shape: shapes.AwsStoreArgs, rules: awsDefinition.rules }, { region }, "")
    : argsProblems({ shape: ADDRESS, rules: ADDRESS_RULES }, { region, endpoint, allowHttp: true }, "");
}

/** rclone's name for an unknown server (https://rclone.org/s3/). */
const UNKNOWN_SERVER = "Other";

/** rclone's name for the store of a bucket. `facts` are the facts of its store, if this library manages it. */
export function rcloneProviderOf(place: Place, facts?: StoreOfFacts): string {
  if (facts !== undefined) return storeProductOfFacts(facts)?.rcloneProvider ?? UNKNOWN_SERVER;
  return place.endpoint === undefined ? aws.rcloneProvider : UNKNOWN_SERVER;
}
