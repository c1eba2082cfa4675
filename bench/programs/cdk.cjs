// The same with the CDK, where ownership, access block, CORS and lifecycle are properties of the bucket: five resources
// an instance. Precompiled, and each service from its own module.
const { App, CfnOutput, Stack } = require("aws-cdk-lib/core");
const iam = require("aws-cdk-lib/aws-iam");
const s3 = require("aws-cdk-lib/aws-s3");
const { CORS, REGION, instances } = require("./values.cjs");

/** CloudFormation takes 500 resources and 200 outputs a stack. */
const PER_STACK = 50;

const [size, outdir] = process.argv.slice(2);

function storage(stack, { name, bucket: bucketName, user: userName, bucketPolicy, userPolicy, env }) {
  const bucket = new s3.CfnBucket(stack, `${name}-bucket`, {
    bucketName,
    ownershipControls: { rules: [{ objectOwnership: "BucketOwnerEnforced" }] },
    publicAccessBlockConfiguration: {
      blockPublicAcls: true,
      ignorePublicAcls: true,
      blockPublicPolicy: false,
      restrictPublicBuckets: false,
    },
    corsConfiguration: {
      corsRules: [
        {
          allowedOrigins: CORS.allowedOrigins,
          allowedMethods: CORS.allowedMethods,
          allowedHeaders: CORS.allowedHeaders,
          exposedHeaders: CORS.exposeHeaders,
          maxAge: CORS.maxAgeSeconds,
        },
      ],
    },
    lifecycleConfiguration: {
      rules: [
        {
          id: "abort-incomplete-multipart-uploads",
          status: "Enabled",
          prefix: "",
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ],
    },
  });
  new s3.CfnBucketPolicy(stack, `${name}-policy`, {
    bucket: bucket.ref,
    policyDocument: JSON.parse(bucketPolicy),
  });
  const user = new iam.CfnUser(stack, `${name}-writer`, { userName });
  new iam.CfnUserPolicy(stack, `${name}-writer-policy`, {
    userName: user.ref,
    policyName: "media-storage",
    policyDocument: JSON.parse(userPolicy),
  });
  const key = new iam.CfnAccessKey(stack, `${name}-key-a`, { userName: user.ref, status: "Active" });
  // CloudFormation has no secret outputs; nothing is deployed here.
  new CfnOutput(stack, `${name}-env`, { value: env(key.ref, key.attrSecretAccessKey) });
}

// Where the `cdk` command runs this, it says where to write.
const app = new App(outdir === undefined ? {} : { outdir });
const all = instances(Number(size));
for (let start = 0; start < all.length; start += PER_STACK) {
  const stack = new Stack(app, `bench-${start}`, { env: { region: REGION } });
  for (const one of all.slice(start, start + PER_STACK)) storage(stack, one);
}
app.synth();
