/** Validates the argument `store`. */
import * as shapes from "../validation/argument-shapes";
import type { Problem } from "../validation/problem";
import { argsProblems, nested, type Rules } from "../validation/rules";
import { hasUnknownMembers } from "../validation/sound-part";
import type { StoreKind, StoreSettings } from "./args";
import { AZURE, isAzure } from "./azure";
import { STORE_DEFINITIONS, STORE_KINDS } from "./index";

const kindsOf = (store: StoreSettings): StoreKind[] =>
  STORE_KINDS.filter((kind) => store[kind] !== undefined);

export const STORE_RULES: Rules<StoreSettings> = [
  {
    at: "*",
    instead: ({ code, steps }) =>
      code === "unknown-member" && isAzure(String(steps.at(-1))) ? AZURE : undefined,
  },
  ...STORE_KINDS.map((kind) => nested<StoreSettings>(kind, STORE_DEFINITIONS[kind].rules)),
  {
    at: "",
    code: "store-missing",
    // An unknown member is already reported, and is probably a misspelling of the missing one.
    when: (store) => kindsOf(store).length === 0 && !hasUnknownMembers(store),
    message:
      'does not set where the bucket is; set `aws: { region: "eu-central-1" }`, or `s3:` for an S3-compatible server',
  },
  {
    at: "",
    code: "store-both",
    when: (store) => kindsOf(store).length > 1,
    message: (store) => `sets ${kindsOf(store).join(" and ")}; set exactly one of them`,
  },
];

/** All problems of a store, which may be anything. */
export function storeProblems(store: unknown, path: string): Problem[] {
  return argsProblems({ shape: shapes.StoreArgs, rules: STORE_RULES }, store, path);
}
