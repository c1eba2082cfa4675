import { Record as DnsRecord } from "@pulumi/aws/route53/record";
import { hostKindOf } from "../../hosts";
import type { Route53DnsArgs } from "../../hosts/args";
import { unprotectedChild } from "../options";
import type { DnsZone } from "./dns";
import type { HostContext } from "./index";
import { lateArg } from "./late-args";

/** Records in a zone at Route 53. */
export function route53Dns(context: HostContext, args: Route53DnsArgs): DnsZone {
  const { name, child } = context;
  const path = [hostKindOf(context.mediaHost), "dns", "route53", "zoneId"];
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
    createTargetRecords: (records, after) => {
      let first: DnsRecord | undefined;
      for (const { name: hostname, type, values } of records) {
        const record: DnsRecord = new DnsRecord(
          `${name}-record-${type.toLowerCase()}-${hostname}`,
          {
            zoneId,
            name: hostname,
            type,
            records: values,
            ttl: TARGET_SECONDS,
            allowOverwrite: args.overwrite ?? false,
          },
          {
            ...unprotectedChild(child),
            // A CNAME record is the only record of its name. The first of the others takes its place.
            deleteBeforeReplace: true,
            ...(first === undefined &&
              type !== "CNAME" && { aliases: [{ name: `${name}-record-cname-${hostname}` }] }),
            dependsOn: first === undefined ? after : [...after, first],
          },
        );
        first ??= record;
      }
    },
  };
}

/** How long, in seconds, resolvers may remember the targets: short enough for a move, long enough for most questions. */
const TARGET_SECONDS = 300;
