/** Commands of the AWS CLI for a bucket, which operators run with the key of its owner. */
import { shellWord } from "../env/formats/shell";
import type { Store } from "./store";

/** The beginning of a command: `aws s3api get-bucket-policy --region eu-central-1 --bucket social-media`. */
export function s3apiCommand(
  { endpoint, region, caFile }: Pick<Store, "endpoint" | "region" | "caFile">,
  bucket: string,
  operation: string,
): string {
  return [
    `aws s3api ${operation}`,
    ...(endpoint === undefined ? [] : [`--endpoint-url ${shellWord(endpoint)}`]),
    `--region ${shellWord(region)}`,
    ...(caFile === undefined ? [] : [`--ca-bundle ${shellWord(caFile)}`]),
    `--bucket ${shellWord(bucket)}`,
  ].join(" ");
}
