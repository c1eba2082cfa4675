import { objectOwnership, publicAccessBlock } from "./buckets";
import { Refusal, type Part } from "./call";

const PUBLIC = ["public-read", "public-read-write", "authenticated-read"];
/**
 * With ACLs disabled AWS documents that it accepts only the second of these. `private` is left alone because reports
 * contradict each other: a test that depended on either answer would prove nothing about AWS.
 */
const HARMLESS = ["private", "bucket-owner-full-control"];

/**
 * The ACL requests that AWS refuses and moto accepts: any that gives rights away while ACLs are disabled, and public
 * ones under BlockPublicAcls.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
export const acls: Part = async (call, upstream) => {
  if (!call.bucket || (call.method !== "PUT" && call.method !== "POST")) return undefined;
  const acl = call.headers["x-amz-acl"];
  const setsAcl = call.method === "PUT" && call.action === "acl";
  const grants = Object.keys(call.headers).some((name) => name.startsWith("x-amz-grant-"));
  // CreateBucket takes the header too, but there is no configuration to judge it by yet.
  if (!setsAcl && (!call.key || (acl === undefined && !grants))) return undefined;
  const gives = setsAcl || grants || !HARMLESS.includes(String(acl));
  if (gives && (await objectOwnership(call, upstream)) === "BucketOwnerEnforced")
    throw new Refusal(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
  if (PUBLIC.includes(String(acl)) && (await publicAccessBlock(call, upstream)).blockPublicAcls)
    throw new Refusal(403, "AccessDenied", "public ACLs are blocked by the BlockPublicAcls setting");
  return undefined;
};
