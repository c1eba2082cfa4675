import { Record as DnsRecord } from "@pulumi/aws/route53/record";
import type { Route53DnsArgs } from "../../hosts/args";
import { unprotectedChild } from "../options";
import type { DnsZone } from "./dns";
import type { HostContext } from "./index";
import { lateArg } from "./late-args";

/** Records in a zone at Route 53. */
export function route53Dns(context: HostContext, args: Route53DnsArgs): DnsZone {
  const { name, child } = context;
  const path = ["cloudFront", "dns", "route53", "zoneId"];
  const zoneId = lateArg(context, path, args.zoneId, "Z00000000000000000000");
  return {
    createValidation: (record) =>
      new DnsRecord(
        `${name}-validation-record-${record.hostname}`,
        // ACM gives a name the same record for every certificate of the account, so it may be there, and others may need it: it
        // is overwritten with what it is already, and stays when this certificate goes.
        {
          zoneId,
          name: record.name,
          type: "CNAME",
          records: [record.value],
          ttl: 60,
          allowOverwrite: true,
        },
        { ...unprotectedChild(child), retainOnDelete: true },
      ),
    createHostRecords: ({ hostname, domainName, hostedZoneId, isTakenOver }, after) => {
      if (isTakenOver) return;
      // Readers over IPv6 ask for AAAA only.
      for (const type of ["A", "AAAA"] as const) {
        new DnsRecord(
          `${name}-record-${type.toLowerCase()}-${hostname}`,
          {
            zoneId,
            name: hostname,
            type,
            aliases: [{ name: domainName, zoneId: hostedZoneId, evaluateTargetHealth: false }],
            allowOverwrite: args.overwrite ?? false,
          },
          { ...unprotectedChild(child), dependsOn: after },
        );
      }
    },
  };
}
