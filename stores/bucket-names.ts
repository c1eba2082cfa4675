/** Validates a bucket's name with the rules of its store. */
import { counted } from "../validation/counted";
import { patternCheck, type EditorCheck } from "../validation/editor-check";
import type { Reason } from "../validation/problem";
import { ifSound } from "../validation/sound-part";
import { regionOf, STORE_DEFINITIONS, STORE_KINDS, storeProductOf } from "./index";

const SHARED_CHECK = patternCheck(
  /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  'is not a valid bucket name; use 3 to 63 characters of a-z, 0-9 and "-", with a letter or a digit at both ends',
);

/** What editors check of a bucket's name, below the args of a bucket. */
export const BUCKET_NAME_CHECKS: readonly EditorCheck[] = [
  SHARED_CHECK,
  ...STORE_KINDS.flatMap((kind) => {
    const { products, recognize } = STORE_DEFINITIONS[kind];
    return products.flatMap((product) =>
      product.bucketNameCheck === undefined || recognize === undefined
        ? []
        : [{ ...product.bucketNameCheck, when: [recognize(product)] }],
    );
  }),
];

/**
 * `store` has not been validated. For an unknown store only the rules of all stores are checked. The store itself gets its own
 * error.
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

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, except the rules for dots. RGW has the same rules by default. */
function sharedProblems(name: string): Reason[] {
  const problems: Reason[] = [];
  if (name.length < 3 || name.length > 63) {
    const message = `has ${counted(name.length, "character")}; use 3 to 63`;
    problems.push({ code: "bucket-name-length", message });
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
      message: "does not begin and end with a letter or a digit; change the first or the last character",
    });
  }
  return problems;
}
