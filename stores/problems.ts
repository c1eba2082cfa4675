/** Validates the argument `store`. */
import * as shapes from "../validation/argument-shapes";
import { exactlyOne } from "../validation/exactly-one";
import type { Problem } from "../validation/problem";
import { argsProblems, nested, type Rules } from "../validation/rules";
import type { StoreSettings } from "./args";
import { AZURE, isAzure } from "./azure";
import { STORE_DEFINITIONS, STORE_KINDS } from "./index";

export const STORE_RULES: Rules<StoreSettings> = [
  {
    at: "*",
    instead: ({ code, steps }) =>
      code === "unknown-member" && isAzure(String(steps.at(-1))) ? AZURE : undefined,
  },
  ...STORE_KINDS.map((kind) => nested<StoreSettings>(kind, STORE_DEFINITIONS[kind].rules)),
  ...exactlyOne<StoreSettings>(STORE_KINDS, {
    none: {
      code: "store-missing",
      message:
        'does not set where the bucket is; set `aws: { region: "eu-central-1" }`, or `s3:` for an S3-compatible server',
    },
    several: { code: "store-both" },
  }),
];

/** All problems of a store, which may be anything. */
export function storeProblems(store: unknown, path: string): Problem[] {
  return argsProblems({ shape: shapes.StoreArgs, rules: STORE_RULES }, store, path);
}
