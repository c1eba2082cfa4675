/** Validates the argument `store`. */
import * as shapes from "../validation/argument-shapes";
import { exactlyOne } from "../validation/exactly-one";
import type { Problem } from "../validation/problem";
import { argsProblems, nested, type Rules } from "../validation/rules";
import type { StoreSettings } from "./args";
import { AZURE, isAzure } from "./azure";
import { STORE_DEFINITIONS, STORE_KINDS } from "./index";

const KINDS_IN_WORDS = STORE_KINDS.map((kind) => STORE_DEFINITIONS[kind].inWords);

export const STORE_RULES: Rules<StoreSettings> = [
  {
    at: "*",
    instead: ({ meant, steps }) => (meant !== undefined && isAzure(String(steps.at(-1))) ? AZURE : undefined),
  },
  ...STORE_KINDS.map((kind) => nested<StoreSettings>(kind, STORE_DEFINITIONS[kind].rules)),
  ...exactlyOne<StoreSettings>(STORE_KINDS, {
    none: {
      code: "store-missing",
      message: `does not set where the bucket is; set ${KINDS_IN_WORDS.join(", or ")}`,
    },
    several: { code: "store-both" },
  }),
];

/** The rules about a bucket together with the settings of its store. */
export const BUCKET_AT_STORE_RULES: Rules<{ bucket: string; store: StoreSettings }> = STORE_KINDS.flatMap(
  (kind) => STORE_DEFINITIONS[kind].bucketRules ?? [],
);

/** All problems of a store, which may be anything. */
export function storeProblems(store: unknown, path: string): Problem[] {
  return argsProblems({ shape: shapes.StoreArgs, rules: STORE_RULES }, store, path);
}
