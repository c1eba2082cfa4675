# Lists a bucket with Mastodon's SDK, which finds everything else in the environment.
require "aws-sdk-s3"
client = Aws::S3::Client.new(endpoint: ENV.fetch("S3_ENDPOINT"), region: ENV.fetch("S3_REGION"), force_path_style: true, retry_limit: 0)
client.list_objects_v2(bucket: ENV.fetch("S3_BUCKET"))
