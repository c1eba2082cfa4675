// Lists a bucket with Supabase Storage's SDK, which finds its keys in the environment.
const { ListObjectsV2Command, S3Client } = require("@aws-sdk/client-s3");

const { GLOBAL_S3_BUCKET: Bucket, GLOBAL_S3_ENDPOINT: endpoint, REGION: region } = process.env;
const client = new S3Client({ endpoint, region, forcePathStyle: true, maxAttempts: 1 });
client.send(new ListObjectsV2Command({ Bucket })).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
