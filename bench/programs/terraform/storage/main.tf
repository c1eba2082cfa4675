variable "bucket" { type = string }
variable "user" { type = string }
variable "bucket_policy" { type = string }
variable "user_policy" { type = string }

resource "aws_s3_bucket" "this" {
  bucket        = var.bucket
  force_destroy = false
}

resource "aws_s3_bucket_ownership_controls" "this" {
  bucket = aws_s3_bucket.this.bucket
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket                  = aws_s3_bucket.this.bucket
  block_public_acls       = true
  ignore_public_acls      = true
  block_public_policy     = false
  restrict_public_buckets = false
  depends_on              = [aws_s3_bucket_ownership_controls.this]
}

resource "aws_s3_bucket_policy" "this" {
  bucket     = aws_s3_bucket.this.bucket
  policy     = var.bucket_policy
  depends_on = [aws_s3_bucket_public_access_block.this]
}

resource "aws_s3_bucket_cors_configuration" "this" {
  bucket = aws_s3_bucket.this.bucket
  cors_rule {
    allowed_origins = ["*"]
    allowed_methods = ["GET", "HEAD"]
    allowed_headers = ["*"]
    expose_headers  = ["Accept-Ranges", "Content-Length", "Content-Range", "ETag"]
    max_age_seconds = 3600
  }
  depends_on = [aws_s3_bucket_policy.this]
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  bucket = aws_s3_bucket.this.bucket
  rule {
    id     = "abort-incomplete-multipart-uploads"
    status = "Enabled"
    filter {
      prefix = ""
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
  depends_on = [aws_s3_bucket_cors_configuration.this]
}

resource "aws_iam_user" "this" {
  name          = var.user
  force_destroy = true
}

resource "aws_iam_user_policy" "this" {
  user   = aws_iam_user.this.name
  name   = "media-storage"
  policy = var.user_policy
}

resource "aws_iam_access_key" "this" {
  user   = aws_iam_user.this.name
  status = "Active"
}

output "env" {
  value     = <<-EOT
    S3_ENABLED=true
    S3_BUCKET=${var.bucket}
    S3_REGION=eu-central-1
    S3_PROTOCOL=https
    S3_HOSTNAME=s3.eu-central-1.amazonaws.com
    S3_PERMISSION=
    AWS_ACCESS_KEY_ID=${aws_iam_access_key.this.id}
    AWS_SECRET_ACCESS_KEY=${aws_iam_access_key.this.secret}
    S3_RETRY_LIMIT=2
  EOT
  sensitive = true
}
