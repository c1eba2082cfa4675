/** The policies of a bucket and of its writer. */
import type { PolicyDocument } from "../access/policy";
import { bucketArn, denyInsecureTransport, document, publicRead, writer } from "../access/statements";
import { additionalStatement } from "./additional-statements";
import type { StorageSettings } from "./settings";
import type { PolicyNeeds } from "./needs";

/** The bucket policy: the library's own statements first, then the operator's. */
export function bucketPolicy(settings: StorageSettings, needs: PolicyNeeds, region: string): PolicyDocument {
  const arn = bucketArn(settings.bucket, region);
  const principal = settings.writer?.given?.principal;
  return document([
    // With object ACLs the ACLs say what is public; a policy beside them would show what Mastodon hides.
    ...(needs.objectAcls || needs.publicPrefixes.length === 0 ? [] : [publicRead(arn, needs.publicPrefixes)]),
    denyInsecureTransport(arn),
    // A writer from elsewhere has no policy of ours at its user, so its rights stand here.
    ...(principal === undefined
      ? []
      : writer(arn, needs.writer).map((statement) => ({ ...statement, Principal: { AWS: principal } }))),
    ...(settings.additionalStatements ?? []).map(additionalStatement),
  ]);
}

/** What the writer may do, as an identity policy. */
export function writerPolicy(bucket: string, needs: PolicyNeeds, region: string): PolicyDocument {
  return document(writer(bucketArn(bucket, region), needs.writer));
}
