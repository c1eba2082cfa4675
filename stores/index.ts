/** The stores: what the `store` argument can be, and the types of store behind it. */
import { ownMember } from "../validation/own-member";
import { isMap } from "../validation/shape";
import type { StoreSettings } from "./args";
import { aws, awsKind } from "./aws";
import { S3_SERVERS } from "./s3";
import { s3Kind } from "./s3-kind";
import type { Addressing, Store, StoreKind, StoreType } from "./store";

export type KindName = keyof Required<StoreSettings>;

/** The members of the `store` argument. A member without a row here is a type error. */
export const KINDS: { [K in KindName]: StoreKind<NonNullable<StoreSettings[K]>> } = {
  aws: awsKind,
  s3: s3Kind,
};

export const KIND_NAMES = Object.keys(KINDS) as KindName[];

/** All types of store, by name. */
export const STORES: Readonly<Record<string, StoreType>> = { aws, ...S3_SERVERS };

/** The store of args in which `storeProblems` finds nothing. */
export function storeOf(settings: StoreSettings): Store {
  for (const kind of KIND_NAMES) {
    const given = settings[kind];
    // TypeScript cannot see that both are of one kind.
    if (given !== undefined) return KINDS[kind].open(given as never);
  }
  throw new Error("bug: no store, although storeProblems found nothing");
}

/** The kind that unchecked args name, with its settings; undefined where they do not name exactly one. */
function chosen(store: unknown): { kind: KindName; settings: unknown } | undefined {
  if (!isMap(store)) return undefined;
  const [kind, ...others] = KIND_NAMES.filter((name) => store[name] !== undefined);
  return kind === undefined || others.length > 0 ? undefined : { kind, settings: store[kind] };
}

/** The type of store that unchecked args name; undefined where they name none that exists, which `storeProblems` reports. */
export function storeTypeOf(store: unknown): StoreType | undefined {
  const choice = chosen(store);
  return choice && KINDS[choice.kind].typeOf(choice.settings);
}

/** The region that unchecked args name. */
export function regionOf(store: unknown): string | undefined {
  const settings = chosen(store)?.settings;
  const region = isMap(settings) ? settings["region"] : undefined;
  return typeof region === "string" ? region : undefined;
}

/** How clients address a bucket by unchecked args. */
export function addressingOf(store: unknown): Addressing | undefined {
  const choice = chosen(store);
  return choice && KINDS[choice.kind].addressing(choice.settings);
}

/**
 * Where a bucket's name is unique: stores with the same namespace have one bucket of a name. `store` has not been checked; one
 * with problems counts as AWS's main partition, so that a shared bucket is reported beside them.
 */
export function bucketNamespace(store: unknown): string {
  const members = isMap(store) ? store : {};
  const [kind = "aws"] = [...KIND_NAMES].reverse().filter((name) => isMap(members[name]));
  return KINDS[kind].namespace(members[kind]);
}

/** The store in a storage's facts: its kind and, for an S3-compatible server that is known, the server. */
export interface StoreOfFacts {
  kind: string;
  server?: string;
}

/** The name of the type of store in facts; undefined if they only say that it is some S3-compatible server. */
export function storeNameOfFacts({ kind, server }: StoreOfFacts): string | undefined {
  return server ?? (kind === S3_KIND ? undefined : kind);
}

/**
 * The type of store in a storage's facts, which must be one that this version knows; undefined where they do not say which one it
 * is: a printed env block shows only that it is some S3-compatible server.
 */
export function storeTypeOfFacts(store: StoreOfFacts | undefined): StoreType | undefined {
  const name = store && storeNameOfFacts(store);
  if (name === undefined) return undefined;
  const type = ownMember(STORES, name);
  if (type === undefined)
    throw new Error(`the facts name the store "${name}", which this version does not know`);
  return type;
}

const S3_KIND: KindName = "s3";
