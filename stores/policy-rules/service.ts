/**
 * The rules of a service that nobody has measured for this project. Only what the library writes itself is accepted, because nobody
 * knows whether the service evaluates the rest as AWS does.
 */
import { meansEveryone } from "../../access/evaluate/principal";
import type { PolicyRules } from "../../access/lint";
import type { Reason } from "../../validation/problem";
import type { StoreProduct } from "../store";
import { plainPolicyRules } from "./plain";

/** How the policies of a service name who has a key. */
export interface ServiceUsers {
  /** The service's name in messages. */
  title: string;
  /** What they name, with its article: "a key". */
  what: string;
  /** The name, with what varies in angle brackets. */
  form: string;
  /** Where the operator finds what varies, as the end of a sentence that begins with the form. */
  hint: string;
  isUser: (name: string) => boolean;
  example: string;
  principalOf?: (name: string) => string;
}

/** The users of a service. */
export function serviceUsers({
  title,
  what,
  form,
  hint,
  isUser,
  example,
  principalOf,
}: ServiceUsers): NonNullable<StoreProduct["user"]> {
  return {
    example,
    problems(name): Reason[] {
      if (meansEveryone(name)) {
        const message = `means everybody; set the ARN of ${what}, "${form}"`;
        return [{ code: "principal-everyone", message }];
      }
      if (isUser(name)) return [];
      const message = `is not how ${title} names ${what}; set "${form}" ${hint}`;
      return [{ code: "writer-principal", message }];
    },
    ...(principalOf && { principalOf }),
  };
}

/** The rules of its policies. */
export function servicePolicyRules({ title, what, form, isUser }: ServiceUsers): PolicyRules {
  return plainPolicyRules({
    title,
    isUnverified: true,
    exactActions: true,
    principalReason: (name) =>
      isUser(name)
        ? undefined
        : { code: "principal-unsupported", message: `but ${title} names ${what} "${form}"` },
    actions: [
      "AbortMultipartUpload",
      "DeleteObject",
      "DeleteObjectVersion",
      "GetBucketLocation",
      "GetObject",
      "GetObjectAcl",
      "GetObjectTagging",
      "GetObjectVersion",
      "ListBucket",
      "ListBucketMultipartUploads",
      "ListBucketVersions",
      "ListMultipartUploadParts",
      "PutObject",
      "PutObjectAcl",
      "PutObjectTagging",
    ],
  });
}
