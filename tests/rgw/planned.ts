import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PolicyDocument } from "../../access/policy";
import { offlinePreview } from "../e2e/offline";

/** What the offline preview says of one instance's bucket. */
export interface Planned {
  bucket: string;
  policy: PolicyDocument;
  writerPolicy: PolicyDocument;
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

const instance = (name: string): object => ({
  mastodon: {
    webDomain: `${name}.example`,
    version: "4.4",
    bucket: `rgw-${name}-media`,
    store: { aws: { region: "eu-central-1" } },
    mediaHost: { hostname: `files.${name}.example`, external: {} },
    corsOrigins: [`https://${name}.example`],
  },
});
const INSTANCES = { social: instance("social"), neighbour: instance("neighbour") };

/** Two Mastodon instances as their operators would write them, `social` and `neighbour`, previewed once for all tests. */
export function plan(): Record<keyof typeof INSTANCES, Planned> {
  const folder = mkdtempSync(join(tmpdir(), "media-storage-plan-"));
  try {
    // Also JSON is YAML.
    writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify({ name: "media-storage", runtime: "nodejs" }));
    writeFileSync(
      join(folder, "Pulumi.e2e.yaml"),
      JSON.stringify({ config: { "aws:region": "eu-central-1", "media-storage:instances": INSTANCES } }),
    );
    const { steps } = offlinePreview(folder);
    const inputs = (name: string, type: string): Record<string, unknown> => {
      const found = steps.find(({ urn }) => urn.includes(`$aws:${type}::${name}-`));
      if (found?.newState?.inputs === undefined) throw new Error(`the preview shows no ${type} for ${name}`);
      return found.newState.inputs;
    };
    const planned = (name: string): Planned => ({
      bucket: inputs(name, "s3/bucket:Bucket")["bucket"] as string,
      policy: JSON.parse(inputs(name, "s3/bucketPolicy:BucketPolicy")["policy"] as string) as PolicyDocument,
      writerPolicy: JSON.parse(
        inputs(name, "iam/userPolicy:UserPolicy")["policy"] as string,
      ) as PolicyDocument,
      publicAccessBlock: Object.fromEntries(
        Object.entries(inputs(name, "s3/bucketPublicAccessBlock:BucketPublicAccessBlock")).filter(
          (entry): entry is [string, boolean] => typeof entry[1] === "boolean" && entry[0] !== "skipDestroy",
        ),
      ),
      corsRules: inputs(name, "s3/bucketCorsConfiguration:BucketCorsConfiguration")[
        "corsRules"
      ] as CorsRule[],
    });
    return { social: planned("social"), neighbour: planned("neighbour") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
