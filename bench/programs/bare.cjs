// The same resources as anybody would first write them with Pulumi and preview them without an engine: the barrel import,
// all instances at once, the SDK as it is. It prints nothing, so it does less than our preview.
const pulumi = require("@pulumi/pulumi");
const aws = require("@pulumi/aws");
const { CORS, REGION, instances } = require("./values.cjs");

const size = Number(process.argv[2]);
/** With CloudFront and DNS records at Cloudflare before each bucket. */
const withCloudFront = process.argv[3] === "cloudfront";
const cloudFront = withCloudFront ? require("./bare-cloudfront.cjs") : undefined;
let registered = 0;

pulumi.runtime.setMocks(
  {
    call: () => ({}),
    newResource: ({ name, inputs }) => {
      registered++;
      return { id: `${name}-id`, state: inputs };
    },
  },
  "bench",
  "bench",
  true,
);

class Storage extends pulumi.ComponentResource {
  constructor({ name, bucket: bucketName, user: userName, bucketPolicy, userPolicy, env }) {
    super("bench:index:Storage", name, {});
    const child = { parent: this };
    const bucket = new aws.s3.Bucket(
      `${name}-bucket`,
      { bucket: bucketName, region: REGION, forceDestroy: false },
      { ...child, protect: true, retainOnDelete: true },
    );
    const ofBucket = { bucket: bucket.bucket, region: REGION };
    const ownership = new aws.s3.BucketOwnershipControls(
      `${name}-ownership`,
      { ...ofBucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
      child,
    );
    const block = new aws.s3.BucketPublicAccessBlock(
      `${name}-access-block`,
      {
        ...ofBucket,
        blockPublicAcls: true,
        ignorePublicAcls: true,
        blockPublicPolicy: false,
        restrictPublicBuckets: false,
      },
      { ...child, dependsOn: [ownership] },
    );
    const policy = new aws.s3.BucketPolicy(
      `${name}-policy`,
      { ...ofBucket, policy: bucketPolicy },
      { ...child, dependsOn: [block] },
    );
    const cors = new aws.s3.BucketCorsConfiguration(
      `${name}-cors`,
      { ...ofBucket, corsRules: [CORS] },
      { ...child, dependsOn: [policy] },
    );
    new aws.s3.BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      {
        ...ofBucket,
        rules: [
          {
            id: "abort-incomplete-multipart-uploads",
            status: "Enabled",
            filter: { prefix: "" },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          },
        ],
      },
      { ...child, dependsOn: [cors] },
    );
    const user = new aws.iam.User(`${name}-writer`, { name: userName, forceDestroy: true }, child);
    new aws.iam.UserPolicy(
      `${name}-writer-policy`,
      { user: user.name, name: "media-storage", policy: userPolicy },
      child,
    );
    const key = new aws.iam.AccessKey(`${name}-key-a`, { user: user.name, status: "Active" }, child);
    if (cloudFront) cloudFront.serve(name, bucketName, shared, child);
    this.env = pulumi.secret(pulumi.all([key.id, key.secret]).apply(([id, secret]) => env(id, secret)));
    this.registerOutputs({ env: this.env });
  }
}

const shared = cloudFront?.sharedParts();
for (const one of instances(size)) new Storage(one);

process.on("exit", () => {
  // Nine and the component; a run that measured less would be a wrong number.
  const expected = size * (10 + (cloudFront?.EACH ?? 0)) + (cloudFront?.SHARED ?? 0);
  if (registered !== expected) process.exitCode = 1;
});
