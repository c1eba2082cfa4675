/** Rules about `mediaHost.external.addresses`, to which reads of the public prefixes are limited. */
import { ipRange } from "../access/evaluate/ip";
import type { MediaHostArgs } from "../hosts/args";
import { storeProductOf } from "../stores";
import type { StoreProduct } from "../stores/store";
import { listedAlready } from "../validation/listed-already";
import type { Reason } from "../validation/problem";
import type { Rules } from "../validation/rules";
import type { BucketSettings } from "./args";
import { CIDR_CHECK, cidrProblems, isEverything, type CidrUse } from "./validate-cidr";

type Settings = Pick<BucketSettings, "store"> & { mediaHost?: MediaHostArgs };

const PROXY: CidrUse = { server: "your proxy", servers: "your proxy" };

const addressesOf = ({ mediaHost }: Settings): string[] => mediaHost?.external?.addresses ?? [];

export const ADDRESSES_RULES: Rules<Settings> = [
  {
    at: "mediaHost.external.addresses[]",
    reasons: (cidr: string, { store }) => addressProblems(cidr, storeProductOf(store)),
    editor: CIDR_CHECK,
  },
  {
    at: "mediaHost.external.addresses",
    findings: (settings) => listedAlready("address-same", addressesOf(settings)),
    editor: { isUnique: true },
  },
  {
    at: "mediaHost.external.addresses",
    code: "addresses-empty",
    when: ({ mediaHost }) => mediaHost?.external?.addresses?.length === 0,
    editor: { least: 1 },
    message: "is empty, so nobody could read media; list the addresses of your proxy, or remove it",
  },
  {
    at: "mediaHost.external.addresses",
    code: "cidr-everything",
    when: (settings) => isEverything(addressesOf(settings)),
    message: "contain every address together, so they have no effect; set the ranges of your proxy",
  },
  {
    at: "mediaHost.external.addresses",
    code: "addresses-store",
    when: (settings) => {
      const can = storeProductOf(settings.store)?.can;
      return (
        addressesOf(settings).length > 0 && can !== undefined && !(can.bucketPolicy && can.sourceAddress)
      );
    },
    message: ({ store }) =>
      `are not supported on ${storeProductOf(store)?.title}, whose bucket policies do not see the real address of a client; remove it`,
  },
];

/** On AWS a wider range makes a policy public (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html). */
const WIDEST = { 32: 8, 128: 32 } as const;

function addressProblems(cidr: string, store: StoreProduct | undefined): Reason[] {
  const problems = cidrProblems(cidr, store, PROXY);
  const range = ipRange(cidr);
  if (problems.length > 0 || range === undefined || store?.can.publicAddressesOnly !== true) return problems;
  if (range.prefix >= WIDEST[range.bits]) return [];
  const message = `is so wide that ${store.title} treats the bucket as public; set the range of your proxy, at most a /${WIDEST[range.bits]}`;
  return [{ code: "address-wide", message }];
}
