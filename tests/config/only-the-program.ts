/**
 * The codes of problems that the schema of the config does not find in each config, with the reason. JSON Schema knows the form of a
 * value, and which members are set. It cannot compare values.
 */
import type { ProblemCode } from "../../validation/codes";

const COMPARES = "It compares the values of two settings.";
const INSTANCES = "It compares two instances.";
const VERSION = "It depends on the release that a version belongs to.";
const STORE = "It depends on what the product behind the store can do.";
const ADDRESSES = "It is about the numbers that an address stands for.";
const POLICY = "It is about the whole policy that the library makes of the statements.";
const PRINCIPAL = "The forms of a principal depend on the store, and some are outputs in a program.";
const TEXT = "It depends on how the programs that read env files decode a text.";

export const ONLY_THE_PROGRAM: Partial<Record<ProblemCode, string>> = {
  "bucket-name-region": COMPARES,
  "bucket-name-reserved-suffix":
    "Names that end with -an are valid in the account's own namespace, with its region.",
  "bucket-shared": INSTANCES,
  "instance-name-keys": INSTANCES,
  "instance-name-output": INSTANCES,
  "media-host-shared": INSTANCES,

  "version-patch": VERSION,
  "version-too-old": VERSION,
  "version-unknown": VERSION,
  "media-host-signing": VERSION,
  "media-host-bucket-kept": VERSION,

  "cloudfront-partition": STORE,
  "cloudfront-store": STORE,
  "dns-store": STORE,
  "external-store": STORE,
  "media-host-needed": STORE,
  "access-policy": STORE,
  "r2-host-bucket": STORE,
  "acl-unsupported": STORE,
  "r2-hostname": "It depends on which names are private or Cloudflare's own.",
  "only-from-endpoints": STORE,
  "only-from-store": STORE,
  "store-lifecycle": STORE,
  "store-tags": STORE,
  "bucket-source-store": STORE,
  "web-endpoint-missing": STORE,
  "web-endpoint-unused": STORE,
  "tags-unused": "It depends on what the library creates beside the bucket.",
  "writer-needs-iam": STORE,
  "writer-principal": STORE,
  "principal-everyone": STORE,
  "insecure-urls": STORE,

  "certificate-hostname": COMPARES,
  "certificate-hostname-length": "The limit is only for certificates that the component creates.",
  "store-endpoint-region": COMPARES,
  "cache-unused": COMPARES,
  "ca-file-unused": COMPARES,
  "dns-apex": COMPARES,
  "dns-target-loop": COMPARES,
  "dns-zone": COMPARES,
  "host-unlisted": COMPARES,
  "key-current": COMPARES,
  "key-inactive-current": COMPARES,
  "key-inactive-slot": COMPARES,
  "legacy-is-bucket": COMPARES,
  "legacy-keys": COMPARES,
  "legacy-same": COMPARES,
  "web-endpoint-public": "It depends on which addresses are private.",
  "legacy-unreachable": "It depends on which names are private.",
  "logs-is-media": COMPARES,
  "media-host-bucket-path": COMPARES,
  "media-host-is-app": COMPARES,
  "media-host-is-store": COMPARES,
  "permissions-boundary-partition": COMPARES,
  "previous-host-same": COMPARES,
  "store-virtual-host-address": COMPARES,
  "store-virtual-host-dots": COMPARES,
  "tenant-id-same": COMPARES,

  "address-wide": ADDRESSES,
  "cidr-everything": ADDRESSES,
  "cidr-host-bits": ADDRESSES,
  "cidr-mapped": ADDRESSES,
  "cidr-private": ADDRESSES,
  "cidr-version": ADDRESSES,
  "dns-target": ADDRESSES,
  "dns-targets": "An address and a hostname have one type.",
  "origin-address": ADDRESSES,
  "origin-port": "It is about the number of the port.",

  "lifecycle-days": "The least number of days depends on the storage class.",
  "lifecycle-no-effect": COMPARES,
  "lifecycle-prefix": "It is about the bytes of a text.",
  "lifecycle-rule-id-twice": COMPARES,
  "lifecycle-upload-tags": COMPARES,
  "versioning-needed": COMPARES,
  "tag-value-length": "A tag can be an output in a program, so the rule has no place of its own for it.",

  "action-resource-mismatch": POLICY,
  "action-unknown": "The list of actions would be longer than the rest of the schema.",
  "condition-unsupported": POLICY,
  "condition-value": POLICY,
  "policy-size": POLICY,
  "resource-unsupported": POLICY,
  "statement-exposes": POLICY,
  "statement-foreign-resource": COMPARES,
  "statement-locks-out": POLICY,
  "statement-sid-twice": COMPARES,
  "variable-unknown": POLICY,
  "principal-account": PRINCIPAL,
  "principal-arn": PRINCIPAL,
  "principal-origin-access-identity": PRINCIPAL,
  "principal-partition": PRINCIPAL,
  "principal-region": PRINCIPAL,
  "principal-resource": PRINCIPAL,
  "principal-service": PRINCIPAL,
  "principal-unsupported": PRINCIPAL,
  "principal-wildcard": PRINCIPAL,

  "ca-file-characters": TEXT,
  "session-profile-replaced": TEXT,
  "session-profile-value": TEXT,
};
