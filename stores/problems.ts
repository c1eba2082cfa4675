/** Validates the argument `store`. */
import * as shapes from "../validation/argument-shapes";
import { exactlyOne } from "../validation/exactly-one";
import { ownMember } from "../validation/own-member";
import type { Problem, Reason } from "../validation/problem";
import { argsProblems, nested, type Rules } from "../validation/rules";
import type { StoreSettings } from "./args";
import { AZURE, isAzure } from "./azure";
import { STORE_DEFINITIONS, STORE_KINDS } from "./index";
import { isR2, SET_R2 } from "./r2";
import { S3_SERVERS } from "./s3";

const KINDS_IN_WORDS = STORE_KINDS.map((kind) => STORE_DEFINITIONS[kind].inWords);

export const STORE_RULES: Rules<StoreSettings> = [
  {
    at: "*",
    instead: ({ meant, steps }) => (meant === undefined ? undefined : notKindReason(String(steps.at(-1)))),
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

/** What stands in the place of a kind of store: one that has no S3 API, or a server of the kind s3. */
function notKindReason(name: string): Reason | undefined {
  if (isAzure(name)) return AZURE;
  if (isR2(name)) return { code: "unknown-member", message: `is unknown; ${SET_R2}` };
  if (ownMember(S3_SERVERS, name) === undefined) return undefined;
  const message = `is a server, not a kind of store; change it to \`s3: { server: "${name}", endpoint: ..., region: ... }\``;
  return { code: "unknown-member", message };
}

/** The rules about a bucket together with the settings of its store. */
export const BUCKET_AT_STORE_RULES: Rules<{ bucket: string; store: StoreSettings }> = STORE_KINDS.flatMap(
  (kind) => STORE_DEFINITIONS[kind].bucketRules ?? [],
);

/** All problems of a store, which may be anything. */
export function storeProblems(store: unknown, path: string): Problem[] {
  return argsProblems({ shape: shapes.StoreArgs, rules: STORE_RULES }, store, path);
}
