// What an instance is made of, the same for every contender: what `media-storage preview` shows for the stack file that
// ../inputs.cjs writes.
const REGION = "eu-central-1";
/** A DNS zone at Cloudflare; nobody asks for it. */
const ZONE_ID = "0123456789abcdef0123456789abcdef";
const PREFIXES = [
  "accounts",
  "cache",
  "custom_emojis",
  "media_attachments",
  "preview_card_providers",
  "preview_cards",
  "site_uploads",
];

/** @param {number} index from 0 */
function instance(index) {
  const name = `i${index}`;
  const bucket = `${name}-example-media`;
  const arn = `arn:aws:s3:::${bucket}`;
  return {
    name,
    webDomain: `${name}.example`,
    bucket,
    user: `${bucket}-writer`,
    bucketPolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "PublicRead",
          Effect: "Allow",
          Principal: { AWS: "*" },
          Action: "s3:GetObject",
          Resource: PREFIXES.map((prefix) => `${arn}/${prefix}/*`),
        },
        {
          Sid: "DenyInsecureTransport",
          Effect: "Deny",
          Principal: { AWS: "*" },
          Action: "s3:*",
          Resource: [arn, `${arn}/*`],
          Condition: { BoolIfExists: { "aws:SecureTransport": "false" } },
        },
      ],
    }),
    userPolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "WriterObjects",
          Effect: "Allow",
          Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
          Resource: `${arn}/*`,
        },
        { Sid: "WriterBucket", Effect: "Allow", Action: ["s3:ListBucket"], Resource: arn },
      ],
    }),
    /** The env block; tools with outputs get it as one. */
    env: (keyId, secret) =>
      [
        "S3_ENABLED=true",
        `S3_BUCKET=${bucket}`,
        `S3_REGION=${REGION}`,
        "S3_PROTOCOL=https",
        `S3_HOSTNAME=s3.${REGION}.amazonaws.com`,
        `S3_ALIAS_HOST=files.${name}.example`,
        "S3_PERMISSION=",
        `AWS_ACCESS_KEY_ID=${keyId}`,
        `AWS_SECRET_ACCESS_KEY=${secret}`,
        "S3_RETRY_LIMIT=2",
        `EXTRA_MEDIA_HOSTS=https://${bucket}.s3.${REGION}.amazonaws.com`,
      ].join("\n"),
  };
}

const CORS = {
  allowedOrigins: ["*"],
  allowedMethods: ["GET", "HEAD"],
  allowedHeaders: ["*"],
  exposeHeaders: ["Accept-Ranges", "Content-Length", "Content-Range", "ETag"],
  maxAgeSeconds: 3600,
};

const instances = (count) => Array.from({ length: count }, (_, index) => instance(index));

module.exports = { CORS, PREFIXES, REGION, ZONE_ID, instances };
