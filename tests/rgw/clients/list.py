# Lists a bucket with authentik's SDK. The keys have authentik's own names, so they are handed over as authentik does.
import os

import boto3
from botocore.config import Config

setting = lambda name: os.environ["AUTHENTIK_STORAGE__S3__" + name]
client = boto3.client(
    "s3",
    endpoint_url=setting("ENDPOINT"),
    region_name=setting("REGION"),
    aws_access_key_id=setting("ACCESS_KEY"),
    aws_secret_access_key=setting("SECRET_KEY"),
    config=Config(retries={"total_max_attempts": 1}),
)
client.list_objects_v2(Bucket=setting("BUCKET_NAME"))
