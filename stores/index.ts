/** The stores: the kinds that the `store` argument can be, and the products behind them. */
import { membersSet } from "../validation/exactly-one";
import { ownMember } from "../validation/own-member";
import { isMap, type Members } from "../validation/shape";
import type { StoreKind, StoreSettings } from "./args";
import { awsDefinition } from "./aws";
import { r2Definition } from "./r2";
import { s3Definition } from "./s3-definition";
import type { Addressing, Store, StoreCredentials, StoreDefinition, StoreProduct } from "./store";

type Definitions = { [K in keyof Required<StoreSettings>]: StoreDefinition<NonNullable<StoreSettings[K]>> };

/** The kinds of store. A member of `StoreSettings` without a row is a type error. */
export const STORE_DEFINITIONS: Definitions = {
  aws: awsDefinition,
  r2: r2Definition,
  s3: s3Definition,
};

// Not `as StoreKind[]`, so that a member of `StoreSettings` that is not a `StoreKind` is a type error below.
export const STORE_KINDS = Object.keys(STORE_DEFINITIONS) as (keyof Definitions)[];

/** All products, by name. */
export const STORE_PRODUCTS: Readonly<Record<string, StoreProduct>> = Object.fromEntries(
  STORE_KINDS.flatMap((kind) => STORE_DEFINITIONS[kind].products.map((product) => [product.name, product])),
);

/** The store of valid args: call it only if `storeProblems` finds nothing. */
export function storeOf(settings: StoreSettings): Store {
  for (const kind of STORE_KINDS) {
    const given = settings[kind];
    // TypeScript cannot know that both have the same kind.
    if (given !== undefined) return STORE_DEFINITIONS[kind].open(given as never);
  }
  throw new Error("bug: no store, although storeProblems found nothing");
}

/** The kind of unvalidated args, with its settings; undefined if the args do not set exactly one. */
function chosen(store: unknown): { kind: StoreKind; settings: unknown } | undefined {
  if (!isMap(store)) return undefined;
  const [kind, ...others] = membersSet(STORE_KINDS, store);
  return kind === undefined || others.length > 0 ? undefined : { kind, settings: store[kind] };
}

/** The product of unvalidated args; undefined if it does not exist, which `storeProblems` reports. */
export function storeProductOf(store: unknown): StoreProduct | undefined {
  const choice = chosen(store);
  return choice && STORE_DEFINITIONS[choice.kind].productOf(choice.settings);
}

/** The kind of store that unchecked args name, if Pulumi has credentials of its own there; `given` are those in the args. */
export function storeCredentialsOf(
  store: unknown,
): { kind: StoreKind; settings: Members; credentials: StoreCredentials; given: unknown } | undefined {
  if (!isMap(store)) return undefined;
  for (const kind of STORE_KINDS) {
    const settings = store[kind];
    const { credentials } = STORE_DEFINITIONS[kind];
    if (isMap(settings) && credentials !== undefined)
      return { kind, settings, credentials, given: ownMember(settings, credentials.member) };
  }
  return undefined;
}

/** The region of unvalidated args. */
export function regionOf(store: unknown): string | undefined {
  const settings = chosen(store)?.settings;
  const region = isMap(settings) ? settings["region"] : undefined;
  return typeof region === "string" ? region : undefined;
}

/** How clients address a bucket with unvalidated args. */
export function addressingOf(store: unknown): Addressing | undefined {
  const choice = chosen(store);
  return choice && STORE_DEFINITIONS[choice.kind].addressing(choice.settings);
}

/**
 * The namespace in which a bucket's name is unique: in stores with the same namespace, the same name is the same bucket. `store` has
 * not been validated. An invalid one counts as AWS's main partition, so that a shared bucket is reported together with its problems.
 */
export function bucketNamespace(store: unknown): string {
  const members = isMap(store) ? store : {};
  const [kind = "aws"] = [...STORE_KINDS].reverse().filter((name) => isMap(members[name]));
  return STORE_DEFINITIONS[kind].namespace(members[kind]);
}

/** The store in facts: its kind and, if known, the S3-compatible server. */
export interface StoreOfFacts {
  kind: string;
  server?: string;
}

/** The name of the product in facts; undefined if they contain only a kind that has several. */
export function productNameOfFacts({ kind, server }: StoreOfFacts): string | undefined {
  const definition = ownMember(STORE_DEFINITIONS, kind);
  return server ?? (definition === undefined ? kind : definition.productOf({})?.name);
}

/** The product in facts; undefined if this version does not know it, or if the facts do not contain it. */
export function knownProductOfFacts(store: StoreOfFacts): StoreProduct | undefined {
  const name = productNameOfFacts(store);
  return name === undefined ? undefined : ownMember(STORE_PRODUCTS, name);
}

/**
 * The product in facts. Throws if this version does not know it. Undefined if the facts do not contain it: a printed env block only
 * shows that the store is some S3-compatible server.
 */
export function storeProductOfFacts(store: StoreOfFacts | undefined): StoreProduct | undefined {
  const name = store && productNameOfFacts(store);
  if (store === undefined || name === undefined) return undefined;
  const product = knownProductOfFacts(store);
  if (product === undefined)
    throw new Error(`the facts name the store "${name}", which this version does not know`);
  return product;
}
