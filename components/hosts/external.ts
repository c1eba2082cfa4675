import type { ExternalHostArgs } from "../../hosts/args";
import { hostRecords } from "../../hosts/dns/targets";
import { dnsZone } from "./dns";
import type { CreatedHost, HostContext } from "./index";

/** The DNS records of a media host of the operator's own; undefined without `dns`. */
export function createExternal(context: HostContext, { dns }: ExternalHostArgs): CreatedHost | undefined {
  if (dns === undefined) return undefined;
  const { hostname, previousHosts = [] } = context.mediaHost;
  // The store's provider is for the store only.
  const zone = dnsZone({ ...context, child: { parent: context.child.parent } }, dns);
  const hosts = [hostname, ...previousHosts].map((name) => hostRecords(name, dns.targets));
  return {
    distributionArns: [],
    hosts: hosts.flat().flatMap(({ name, type, values }) =>
      values.map((value) => ({
        hostname: name,
        recordName: name,
        recordType: type,
        recordValue: value,
      })),
    ),
    open: (after) => {
      for (const records of hosts) zone?.createTargetRecords(records, after);
    },
  };
}
