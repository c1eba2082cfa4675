/** Rules about the places from which the writer's credentials work. */
import { patternRule } from "../validation/pattern-rule";
import type { Rule, Rules } from "../validation/rules";
import { hasUnknownMembers } from "../validation/sound-part";
import type { OnlyFromArgs } from "./args";
import type { StoreProduct } from "../stores/store";
import { CIDR_CHECK, cidrProblems, isEverything, type CidrUse } from "./validate-cidr";

const MEMBERS = ["cidrs", "vpcEndpoints"] as const;

/** The store, for rules about the writer. */
export interface AtStore {
  /** Undefined if the args name no product that exists. Then only the rules for all stores apply. */
  product: StoreProduct | undefined;
}

const WRITER: CidrUse = {
  server: "the app's server",
  servers: "the app's servers",
  vpcEndpoints: "vpcEndpoints",
};

/** Whether policies of a store can limit the places of a request; true if the store is unknown. */
export function canLimitPlaces(product: StoreProduct | undefined): boolean {
  return product === undefined || product.can.sourceAddress || product.can.vpcEndpoints;
}

export const ONLY_FROM_RULES: Rules<OnlyFromArgs, AtStore> = [
  {
    at: "cidrs[]",
    reasons: (cidr: string, _, { product }) => cidrProblems(cidr, product, WRITER),
    editor: CIDR_CHECK,
  },
  {
    at: "cidrs",
    code: "cidr-everything",
    when: ({ cidrs = [] }) => isEverything(cidrs),
    message: "contain every address together, so they have no effect; set the ranges of the app's servers",
  },
  patternRule(
    "vpcEndpoints[]",
    "vpc-endpoint-id",
    // https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
    /^vpce-([0-9a-f]{8}|[0-9a-f]{17})$/,
    'is not the id of a VPC endpoint; use one such as "vpce-0123456789abcdef0"',
  ),
  ...MEMBERS.map((member): Rule<OnlyFromArgs, AtStore> => ({
    at: member,
    code: "only-from-empty",
    when: (onlyFrom) => onlyFrom[member]?.length === 0,
    editor: { least: 1 },
    message: "is empty, so nobody could write; add at least one value, or remove it",
  })),
  {
    at: "vpcEndpoints",
    code: "only-from-endpoints",
    when: ({ vpcEndpoints }, { product }) =>
      vpcEndpoints !== undefined && canLimitPlaces(product) && product?.can.vpcEndpoints === false,
    message: (_, { product }) =>
      `is not supported on ${product?.title}, whose policies do not know VPC endpoints; remove it and use cidrs`,
  },
  {
    at: "",
    code: "only-from-empty",
    when: (onlyFrom) =>
      MEMBERS.every((member) => onlyFrom[member] === undefined) && !hasUnknownMembers(onlyFrom),
    message: "is empty; set cidrs or vpcEndpoints, or remove it",
    editor: { atLeastOne: MEMBERS },
  },
];
