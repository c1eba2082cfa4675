/** A bucket of which only its region and endpoint are known, such as one that files are moved away from. */
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

/** The kind of its store: clients find AWS by the region, every other store by an endpoint. */
export function kindOfPlace({ endpoint }: Place): StoreKind {
  return endpoint === undefined ? "aws" : "s3";
}

/** What is wrong with its address, under the paths "region" and "endpoint". Plain http is no problem: many a bucket is left because of it. */
export function placeProblems({ region, endpoint }: Omit<BucketPlace, "bucket">): Problem[] {
  return endpoint === undefined
    ? argsProblems({ shape: shapes.AwsStoreArgs, rules: awsDefinition.rules }, { region }, "")
    : argsProblems({ shape: ADDRESS, rules: ADDRESS_RULES }, { region, endpoint, allowHttp: true }, "");
}

/** rclone's name for a server that it does not know (https://rclone.org/s3/). */
const UNKNOWN_SERVER = "Other";

/** rclone's name for the store of a bucket; `facts` are those of its store, if it is one of this library. */
export function rcloneProviderOf(place: Place, facts?: StoreOfFacts): string {
  if (facts !== undefined) return storeProductOfFacts(facts)?.rcloneProvider ?? UNKNOWN_SERVER;
  return place.endpoint === undefined ? aws.rcloneProvider : UNKNOWN_SERVER;
}
