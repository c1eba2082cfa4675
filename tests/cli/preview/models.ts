import type { InstancePreview, PreviewModel, ResourceNode } from "../../../cli/preview/model";
import type { Shown } from "../../../cli/offline/values";
import type { Terminal } from "../../../cli/preview/terminal";

export const PIPE: Terminal = { colour: false, width: 100, full: true };
/** A terminal whose colours are off, so that what it shows can be written down. */
export const SCREEN: Terminal = { colour: false, width: 100, full: false };

export function node(type: string, name: string, rest: Partial<ResourceNode> = {}): ResourceNode {
  return {
    urn: `urn:pulumi:dev::media-storage::${type}::${name}`,
    type,
    name,
    inputs: {},
    protect: false,
    retainOnDelete: false,
    children: [],
    ...rest,
  };
}

export function bucket(inputs: Record<string, Shown>): ResourceNode {
  return node("aws:s3/bucket:Bucket", "media", { inputs });
}

export function instance(rest: Partial<InstancePreview> = {}): InstancePreview {
  return {
    name: "social",
    deployedAs: rest.name ?? "social",
    app: "mastodon",
    bucket: "social-media",
    publicBaseUrl: "https://files.social.example",
    matrix: { who: ["anonymous", "writer"], groups: [] },
    env: "",
    warnings: [],
    ...rest,
  };
}

/** A model with the stack that it is of. */
export type Preview = PreviewModel & { project: string; stack: string; reference: string };

export function model(rest: Partial<Preview> = {}): Preview {
  return { project: "media-storage", stack: "dev", reference: "dev", resources: [], instances: [], ...rest };
}

const PREFIXES = [
  "accounts",
  "cache",
  "custom_emojis",
  "media_attachments",
  "preview_card_providers",
  "preview_cards",
  "site_uploads",
];
const ARN = "arn:aws:s3:::social-media";

const bucketPolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "PublicRead",
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: PREFIXES.map((prefix) => `${ARN}/${prefix}/*`),
    },
    {
      Sid: "DenyInsecureTransport",
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: "s3:*",
      Resource: [ARN, `${ARN}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ],
});

const writerPolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "WriterObjects",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
      Resource: `${ARN}/*`,
    },
    { Sid: "WriterBucket", Effect: "Allow", Action: "s3:ListBucket", Resource: ARN },
  ],
});

function social(): ResourceNode {
  const region = "eu-central-1";
  return node("media-storage:index:MastodonStorage", "social", {
    children: [
      node("aws:s3/bucket:Bucket", "social-bucket", {
        inputs: { bucket: "social-media", region, tags: { app: "mastodon", "cost-centre": "42" } },
        protect: true,
        retainOnDelete: true,
        importId: "social-media",
      }),
      node("aws:s3/bucketOwnershipControls:BucketOwnershipControls", "social-ownership", {
        inputs: { bucket: "social-media", region, rule: { objectOwnership: "BucketOwnerEnforced" } },
      }),
      node("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "social-block", {
        inputs: {
          blockPublicAcls: true,
          blockPublicPolicy: false,
          bucket: "social-media",
          ignorePublicAcls: true,
          region,
          restrictPublicBuckets: false,
        },
      }),
      node("aws:s3/bucketPolicy:BucketPolicy", "social-policy", {
        inputs: { bucket: "social-media", policy: bucketPolicy, region },
      }),
      node("aws:s3/bucketCorsConfiguration:BucketCorsConfiguration", "social-cors", {
        inputs: {
          bucket: "social-media",
          corsRules: [
            {
              allowedHeaders: ["*"],
              allowedMethods: ["GET", "HEAD"],
              allowedOrigins: ["*"],
              exposeHeaders: ["Accept-Ranges", "Content-Length", "Content-Range", "ETag"],
              maxAgeSeconds: 3600,
            },
          ],
          region,
        },
      }),
      node("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "social-lifecycle", {
        inputs: {
          bucket: "social-media",
          region,
          rules: [
            {
              abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
              filter: {},
              id: "abort-incomplete-multipart-uploads",
              status: "Enabled",
            },
          ],
        },
      }),
      node("aws:iam/user:User", "social-writer", {
        inputs: { name: "social-media-writer" },
        children: [
          node("aws:iam/userPolicy:UserPolicy", "social-writer-policy", {
            inputs: { policy: writerPolicy, user: "social-media-writer" },
          }),
          node("aws:iam/accessKey:AccessKey", "social-key-a", {
            inputs: { status: "Active", user: "social-media-writer" },
          }),
        ],
      }),
    ],
  });
}

/** What the program makes for one Mastodon on AWS, as far as the preview shows it. */
export function mastodon(): Preview {
  return model({
    resources: [social()],
    instances: [
      instance({
        matrix: {
          who: ["anonymous", "writer", "another principal"],
          groups: [
            {
              part: "public prefixes",
              examples: PREFIXES.map((prefix) => `${prefix}/`),
              rows: [
                { what: "read an object", verdicts: ["yes", "yes", "yes"] },
                { what: "write an object", verdicts: ["no", "yes", "no"] },
              ],
            },
            {
              part: "private prefixes",
              examples: ["backups/", "imports/"],
              rows: [{ what: "read an object", verdicts: ["no", "yes", "no"] }],
            },
            {
              part: "the bucket",
              examples: [],
              rows: [{ what: "list keys", verdicts: ["no", "yes", "no"] }],
            },
          ],
        },
        env: [
          "# Mastodon media in social-media",
          "S3_ENABLED=true",
          "S3_BUCKET=social-media",
          "S3_REGION=eu-central-1",
          "# Empty sends no ACL",
          "S3_PERMISSION=",
          "AWS_ACCESS_KEY_ID='<known after up>'",
          "AWS_SECRET_ACCESS_KEY='[secret]'",
          "",
        ].join("\n"),
        warnings: [
          "https://files.social.example is served by a proxy of yours: it has to pass requests on to https://social-media.s3.eu-central-1.amazonaws.com, and to keep answers in a cache.",
        ],
      }),
    ],
  });
}
