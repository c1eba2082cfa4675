/** The source bucket of a move, from the options of the command. */
import { isKeyPath } from "../validation/names";
import type { Problem } from "../validation/problem";
import { canonicalHost, isSameBucket } from "../stores/same-bucket";
import { placeProblems } from "../stores/place";
import { bucketOf, type BucketStorageFacts, type SourceBucket } from "./index";
import { ownMember } from "../validation/own-member";

/** The options for the source, not yet validated. */
export interface AskedSource {
  fromBucket?: string;
  fromRegion?: string;
  fromEndpoint?: string;
  fromKeyPrefix?: string;
}

/** The source bucket; undefined if required options are missing. */
export function askedSource(asked: AskedSource): SourceBucket | undefined {
  const { fromBucket, fromRegion, fromEndpoint, fromKeyPrefix } = asked;
  if (fromBucket === undefined || fromRegion === undefined) return undefined;
  return {
    bucket: fromBucket,
    region: fromRegion,
    ...(fromEndpoint !== undefined && { endpoint: fromEndpoint }),
    ...(fromKeyPrefix !== undefined && { keyPrefix: fromKeyPrefix }),
  };
}

/** Call for a move without a source bucket. */
export function unusedSource({
  fromBucket,
  fromRegion,
  fromEndpoint,
  fromKeyPrefix,
}: AskedSource): Problem[] {
  if ((fromBucket ?? fromRegion ?? fromEndpoint ?? fromKeyPrefix) === undefined) return [];
  const message = "are used only with `--direction s3-to-s3`; remove these options";
  return [{ code: "runbook-source-unused", path: "--from-*", message }];
}

/** All problems of the source of a move into this bucket. */
export function sourceProblems(facts: BucketStorageFacts, asked: AskedSource): Problem[] {
  return [
    ...missing(asked),
    ...bucketProblems(asked),
    ...addressProblems(asked),
    ...prefixProblems(asked),
    ...targetProblems(facts, asked),
  ];
}

function missing({ fromBucket, fromRegion }: AskedSource): Problem[] {
  const message = "is missing; set that of the bucket that contains the files now";
  const found = (path: string): Problem => ({ code: "missing-member", path, message });
  return [
    ...(fromBucket === undefined ? [found("--from-bucket")] : []),
    ...(fromRegion === undefined ? [found("--from-region")] : []),
  ];
}

/** Old buckets may have names that new ones cannot have: capitals, dots, underscores, up to 255 characters on AWS. */
function bucketProblems({ fromBucket }: AskedSource): Problem[] {
  if (fromBucket === undefined || /^[A-Za-z0-9][A-Za-z0-9._-]{2,254}$/.test(fromBucket)) return [];
  const message = `${JSON.stringify(fromBucket)} is not the name of a bucket; set only the name, without a URL, a path or "s3://"`;
  return [{ code: "runbook-source", path: "--from-bucket", message }];
}

const OPTIONS: Record<string, string> = {
  region: "--from-region",
  endpoint: "--from-endpoint",
};

/** Validates region and endpoint with the rules of the config. */
function addressProblems({ fromRegion, fromEndpoint }: AskedSource): Problem[] {
  const place = {
    region: fromRegion ?? "us-east-1",
    ...(fromEndpoint !== undefined && { endpoint: fromEndpoint }),
  };
  return placeProblems(place).map((problem) => ({
    ...problem,
    path: ownMember(OPTIONS, problem.path) ?? problem.path,
  }));
}

function prefixProblems({ fromKeyPrefix }: AskedSource): Problem[] {
  if (fromKeyPrefix === undefined || isKeyPath(fromKeyPrefix)) return [];
  const message = `${JSON.stringify(fromKeyPrefix)} must contain only letters, digits, "_", "." and "-", without a slash at either end; change it or remove it`;
  return [{ code: "runbook-key-prefix", path: "--from-key-prefix", message }];
}

/** The runbook deletes the files of the source at the end, so the source must not be the target. */
function targetProblems(facts: BucketStorageFacts, asked: AskedSource): Problem[] {
  const source = askedSource(asked);
  if (source === undefined) return [];
  const bucket = facts.bucket.name;
  const target = bucketOf(facts);
  const { appEndpoint } = facts.store;
  const targets = [target, ...(appEndpoint === undefined ? [] : [{ ...target, endpoint: appEndpoint }])];
  if (targets.some((one) => isSameBucket(source, one))) {
    const message =
      `is ${JSON.stringify(bucket)}, the bucket of this instance, so the move would delete its files at the end; ` +
      "set the bucket that contains the files now. If it is a bucket of the same name on another server of the same host, set the address of that server in `--from-endpoint`";
    return [{ code: "runbook-source-is-target", path: "--from-bucket", message }];
  }
  const host = ownHost(facts, source);
  if (host === undefined) return [];
  const message = `is ${host}, the media host of this instance, which serves its bucket; set the URL of the S3 API of the bucket that contains the files now`;
  return [{ code: "runbook-source-is-target", path: "--from-endpoint", message }];
}

/** The media host of this instance, if the endpoint has the same host. */
function ownHost({ mediaHost }: BucketStorageFacts, { endpoint }: SourceBucket): string | undefined {
  if (endpoint === undefined || mediaHost === undefined) return undefined;
  return canonicalHost(endpoint) === canonicalHost(mediaHost.hostname) ? mediaHost.hostname : undefined;
}
