/** What is wrong with a bucket's name, by the rules of the store that it is to live in. */
import type { Reason } from "../validation/problem";
import type { Rule } from "../validation/rules";
import { ifSound } from "../validation/sound-part";
import type { StoreSettings } from "./args";
import { regionOf, storeProductOf } from "./index";

/**
 * `store` has not been checked. The rules of an unknown store are not known: of such a name only the rules that all stores
 * share are checked, beside the error that the store itself gets.
 */
export function bucketNameProblems(name: string, store: unknown): Reason[] {
  if (name === "")
    return [{ code: "bucket-name-length", message: "is empty; set a name of 3 to 63 characters" }];
  const product = ifSound(() => storeProductOf(store));
  const region = ifSound(() => regionOf(store));
  const problems = (one: string): Reason[] => [
    ...sharedProblems(one),
    ...(product === undefined ? [] : product.bucketNameProblems(one, region)),
  ];
  if (!/[A-Z]/.test(name)) return problems(name);
  const small = name.toLowerCase();
  const instead = problems(small).length === 0 ? `change it to "${small}"` : "use lower case";
  return [{ code: "bucket-name-capitals", message: `contains capitals; ${instead}` }, ...problems(name)];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, but for dots; RGW keeps to them by default. */
function sharedProblems(name: string): Reason[] {
  const problems: Reason[] = [];
  if (name.length < 3 || name.length > 63) {
    const characters = `${name.length} character${name.length === 1 ? "" : "s"}`;
    problems.push({ code: "bucket-name-length", message: `has ${characters}; use 3 to 63` });
  }
  if (/[^A-Za-z0-9.-]/.test(name)) {
    problems.push({
      code: "bucket-name-characters",
      message: 'contains characters that S3 does not allow; use only a-z, 0-9 and "-"',
    });
  }
  if (/^[^a-zA-Z0-9]|[^a-zA-Z0-9]$/.test(name)) {
    problems.push({
      code: "bucket-name-ends",
      message: "begins or ends with another character than a letter or a digit; change that character",
    });
  }
  return problems;
}

/**
 * A dotted name in front of the server's host: no wildcard certificate covers two labels, and the SDKs of all apps then put
 * the bucket into the path whatever they are told (measured with those for Ruby, Python and JavaScript), so the URLs would
 * not be those that the env block and the facts name. Over plain http they do as they are told.
 */
export const DOTTED_HOST_RULE: Rule<{ bucket: string; store: StoreSettings }> = {
  at: "store.s3.pathStyle",
  code: "store-virtual-host-dots",
  when: ({ bucket, store: { s3 } }) =>
    s3?.pathStyle === false && bucket.includes(".") && s3.endpoint.startsWith("https:"),
  message: ({ bucket }) =>
    `is false, but over https clients put a bucket name with a dot ("${bucket}") into the path, because a wildcard certificate covers only one label; remove it`,
};
