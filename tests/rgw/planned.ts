import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PolicyDocument } from "../../access/policy";
import { offlinePreview } from "../e2e/offline";
import type { PreviewStep } from "../e2e/preview-json";
import { onAws, onCeph } from "./instances";
import { writeOwnProject } from "../cli/own-project";

/** The bucket of one instance in the offline preview. */
export interface Planned {
  bucket: string;
  policy: PolicyDocument;
  /** The policy at the writer's user, if the preview creates one. */
  writerPolicy?: PolicyDocument;
  publicAccessBlock: Record<string, boolean>;
  corsRules: CorsRule[];
}

export interface CorsRule {
  allowedHeaders?: string[];
  allowedMethods: string[];
  allowedOrigins: string[];
  exposeHeaders?: string[];
  maxAgeSeconds?: number;
}

const INSTANCES = { ...onAws, ...onCeph("https://s3.example.org", "of-the-writer") };
type Name = keyof typeof INSTANCES;

let previewed: Record<Name, Planned> | undefined;

/** All instances, previewed once for all tests of a file. */
export function plan(): Record<Name, Planned> {
  return (previewed ??= preview());
}

function preview(): Record<Name, Planned> {
  const folder = mkdtempSync(join(tmpdir(), "media-storage-plan-"));
  // The preview cannot see that this value is not really encrypted.
  const secret = { secure: "v1:of-the-writer" };
  const config = {
    "aws:region": "eu-central-1",
    "media-storage:instances": INSTANCES,
    "media-storage:cephSecretAccessKey": secret,
    "media-storage:cephAclSecretAccessKey": secret,
  };
  try {
    writeOwnProject(folder);
    // JSON is also YAML.
    writeFileSync(join(folder, "Pulumi.e2e.yaml"), JSON.stringify({ config }));
    const { steps } = offlinePreview(folder);
    const names = Object.keys(INSTANCES) as Name[];
    return Object.fromEntries(names.map((name) => [name, planned(name, steps)])) as Record<Name, Planned>;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function planned(name: Name, steps: PreviewStep[]): Planned {
  const inputs = (type: string): Record<string, unknown> => {
    const found = steps.find(({ urn }) => urn.includes(`$aws:${type}::${name}-`));
    return found?.newState?.inputs ?? {};
  };
  const writerPolicy = inputs("iam/userPolicy:UserPolicy")["policy"];
  const block = Object.entries(inputs("s3/bucketPublicAccessBlock:BucketPublicAccessBlock"));
  return {
    bucket: inputs("s3/bucket:Bucket")["bucket"] as string,
    policy: parsed(inputs("s3/bucketPolicy:BucketPolicy")["policy"]),
    ...(writerPolicy !== undefined && { writerPolicy: parsed(writerPolicy) }),
    publicAccessBlock: Object.fromEntries(
      block.filter(
        (entry): entry is [string, boolean] => typeof entry[1] === "boolean" && entry[0] !== "skipDestroy",
      ),
    ),
    corsRules: inputs("s3/bucketCorsConfiguration:BucketCorsConfiguration")["corsRules"] as CorsRule[],
  };
}

const parsed = (policy: unknown): PolicyDocument => JSON.parse(policy as string) as PolicyDocument;
