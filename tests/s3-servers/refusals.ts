import type { Measurable } from "./measurements";

/** How each server refuses what it does not support, so that a refusal for any other reason fails the test of the capability. */
export const REFUSALS: Record<string, Partial<Record<Measurable, string>>> = {
  minio: {
    // Taken for CreateBucket.
    ownershipControls: "400 MalformedXML",
    publicAccessBlock: "400 MalformedXML",
    blockPublicAcls: "400 MalformedXML",
    blockPublicPolicies: "400 MalformedXML",
    secureTransport: "400 MalformedPolicy",
    cors: "501 NotImplemented",
    lifecycle: "400 InvalidArgument",
    tags: "404 NoSuchBucket",
    // Taken for a request to its security token service, without the parameters of that.
    writerKeys: "400 MissingParameter",
    iam: "400 MissingParameter",
    vpcEndpoints: "400 MalformedPolicy",
  },
  rustfs: {
    ownershipControls: "501 NotImplemented",
    tags: "404 NoSuchBucket",
    // Taken for a request to its security token service, which does not know the action.
    writerKeys: "400 InvalidArgument",
    iam: "400 InvalidArgument",
    vpcEndpoints: "400 InvalidArgument",
  },
  versitygw: {
    publicAccessBlock: "501 NotImplemented",
    blockPublicAcls: "501 NotImplemented",
    blockPublicPolicies: "501 NotImplemented",
    lifecycle: "501 NotImplemented",
    tags: "404 NoSuchBucket",
    writerKeys: "405 MethodNotAllowed",
    iam: "405 MethodNotAllowed",
    vpcEndpoints: "400 MalformedPolicy",
  },
  garage: {
    bucketPolicy: "501 NotImplemented",
    ownershipControls: "501 NotImplemented",
    publicAccessBlock: "501 NotImplemented",
    blockPublicAcls: "501 NotImplemented",
    blockPublicPolicies: "501 NotImplemented",
    secureTransport: "501 NotImplemented",
    tags: "501 NotImplemented",
  },
  seaweedfs: {
    secureTransport: "400 InvalidPolicyDocument",
    tags: "404 NoSuchBucket",
  },
};
