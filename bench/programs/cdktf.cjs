// The same resources with the CDK for Terraform, rendered to JSON in this process. Each class is required from its own
// file: the provider's barrel costs seconds.
const { App, TerraformOutput, TerraformStack } = require("cdktf");
const { AwsProvider } = require("@cdktf/provider-aws/lib/provider");
const { IamAccessKey } = require("@cdktf/provider-aws/lib/iam-access-key");
const { IamUser } = require("@cdktf/provider-aws/lib/iam-user");
const { IamUserPolicy } = require("@cdktf/provider-aws/lib/iam-user-policy");
const { S3Bucket } = require("@cdktf/provider-aws/lib/s3-bucket");
const { S3BucketCorsConfiguration } = require("@cdktf/provider-aws/lib/s3-bucket-cors-configuration");
const {
  S3BucketLifecycleConfiguration,
} = require("@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration");
const { S3BucketOwnershipControls } = require("@cdktf/provider-aws/lib/s3-bucket-ownership-controls");
const { S3BucketPolicy } = require("@cdktf/provider-aws/lib/s3-bucket-policy");
const { S3BucketPublicAccessBlock } = require("@cdktf/provider-aws/lib/s3-bucket-public-access-block");
const { CORS, REGION, instances } = require("./values.cjs");

const [size, outdir] = process.argv.slice(2);

function storage(stack, { name, bucket: bucketName, user: userName, bucketPolicy, userPolicy, env }) {
  const bucket = new S3Bucket(stack, `${name}-bucket`, { bucket: bucketName, forceDestroy: false });
  const ownership = new S3BucketOwnershipControls(stack, `${name}-ownership`, {
    bucket: bucket.bucket,
    rule: { objectOwnership: "BucketOwnerEnforced" },
  });
  const block = new S3BucketPublicAccessBlock(stack, `${name}-access-block`, {
    bucket: bucket.bucket,
    blockPublicAcls: true,
    ignorePublicAcls: true,
    blockPublicPolicy: false,
    restrictPublicBuckets: false,
    dependsOn: [ownership],
  });
  const policy = new S3BucketPolicy(stack, `${name}-policy`, {
    bucket: bucket.bucket,
    policy: bucketPolicy,
    dependsOn: [block],
  });
  const cors = new S3BucketCorsConfiguration(stack, `${name}-cors`, {
    bucket: bucket.bucket,
    corsRule: [CORS],
    dependsOn: [policy],
  });
  new S3BucketLifecycleConfiguration(stack, `${name}-lifecycle`, {
    bucket: bucket.bucket,
    rule: [
      {
        id: "abort-incomplete-multipart-uploads",
        status: "Enabled",
        filter: [{ prefix: "" }],
        abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
      },
    ],
    dependsOn: [cors],
  });
  const user = new IamUser(stack, `${name}-writer`, { name: userName, forceDestroy: true });
  new IamUserPolicy(stack, `${name}-writer-policy`, {
    user: user.name,
    name: "media-storage",
    policy: userPolicy,
  });
  const key = new IamAccessKey(stack, `${name}-key-a`, { user: user.name, status: "Active" });
  new TerraformOutput(stack, `${name}-env`, { value: env(key.id, key.secret), sensitive: true });
}

const app = new App({ outdir });
const stack = new TerraformStack(app, "bench");
new AwsProvider(stack, "aws", { region: REGION });
for (const one of instances(Number(size))) storage(stack, one);
app.synth();
