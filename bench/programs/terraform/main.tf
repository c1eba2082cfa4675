# The same for Terraform, as an operator would write it: a module, once for each instance.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "instances" {
  type = map(object({
    bucket        = string
    user          = string
    bucket_policy = string
    user_policy   = string
  }))
}

# Plans a first deploy without an account; a call would be refused at once, for nothing listens there.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
  endpoints {
    iam = "http://127.0.0.1:9"
    s3  = "http://127.0.0.1:9"
    sts = "http://127.0.0.1:9"
  }
}

module "storage" {
  source   = "./storage"
  for_each = var.instances

  bucket        = each.value.bucket
  user          = each.value.user
  bucket_policy = each.value.bucket_policy
  user_policy   = each.value.user_policy
}

output "env" {
  value     = { for name, storage in module.storage : name => storage.env }
  sensitive = true
}
