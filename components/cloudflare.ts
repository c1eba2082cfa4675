/** The resources of @pulumi/cloudflare. The package is an optional peer, so each is loaded only where it is created. */
/* eslint-disable @typescript-eslint/no-require-imports -- a constructor cannot wait for import() */
import type { AccountToken } from "@pulumi/cloudflare/accountToken";
import type { DnsRecord } from "@pulumi/cloudflare/dnsRecord";
import type { R2Bucket } from "@pulumi/cloudflare/r2bucket";
import type { R2BucketCors } from "@pulumi/cloudflare/r2bucketCors";
import type { R2CustomDomain } from "@pulumi/cloudflare/r2customDomain";
import type { WorkersCustomDomain } from "@pulumi/cloudflare/workersCustomDomain";
import type { WorkersScript } from "@pulumi/cloudflare/workersScript";
import type { Problem } from "../validation/problem";
import { missingPackageProblems } from "./optional-package";

export function dnsRecordClass(): typeof DnsRecord {
  return (require("@pulumi/cloudflare/dnsRecord") as { DnsRecord: typeof DnsRecord }).DnsRecord;
}

export function r2BucketClass(): typeof R2Bucket {
  return (require("@pulumi/cloudflare/r2bucket") as { R2Bucket: typeof R2Bucket }).R2Bucket;
}

export function r2BucketCorsClass(): typeof R2BucketCors {
  return (require("@pulumi/cloudflare/r2bucketCors") as { R2BucketCors: typeof R2BucketCors }).R2BucketCors;
}

export function accountTokenClass(): typeof AccountToken {
  return (require("@pulumi/cloudflare/accountToken") as { AccountToken: typeof AccountToken }).AccountToken;
}

export function r2CustomDomainClass(): typeof R2CustomDomain {
  return (require("@pulumi/cloudflare/r2customDomain") as { R2CustomDomain: typeof R2CustomDomain })
    .R2CustomDomain;
}

export function workersCustomDomainClass(): typeof WorkersCustomDomain {
  return (
    require("@pulumi/cloudflare/workersCustomDomain") as { WorkersCustomDomain: typeof WorkersCustomDomain }
  ).WorkersCustomDomain;
}

export function workersScriptClass(): typeof WorkersScript {
  return (require("@pulumi/cloudflare/workersScript") as { WorkersScript: typeof WorkersScript })
    .WorkersScript;
}

/** That the package is missing, which the argument at `path` needs. */
export function cloudflarePackageProblems(path: string, load: () => unknown = r2BucketClass): Problem[] {
  return missingPackageProblems(path, { name: "@pulumi/cloudflare", major: 6 }, load);
}
